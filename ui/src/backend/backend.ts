import type { Commands, GateView, RefusalWord } from "./bindings";

/** The one surface between the screen and the gate: `real.ts` asks the machine, `pretend.ts` plays it. */
export interface Backend extends Commands {
  /** Calls `see` with every new snapshot; the answer stops it. */
  onView(see: (view: GateView) => void): Promise<() => void>;
  /** Calls `asked` when somebody wants a window closed that is locked; the answer stops it. */
  onClosing(asked: () => void): Promise<() => void>;
  /** The address of the next preview picture; it settles when it is time to ask for one. */
  nextFrame(): Promise<string>;
}

const refusals: Record<RefusalWord, true> = {
  "nothing-to-undo": true,
  "nobody-just-now": true,
  "not-open": true,
  "nobody-alike": true,
  "nobody-came": true,
  "no-group": true,
  "group-full": true,
  "name-missing": true,
  "name-too-long": true,
  "birth-year-implausible": true,
  "number-wrong": true,
  "time-wrong": true,
  "time-in-future": true,
  "count-wrong": true,
  "days-wrong": true,
  "years-wrong": true,
  "phone-wrong": true,
  "text-too-long": true,
  "basis-missing": true,
  practising: true,
  "visitor-unknown": true,
  "nobody-on-duty": true,
  "needs-guard": true,
  "needs-inspector": true,
  "needs-unit-head": true,
  "needs-admin": true,
  "not-stored": true,
};

/** What a command rejected with; whatever isn't a known word means that nothing was written. */
export function refusalOf(thrown: unknown): RefusalWord {
  return typeof thrown === "string" && Object.hasOwn(refusals, thrown)
    ? (thrown as RefusalWord)
    : "not-stored";
}
