import type { DirectionWord, PaperForm, RefusalWord } from "../backend/bindings";
import { checkName, readYear } from "./checks";
import { dateOf, hourOf, readDay, readHour } from "./times";

export const columns = ["time", "name", "year", "way", "purpose"] as const;
export type Column = (typeof columns)[number];

export type Problem = RefusalWord | "way-wrong";

/** One line of the paper book, as it is typed. */
export interface Line {
  id: number;
  typed: Record<Column, string>;
  /** What is wrong with it, and where. */
  error: Problem | null;
  at: Column;
  saved: boolean;
}

/** What a guard types for a way: the first letter, in either language. */
const ways: Record<string, DirectionWord> = { v: "in", i: "in", r: "out", o: "out" };

const wayOf = (typed: string): DirectionWord | null => ways[typed.trim().charAt(0).toLowerCase()] ?? null;

/** Lines that are being typed in. They outlive the form, so that closing it loses none. */
export class PaperLines {
  lines: Line[] = $state([]);
  #next = 1;

  /** Lines that are written leave the form when it opens again. */
  begin(way: string): void {
    this.lines = this.unsaved();
    this.add(way);
  }

  /** An empty line at the end, with the way of the one before; the book mostly goes on as it did. */
  add(way: string): void {
    const last = this.lines.at(-1);
    if (last !== undefined && !last.saved && isEmpty(last)) return;
    const typed = { time: "", name: "", year: "", way: last?.typed.way ?? way, purpose: "" };
    this.lines.push({ id: this.#next++, typed, error: null, at: "time", saved: false });
  }

  /** Lines that something was typed in and that aren't written. */
  unsaved(): Line[] {
    return this.lines.filter((line) => !line.saved && !isEmpty(line));
  }
}

const isEmpty = ({ typed }: Line) =>
  [typed.time, typed.name, typed.year, typed.purpose].every((text) => text.trim() === "");

/** A line as the gate takes it, or what is wrong in which column. */
export function read(
  { typed }: Line,
  day: string,
  purposes: string[],
  now: number,
  zone: string,
): PaperForm | [Problem, Column] {
  const today = dateOf(now, zone);
  const onDay = readDay(day, today);
  const at = readHour(typed.time);
  if (onDay === null || at === null) return ["time-wrong", "time"];
  if (`${onDay} ${at}` > `${readDay(today, today)} ${hourOf(now, zone)}`) return ["time-in-future", "time"];
  const unnamed = checkName(typed.name.trim());
  if (unnamed) return [unnamed, "name"];
  const birthYear = readYear(typed.year, Number(today.slice(6)));
  if (birthYear === "birth-year-implausible") return [birthYear, "year"];
  const direction = wayOf(typed.way);
  if (direction === null) return ["way-wrong", "way"];
  const purpose = typed.purpose.trim();
  // A digit stands for its purpose key.
  const named = /^[1-9]$/.test(purpose) ? purposes[Number(purpose) - 1] || purpose : purpose;
  return { day: onDay, time: at, name: typed.name.trim(), birthYear, direction, purpose: named || null };
}
