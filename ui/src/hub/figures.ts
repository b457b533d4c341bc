import type { UnitDay } from "./bindings";

export type StandingKind = UnitDay["standing"]["kind"];

/** In the order in which a district looks at them: what needs somebody first. */
export const standings: readonly StandingKind[] = [
  "silent",
  "incomplete",
  "no-post",
  "by-hand",
  "drill",
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

/** A drill is in no sum. */
export function isDrill(unit: UnitDay): boolean {
  return unit.standing.kind === "drill";
}

export type Coverage = NonNullable<UnitDay["coverage"]>;

/** What was counted in some units together; undefined where nobody counted. */
export function coverageOf(units: readonly UnitDay[]): Coverage | undefined {
  const told = units.flatMap(({ coverage }) => coverage ?? []);
  if (told.length === 0) return undefined;
  const passed = told.reduce((all, one) => all + one.passed, 0);
  const recorded = told.reduce((all, one) => all + one.recorded, 0);
  // In tenths of a percent; of fewer than 30 it would say more than was seen.
  return passed < 30
    ? { passed, recorded }
    : { passed, recorded, share: Math.round((recorded * 1000) / passed) };
}

/** A figure by hand that the log has replaced. */
export function isReplaced(unit: UnitDay): boolean {
  return unit.by_hand !== undefined && unit.standing.kind !== "by-hand" && !isDrill(unit);
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
  /** Of units that had a drill: in no other sum. */
  drill: People;
  coverage: Coverage | undefined;
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
    drill: { in: 0, out: 0 },
    coverage: coverageOf(units.filter((unit) => !isDrill(unit))),
    lastWeek: 0,
    waiting: 0,
    silentPosts: 0,
    states,
  };
  for (const unit of units) {
    const people = peopleOf(unit);
    sum.posts += unit.posts;
    if (!isDrill(unit)) sum.entries += unit.today.entries;
    const into = isDrill(unit) ? sum.drill : sum.people;
    into.in += people.in;
    into.out += people.out;
    if (!unit.last_week_is_drill) sum.lastWeek += unit.last_week.people_in;
    sum.waiting += unit.waiting;
    sum.silentPosts += unit.silent;
    states[unit.standing.kind] += 1;
  }
  return sum;
}
