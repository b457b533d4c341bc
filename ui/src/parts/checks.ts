import type { RefusalWord } from "../backend/bindings";

/** What a form asks before it bothers the gate; the gate asks again. */

export const checkName = (name: string): RefusalWord | null =>
  /\p{L}/u.test(name) ? (name.length > 100 ? "name-too-long" : null) : "name-missing";

/** "1990" as 1990, "" as null where a year may be missing. */
export function readYear(text: string, thisYear: number): number | null | "birth-year-implausible" {
  const digits = text.trim();
  if (digits === "") return null;
  const year = Number(digits);
  return /^\d{4}$/.test(digits) && year >= 1900 && year <= thisYear ? year : "birth-year-implausible";
}

export const checkNumber = (digits: string): RefusalWord | null =>
  /^(\d{9}|\d{12})?$/.test(digits) ? null : "number-wrong";

/** The most that the gate counts at once. */
const PASSED_AT_ONCE = 500;

export function readCount(text: string): number | "count-wrong" {
  const count = Number(text.trim());
  return /^\d{1,3}$/.test(text.trim()) && count >= 1 && count <= PASSED_AT_ONCE ? count : "count-wrong";
}

/** Two letters, or four digits: enough to look for someone. */
export function worthLooking(query: string): boolean {
  const typed = query.trim();
  return /^\d+$/.test(typed) ? typed.length >= 4 : (typed.match(/\p{L}/gu) ?? []).length >= 2;
}
