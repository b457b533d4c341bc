import type {
  AmendForm,
  BarsForm,
  BarsView,
  CoverageView,
  DayForm,
  DayView,
  DetailsView,
  DoneView,
  FoundView,
  LaterView,
  LineView,
  ListedView,
  PresentView,
  RevealedView,
  SearchForm,
  SortWord,
  TriedView,
} from "./bindings";

/** What the pretend gate knows of its book: lines that a script wrote, and the questions of the page. */

const PAGE = 100;

/** A whole day, as far as a page of it goes. */
const ALL: DayForm = {
  date: null,
  gate: null,
  hour: null,
  direction: null,
  verdict: null,
  care: null,
  sort: null,
  by: null,
  sent: null,
  from: 0,
  upto: null,
};

export class PretendBook {
  #lines: LineView[] = [];
  readonly #later = new Map<number, LaterView[]>();
  /** Every day is a drill. */
  drill = false;
  /** What somebody counted. */
  coverage: CoverageView | null = null;
  unclear: PresentView[] = [];
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
      masked: null,
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
      .filter((line) => form.sort === null || this.#sortOf(line) === form.sort)
      .filter((line) => form.upto === null || line.place <= form.upto)
      .filter((line) => form.sent === null || (line.waitsFor.length === 0) === form.sent);
    const page = fitting.slice(form.from, form.from + PAGE);
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
      guards: [],
      cares: [...new Set(cares)].map((care) => ({
        care,
        lines: cares.filter((other) => other === care).length,
      })),
      hasTargets: lines.some((line) => line.sentTo.length + line.waitsFor.length > 0),
      all: fitting.length,
      lines: page,
      upto: Math.max(0, ...fitting.map(({ place }) => place)),
    };
  }

  bars({ date, upto }: BarsForm): BarsView {
    const { tiles, hours, lines } = this.day({ ...ALL, date });
    return {
      problem: null,
      entered: tiles?.entered ?? 0,
      left: tiles?.left ?? 0,
      coverage: this.coverage,
      hours,
      newer: lines.filter(({ place }) => place > upto).length,
    };
  }

  #sortOf = ({ kind }: LineView): SortWord =>
    kind === "manual" || kind === "paper" || kind === "passed" ? kind : "scan";

  details(place: number): DetailsView {
    const line = this.#lines.find((one) => one.place === place) ?? null;
    return {
      problem: null,
      line,
      branch: "b0GJmMfWS2aHSHsvQmsZpQ",
      leaf: "7mT0f0hGkN2nO1sVxwq3ZQk8c1b8E4hGm3a0S5cVd9A",
      head: "q1kV9nT3xS8dZ0b4J6yW2mL5rC7aH1eF9gU3oP8tN4E",
      witnessedBy: line?.sentTo ?? [],
      later: this.#later.get(place) ?? [],
      masked: (line?.masked ?? null) !== null,
    };
  }

  amend(form: AmendForm, by: string | null): DoneView {
    if (form.reason.trim().length < 3)
      return { problem: { vi: "Ghi lý do, từ 3 đến 500 chữ", en: "write why, in 3 to 500 letters" } };
    this.#lines = this.#lines.map((line) => {
      if (line.place !== form.place) return line;
      if (form.what === "void") return { ...line, isVoid: true };
      if (form.what === "name")
        return { ...line, corrected: true, name: form.name, birthYear: form.birthYear };
      return { ...line, corrected: true, direction: line.direction === "in" ? "out" : "in" };
    });
    const said: LaterView = {
      seq: 1000 + form.place,
      at: this.#now(),
      what: form.what === "void" ? "voided" : "corrected",
      direction: null,
      verdict: null,
      by,
      name: form.what === "name" ? form.name : null,
      reason: form.reason,
    };
    this.#later.set(form.place, [...(this.#later.get(form.place) ?? []), said]);
    return { problem: null };
  }

  reveal(tried: TriedView): RevealedView {
    const kept = [
      { group: "identity", name: "last4", value: "1017" },
      { group: "contact", name: "phone", value: "0905 123 456" },
    ] as const;
    return { tried, kept: tried.right ? [...kept] : [] };
  }

  search({ typed }: SearchForm): FoundView {
    const words = this.#fold(typed)
      .split(/\s+/)
      .filter((word) => word.length >= 2);
    const lines = this.#lines.filter((line) => {
      const parts = this.#fold(`${line.name ?? ""} ${line.masked ?? ""} ${line.purpose ?? ""}`).split(" ");
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
      people: inside.map(({ name, birthYear, at: came, gate }) => ({
        name,
        birthYear,
        lastFour: null,
        came,
        gate,
        time: "real",
      })),
      overnight: [],
      unnamed: 0,
      unclear: this.unclear,
    };
  }
}
