import type { GateView, ShownView, VerdictWord } from "../backend/bindings";

/** idle: the invitation; full: the verdict fills the screen; panel: it stands at the right. */
export type Phase = "idle" | "full" | "panel";

interface Times {
  /** Milliseconds of full-bleed, and the same at rush hour. */
  full: number;
  rush: number;
  /** Milliseconds in the panel after that; Infinity until something replaces or answers it. */
  panel: number;
}

/** PRODUCT.md's verdict table. A refusal is never shortened. */
export const times: Record<VerdictWord, Times> = {
  in: { full: 1200, rush: 500, panel: 5000 },
  out: { full: 1200, rush: 500, panel: 5000 },
  already: { full: 0, rush: 0, panel: 3000 },
  look: { full: 3000, rush: 500, panel: Infinity },
  refuse: { full: 2500, rush: 2500, panel: Infinity },
  foreign: { full: 0, rush: 0, panel: 4000 },
  unknown: { full: 0, rush: 0, panel: 4000 },
  // The guard has something to read and to do.
  damaged: { full: 0, rush: 0, panel: 20_000 },
  badge: { full: 0, rush: 0, panel: 6000 },
  place: { full: 0, rush: 0, panel: 6000 },
  // Full-bleed while the store is in trouble; this is how long it lingers once mended.
  "not-stored": { full: 0, rush: 0, panel: 5000 },
};

/** The name goes after this, wherever its verdict still stands. */
export const NAME_MS = 8000;

/** How long a code that found the panel taken waits for it. */
export const ASIDE_MS = 8000;

const ofNobody = (verdict: VerdictWord) =>
  ["foreign", "unknown", "damaged", "badge", "place"].includes(verdict);
const waits = (verdict: VerdictWord) => verdict === "look" || verdict === "refuse";

/** What the verdict panel shows and for how long: fed with snapshots, it keeps the table's durations. */
export class Stage {
  shown: ShownView | null = $state(null);
  phase: Phase = $state("idle");
  nameGone = $state(false);
  /** A foreign or unknown code, or a badge, that may not cover a person's verdict: told in the preview until the panel is free. */
  aside: ShownView | null = $state(null);

  /** The id of what was last said here, which stays when the panel is free again. */
  spoken = $state(0);
  /** When the panel last got something to show, on the clock of the page's events. */
  since = -Infinity;

  #fed = false;
  #newest: number | null = null;
  #phaseTimer: ReturnType<typeof setTimeout> | undefined;
  #nameTimer: ReturnType<typeof setTimeout> | undefined;
  #asideTimer: ReturnType<typeof setTimeout> | undefined;

  /** Takes the newest snapshot; `now` tells how old a verdict is that was there before the page was. */
  feed(view: Pick<GateView, "shown" | "rush">, now: number): void {
    const next = view.shown;
    const first = !this.#fed;
    this.#fed = true;
    if (next === null) {
      this.#newest = null;
      this.#clear();
      this.#setAside(null);
      return;
    }
    if (next.id === this.#newest) {
      this.#freshen(next);
      return;
    }
    this.#newest = next.id;
    if (ofNobody(next.verdict) && this.phase !== "idle" && this.shown && !ofNobody(this.shown.verdict)) {
      this.#setAside(next);
      return;
    }
    this.#setAside(null);
    this.#start(next, view.rush, first ? Math.max(0, now - next.at) : 0);
  }

  stop(): void {
    this.#clear();
    this.#setAside(null);
  }

  /** The same verdict, changed: answered, given a purpose. */
  #freshen(next: ShownView): void {
    if (this.aside?.id === next.id) this.aside = next;
    if (this.shown?.id !== next.id) return;
    const answered = waits(next.verdict) && this.shown.open && !next.open;
    if (answered) this.#free();
    else this.shown = next;
  }

  #start(shown: ShownView, rush: boolean, age: number): void {
    this.#clear();
    const { full, rush: fullAtRush, panel } = times[shown.verdict];
    const fullFor = (rush ? fullAtRush : full) - age;
    const panelFor = waits(shown.verdict) && !shown.open ? 0 : panel;
    const until = full + panelFor - age;
    if (fullFor <= 0 && until <= 0) return;

    this.shown = shown;
    this.spoken = shown.id;
    this.since = performance.now();
    this.nameGone = age >= NAME_MS;
    if (!this.nameGone) this.#nameTimer = setTimeout(() => (this.nameGone = true), NAME_MS - age);

    const toPanel = () => {
      this.phase = "panel";
      const left = fullFor > 0 ? panelFor : until;
      if (left === Infinity) return;
      if (left <= 0) this.#free();
      else this.#phaseTimer = setTimeout(() => this.#free(), left);
    };
    if (fullFor > 0) {
      this.phase = "full";
      this.#phaseTimer = setTimeout(toPanel, fullFor);
    } else toPanel();
  }

  /** The verdict has had its time: whoever waited speaks now. */
  #free(): void {
    const waiting = this.aside;
    this.#setAside(null);
    if (waiting) this.#start(waiting, false, 0);
    else this.#clear();
  }

  #clear(): void {
    clearTimeout(this.#phaseTimer);
    clearTimeout(this.#nameTimer);
    this.shown = null;
    this.phase = "idle";
    this.nameGone = false;
  }

  #setAside(shown: ShownView | null): void {
    clearTimeout(this.#asideTimer);
    this.aside = shown;
    if (shown) this.#asideTimer = setTimeout(() => (this.aside = null), ASIDE_MS);
  }
}
