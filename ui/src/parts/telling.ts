import type { ShownView, StoreWord, VerdictWord } from "../backend/bindings";
import type { Words } from "../words";
import { hourOf } from "./times";

/** How a verdict looks: the rows of the verdict table, and an undone entry, which must not go on looking green. */
export type Face = VerdictWord | "undone";

/** What a verdict says, in the words of one language. */
export interface Telling {
  face: Face;
  /** The big word. */
  word: string;
  /** Under it, for whoever stands in front. */
  line: string | null;
  /** What to do next. */
  next: string | null;
  /** For the guard only: why. */
  guard: string | null;
}

export function faceOf(shown: ShownView): Face {
  return shown.reasons.includes("voided") ? "undone" : shown.verdict;
}

function why(shown: ShownView, words: Words): string | null {
  const reasons = shown.reasons.map((reason) => words.reason[reason]).join("; ");
  switch (shown.verdict) {
    case "look":
      return words.needsLook(reasons || words.reasonUnread);
    case "refuse":
      return reasons ? words.refusedFor(reasons) : null;
    case "in":
    case "out":
    case "already":
      return reasons ? words.noteFor(reasons) : null;
    case "foreign":
    case "unknown":
    case "damaged":
    case "not-stored":
    case "badge":
    case "place":
      return null;
  }
}

function under(shown: ShownView, words: Words, zone: string): Pick<Telling, "line" | "next"> {
  switch (shown.verdict) {
    case "in":
      return { line: words.enteredAt(hourOf(shown.at, zone)), next: null };
    case "out":
      return { line: words.leftAt(hourOf(shown.at, zone)), next: null };
    case "already":
      return { line: words.alreadyAt(hourOf(shown.since ?? shown.at, zone)), next: null };
    case "look":
    case "refuse":
      return { line: null, next: stillMissing(shown, words) };
    case "foreign":
      return { line: shown.foreign && words.foreignIs(words.foreign[shown.foreign]), next: words.showCard };
    case "unknown":
      return shown.number
        ? { line: words.numberOnly, next: words.typeName }
        : { line: words.maybeVneid, next: words.showCard };
    case "damaged":
      return { line: words.toUsbCom, next: words.usbComHow };
    case "not-stored":
      return { line: words.writeOnPaper, next: null };
    case "place":
      return { line: null, next: null };
    case "badge":
      return { line: shown.badge && words.badge[shown.badge](shown.name ?? words.noName), next: null };
  }
}

function stillMissing(shown: ShownView, words: Words): string | null {
  const needs = shown.missing.map((need) => words.admin.need[need]).join(", ");
  return needs === "" ? null : words.admin.stillMissing(needs);
}

export function tell(shown: ShownView, words: Words, zone: string): Telling {
  const face = faceOf(shown);
  if (face === "undone") {
    return { face, word: words.undone, line: words.undoneLine, next: null, guard: null };
  }
  return {
    face,
    word: shown.place === null ? words.verdict[face] : words.places.answer[shown.place],
    ...under(shown, words, zone),
    guard: why(shown, words),
  };
}

/** Nothing can be written, whether or not someone has shown a code since. */
export function tellNotStored(store: StoreWord, words: Words): Telling {
  return {
    face: "not-stored",
    word: words.verdict["not-stored"],
    // The window that runs already does the writing.
    line: store === "already-running" ? null : words.writeOnPaper,
    next: words.storeDeed[store],
    guard: null,
  };
}

/** One sentence for a screen reader. */
export function spoken(telling: Telling): string {
  return [telling.word, telling.line, telling.next].filter((part) => part !== null).join(". ");
}
