import type { CoverageView, DayForm, DayView, FoundView, LineView, ListedView, SearchForm } from "./bindings";

/** What the pretend gate knows of its book: lines that a script wrote, and the questions of the page. */

const PAGE = 100;

export class PretendBook {
  #lines: LineView[] = [];
  /** Every day is a drill. */
  drill = false;
  /** What somebody counted. */
  coverage: CoverageView | null = null;
  readonly #now: () => number;
  readonly #fold: (text: string) => string;

  constructor(now: () => number, fold: (text: string) => string) {
    this.#now = now;
    this.#fold = fold;
  }

  /** Writes a line, the newest. */
  put(part: Partial<LineView>): void {
    const place = this.#lines.length + 1;
    const at = part.at ?? this.#now();
    this.#lines.push({
      place,
      seq: place,
      at,
      passedAt: at,
      gate: "Cổng chính",
      kind: "citizen-card",
      direction: "in",
      verdict: "admit",
      people: 1,
      corrected: false,
      isVoid: false,
      name: null,
      birthYear: null,
      lastFour: null,
      purpose: null,
      note: null,
      by: null,
      cares: [],
      sentTo: [],
      waitsFor: [],
      ...part,
    });
  }

  #dayOf = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);
  #hourOf = (at: number) => new Date(at + 7 * 3_600_000).getUTCHours();

  day(form: DayForm): DayView {
    const date = form.date ?? this.#dayOf(this.#now());
    const lines = this.#lines.filter(({ at }) => this.#dayOf(at) === date).reverse();
    const went = (way: "in" | "out", hour: number | null) =>
      lines
        .filter((line) => line.direction === way && line.verdict === "admit" && !line.isVoid)
        .filter((line) => hour === null || this.#hourOf(line.at) === hour)
        .reduce((sum, { people }) => sum + people, 0);
    const hours = [...new Set(lines.map(({ at }) => this.#hourOf(at)))].sort((a, b) => a - b);
    const fitting = lines
      .filter((line) => form.hour === null || this.#hourOf(line.at) === form.hour)
      .filter((line) => form.direction === null || line.direction === form.direction)
      .filter((line) => form.verdict === null || line.verdict === form.verdict)
      .filter((line) => form.care === null || line.cares.includes(form.care))
      .filter((line) => form.sent === null || (line.waitsFor.length === 0) === form.sent);
    const begins = fitting.findIndex(({ place }) => place === form.after) + 1;
    const page = fitting.slice(begins, begins + PAGE);
    const cares = lines.flatMap((line) => line.cares);
    return {
      problem: null,
      date,
      tiles:
        lines.length === 0
          ? null
          : {
              entered: went("in", null),
              left: went("out", null),
              inside: Math.max(0, went("in", null) - went("out", null)),
              coverage: this.coverage,
              undated: 0,
            },
      hours: hours.map((hour) => ({ hour, entered: went("in", hour), left: went("out", hour) })),
      drill: this.drill,
      gates: [{ number: 1, name: "Cổng chính" }],
      cares: [...new Set(cares)].map((care) => ({
        care,
        lines: cares.filter((other) => other === care).length,
      })),
      hasTargets: lines.some((line) => line.sentTo.length + line.waitsFor.length > 0),
      all: fitting.length,
      lines: page,
      next: begins + PAGE < fitting.length ? (page.at(-1)?.place ?? null) : null,
    };
  }

  search({ typed }: SearchForm): FoundView {
    const words = this.#fold(typed)
      .split(/\s+/)
      .filter((word) => word.length >= 2);
    const lines = this.#lines.filter((line) => {
      const parts = this.#fold(`${line.name ?? ""} ${line.lastFour ?? ""} ${line.purpose ?? ""}`).split(" ");
      return words.length > 0 && words.every((word) => parts.some((part) => part.startsWith(word)));
    });
    return { problem: null, lines: lines.reverse(), next: null };
  }

  inside(at: number | null): ListedView {
    const moment = at ?? this.#now();
    const before = this.#lines.filter((line) => line.at <= moment && line.name !== null);
    const newest = new Map(before.map((line) => [line.name, line]));
    const inside = [...newest.values()].filter(({ direction }) => direction === "in");
    return {
      problem: null,
      at: moment,
      people: inside.map(({ name, birthYear, lastFour, at: came, gate }) => ({
        name,
        birthYear,
        lastFour,
        came,
        gate,
        time: "real",
      })),
      overnight: [],
      unnamed: 0,
    };
  }
}
