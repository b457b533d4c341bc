import type { HubWords } from "../words/hub-vi";
import { dateOf, hourOf } from "../parts/times";
import type { Present } from "./bindings";

/** Days that one exposure list may be about. */
export const MOST_DAYS = 31;

/** Whether one list may be about the days from one to another, both counted: "2026-03-02". */
export function isSpan(from: string, to: string): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / (24 * 3600 * 1000) + 1;
  return days >= 1 && days <= MOST_DAYS;
}

/** A stay's day, and from when to when it was: an end that nobody saw is that of its day, and is said to be. */
export function stayWords(who: Present, zone: string, words: HubWords["exposure"]): [string, string] {
  const at = (moment: string) => hourOf(Date.parse(moment), zone);
  const day = (moment: string) => dateOf(Date.parse(moment), zone);
  const from = who.came_at === undefined ? words.unseen("00:00") : at(who.came_at);
  const to = who.left_at === undefined ? words.unseen("24:00") : at(who.left_at);
  const own = who.came_at ?? who.left_at;
  const isNextDay =
    who.came_at !== undefined && who.left_at !== undefined && day(who.came_at) !== day(who.left_at);
  return [
    own === undefined ? "" : day(own),
    isNextDay ? `${from} – ${to} ${words.nextDay}` : `${from} – ${to}`,
  ];
}
