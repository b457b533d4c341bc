import type { Api, Refused } from "./api";
import { dateOf, hourOf } from "../parts/times";
import type { HubWords } from "../words/hub-vi";
import type { Words } from "../words/vi";
import type { UnitDay, Who } from "./bindings";
import type { Where } from "./where";

/** What every page of the hub stands on. */
export interface Desk {
  api: Api;
  who: Who;
  /** The user's units as of today, parents first. */
  units: UnitDay[];
  words: HubWords;
  /** The gate's own words: kinds of documents, reasons, purposes. */
  gate: Words;
  go: (where: Where) => void;
}

/** Days of the hub are Việt Nam's; a unit's own book is told in the unit's zone. */
export const ZONE = "Asia/Ho_Chi_Minh";

/** "24/11/2026" of "2026-11-24". */
export function dayWords(day: string): string {
  const [year, month, date] = day.split("-");
  return `${date}/${month}/${year}`;
}

/** "07:42 24/11/2026" */
export function whenWords(at: string, zone: string = ZONE): string {
  const moment = Date.parse(at);
  return `${hourOf(moment, zone)} ${dateOf(moment, zone)}`;
}

/** "2026-11-24": the day that it is in a zone. */
export function dayIn(zone: string, at: number = Date.now()): string {
  return dateOf(at, zone).split("/").reverse().join("-");
}

export function refusalWords(refused: Refused, words: HubWords): string {
  if (refused.code === "too-many") return words.refused["too-many"](refused.seconds);
  return words.refused[refused.code];
}

/** At least this much. */
export function isAdmin(who: Who): boolean {
  return who.role === "admin";
}
export function isHead(who: Who): boolean {
  return who.role !== "viewer";
}
