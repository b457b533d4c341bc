import type { UnitDay } from "./bindings";

export type StandingKind = UnitDay["standing"]["kind"];

/** In the order in which a district looks at them: what needs somebody first. */
export const standings: readonly StandingKind[] = [
  "silent",
  "incomplete",
  "no-post",
  "by-hand",
  "zero",
  "rest",
  "counted",
];

export interface People {
  in: number;
  out: number;
}

/** People of a unit's day as a report counts them: by hand where the log isn't here. */
export function peopleOf(unit: UnitDay): People {
  if (unit.standing.kind === "by-hand" && unit.by_hand !== undefined)
    return { in: unit.by_hand.people_in, out: unit.by_hand.people_out };
  return { in: unit.today.people_in, out: unit.today.people_out };
}

/** A figure by hand that the log has replaced. */
export function isReplaced(unit: UnitDay): boolean {
  return unit.by_hand !== undefined && unit.standing.kind !== "by-hand";
}

/** "+12 %", "−3 %", "=", or "–" where last week had nobody to compare with. */
export function change(now: number, before: number): string {
  if (before === 0) return now === 0 ? "=" : "–";
  const percent = Math.round(((now - before) / before) * 100);
  if (percent === 0) return "=";
  return percent > 0 ? `+${percent} %` : `−${-percent} %`;
}

/** A unit's figures without a day. */
export interface Undated {
  unit: string;
  name: string;
  undated: { entries: number; people_in: number; people_out: number };
}

/** The units that have anything without a day, and all of it together. */
export function undatedOf<Unit extends Undated>(
  all: readonly Unit[],
): { units: Unit[]; entries: number; people: People } {
  // A correction alone has no entry and takes people back.
  const units = all.filter(({ undated }) => undated.entries + undated.people_in + undated.people_out !== 0);
  const sum = (figure: keyof Undated["undated"]) =>
    units.reduce((all, unit) => all + unit.undated[figure], 0);
  return { units, entries: sum("entries"), people: { in: sum("people_in"), out: sum("people_out") } };
}

export interface Totals {
  units: number;
  posts: number;
  entries: number;
  people: People;
  lastWeek: number;
  waiting: number;
  silentPosts: number;
  states: Record<StandingKind, number>;
}

export function totals(units: readonly UnitDay[]): Totals {
  const states = Object.fromEntries(standings.map((kind) => [kind, 0])) as Record<StandingKind, number>;
  const sum: Totals = {
    units: units.length,
    posts: 0,
    entries: 0,
    people: { in: 0, out: 0 },
    lastWeek: 0,
    waiting: 0,
    silentPosts: 0,
    states,
  };
  for (const unit of units) {
    const people = peopleOf(unit);
    sum.posts += unit.posts;
    sum.entries += unit.today.entries;
    sum.people.in += people.in;
    sum.people.out += people.out;
    sum.lastWeek += unit.last_week.people_in;
    sum.waiting += unit.waiting;
    sum.silentPosts += unit.silent;
    states[unit.standing.kind] += 1;
  }
  return sum;
}
