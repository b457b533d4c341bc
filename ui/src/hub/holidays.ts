import type { HubWords } from "../words/hub-vi";
import { dateOfNumber, dayNumber, lunarDay } from "./lunar";

export interface Holiday {
  /** "2026-02-17" */
  day: string;
  name: string;
}

/**
 * The public holidays of a year by article 112 of the labour code: Tết's five days from its eve on, and of the two days of
 * the national holiday the one before it. The government may move them each year: a person looks at the list first.
 */
export function holidays(year: number, words: HubWords["habits"]): Holiday[] {
  const fixed = (month: number, day: number, name: string) => ({
    day: dateOfNumber(dayNumber(year, month, day)),
    name,
  });
  const tet = lunarDay(year, 1, 1);
  const days = [
    fixed(1, 1, words.newYear),
    ...[-1, 0, 1, 2, 3].map((after) => ({ day: dateOfNumber(tet + after), name: words.tet })),
    { day: dateOfNumber(lunarDay(year, 3, 10)), name: words.hung },
    fixed(4, 30, words.liberation),
    fixed(5, 1, words.labour),
    fixed(9, 1, words.national),
    fixed(9, 2, words.national),
  ];
  return days.sort((one, other) => (one.day < other.day ? -1 : 1));
}
