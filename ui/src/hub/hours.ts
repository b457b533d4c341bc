import type { HubWords } from "../words/hub-vi";
import { readHour } from "../parts/times";
import type { Hours, OpenDay } from "./bindings";

/** What is wrong with the hours of a day. */
export type HoursWrong = "from" | "to" | "late" | "same";

/** A day's hours as an admin typed them. */
export interface TypedHours {
  from: string;
  to: string;
}

/** As a clock's face, but that a day may also end: "24", "24:00", "24h". */
function readTime(text: string): string | null {
  return /^24(\s*[:.,hg ]\s*(00?)?)?$/i.test(text.trim()) ? "24:00" : readHour(text);
}

/** The hours as the hub takes them, or what is wrong with them. */
export function readHours({ from, to }: TypedHours): TypedHours | { wrong: HoursWrong } {
  const [opens, closes] = [readTime(from), readTime(to)];
  if (opens === null) return { wrong: "from" };
  if (closes === null) return { wrong: "to" };
  if (opens === "24:00") return { wrong: "late" };
  return opens === closes ? { wrong: "same" } : { from: opens, to: closes };
}

/** A week as the hub takes it: days with nothing typed are left out. Error: the first day that is wrong, 0 for Monday. */
export function readWeek(week: readonly TypedHours[]): OpenDay[] | { wrong: HoursWrong; weekday: number } {
  const open: OpenDay[] = [];
  for (const [weekday, typed] of week.entries()) {
    if (typed.from.trim() === "" && typed.to.trim() === "") continue;
    const read = readHours(typed);
    if ("wrong" in read) return { ...read, weekday };
    open.push({ weekday, ...read });
  }
  return open;
}

/** "07:30–17:00", "18:00–06:00 hôm sau", "cả ngày" */
function spanWords({ from, to }: TypedHours, words: HubWords["habits"]): string {
  if (from === "00:00" && to === "24:00") return words.allDay;
  // Both have two digits each: they compare as they are written.
  return to > from ? `${from}–${to}` : `${from}–${to} ${words.nextDay}`;
}

/** A week's hours in words: of all days at once where they are the same. */
export function weekWords(hours: Hours, words: HubWords["habits"]): string {
  const days = words.days.map((_, weekday) => {
    const own = hours.open.find((day) => day.weekday === weekday);
    return own === undefined ? words.allDay : spanWords(own, words);
  });
  if (days.every((day) => day === days[0])) return `${words.everyDay} ${days[0]}`;
  return words.days.map((day, weekday) => `${day} ${days[weekday]}`).join(", ");
}
