/** Times are milliseconds since 1970, written in the unit's zone whatever the machine's own is set to. */

const clocks = new Map<string, Intl.DateTimeFormat>();

function parts(at: number, zone: string): Record<string, string> {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    clocks.set(zone, clock);
  }
  return Object.fromEntries(clock.formatToParts(at).map((part) => [part.type, part.value]));
}

/** "07:42" */
export function hourOf(at: number, zone: string): string {
  const p = parts(at, zone);
  return `${p["hour"]}:${p["minute"]}`;
}

/** "24/11/2026", as a person writes it. */
export function dateOf(at: number, zone: string): string {
  const p = parts(at, zone);
  return `${p["day"]}/${p["month"]}/${p["year"]}`;
}

/** Both ends of a span; the day stands with the hour when they are not of one day. */
export function spanOf(from: number, to: number, zone: string): [string, string] {
  const sameDay = dateOf(from, zone) === dateOf(to, zone);
  const write = (at: number) =>
    sameDay ? hourOf(at, zone) : `${hourOf(at, zone)} ${dateOf(at, zone).slice(0, 5)}`;
  return [write(from), write(to)];
}

/** What a guard types for a time ("9:15", "9h15", "0915", "9") as "09:15", or null. */
export function readHour(text: string): string | null {
  const found = /^(\d{1,2})(?:\s*[:.,hg ]\s*(\d{1,2})?|(\d{2}))?$/i.exec(text.trim());
  if (!found) return null;
  const hour = Number(found[1]);
  const minute = Number(found[2] ?? found[3] ?? 0);
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** What a guard types for a day ("24/11", "24/11/2026", "24112026") as "2026-11-24", or null; a missing year is `today`'s. */
export function readDay(text: string, today: string): string | null {
  const found = /^(?:(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}))?|(\d{2})(\d{2})(\d{4}))$/.exec(text.trim());
  if (!found) return null;
  const [day, month] = [Number(found[1] ?? found[4]), Number(found[2] ?? found[5])];
  const year = Number(found[3] ?? found[6] ?? today.slice(6));
  const real = new Date(Date.UTC(year, month - 1, day));
  if (real.getUTCMonth() !== month - 1 || real.getUTCDate() !== day) return null;
  return real.toISOString().slice(0, 10);
}

/** "2026-11-24" as a person writes it; nothing for nothing. */
export function writtenDay(day: string): string {
  return day.split("-").reverse().join("/");
}

/** The day so many days after one. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** When a clock on that day in the zone shows an hour: "2026-11-24", "09:15". */
export function momentOf(day: string, hour: string, zone: string): number {
  const wanted = Date.parse(`${day}T${hour}:00Z`);
  const p = parts(wanted, zone);
  const shown = Date.parse(`${p["year"]}-${p["month"]}-${p["day"]}T${p["hour"]}:${p["minute"]}:00Z`);
  return wanted - (shown - wanted);
}

/** A span of whole seconds as people count it down: 0:30, 14:59. */
export function durationOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
