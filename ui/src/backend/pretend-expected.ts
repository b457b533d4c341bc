import { planOf, rowsOf } from "./pretend-file";
import type {
  DoneView,
  ExpectedFileForm,
  ExpectedForm,
  ExpectedLineView,
  ExpectedListView,
  LinesPlanView,
} from "./bindings";

/** What the pretend gate knows of the visitors whom the unit expects. */

const today = "2026-11-24";
const done: DoneView = { problem: null };
const gone: DoneView = { problem: { vi: "Dòng này không còn trong danh sách: mở lại trang", en: "gone" } };

export class PretendExpected {
  #lines: (ExpectedLineView & { day: string })[] = [];
  #plan: { token: number; day: string; rows: string[][] } | null = null;
  #next = 1;

  list(day: string): ExpectedListView {
    const shown = day === "" ? today : day;
    const lines = this.#lines.filter((line) => line.day === shown);
    return { problem: null, day: shown, over: shown < today, lines };
  }

  /** Somebody came for the line. */
  come(number: number, came: number, sure: boolean): void {
    this.#lines = this.#lines.map((line) =>
      line.number === number ? { ...line, came, expected: { ...line.expected, sure } } : line,
    );
  }

  put({ number, day, ...said }: ExpectedForm): DoneView {
    if (said.host.trim() === "")
      return {
        problem: { vi: "Thiếu người cần gặp: ghi vào", en: "whom the visitor comes to see is missing" },
      };
    const { birth, ...expected } = said;
    const one = {
      number: number ?? this.#next++,
      day: day === "" ? today : day.split("/").reverse().join("-"),
      expected: { ...expected, born: birth, sure: true },
      came: null,
    };
    const at = this.#lines.findIndex((line) => line.number === number);
    if (at >= 0) this.#lines[at] = one;
    else if (number !== null) return gone;
    else this.#lines.push(one);
    return done;
  }

  remove(number: number): DoneView {
    this.#lines = this.#lines.filter((line) => line.number !== number);
    return done;
  }

  look({ day, file }: ExpectedFileForm): LinesPlanView {
    const read = rowsOf(file);
    this.#plan = { token: this.#next++, day, rows: read.rows };
    return planOf(this.#plan.token, read, ["name", "host"]);
  }

  take(token: number): DoneView {
    if (this.#plan?.token !== token) return gone;
    const blank = { number: null, birth: "", purpose: "", organisation: "", from: "", until: "" };
    for (const [name = "", host = ""] of this.#plan.rows) {
      this.put({ ...blank, day: this.#plan.day.split("-").reverse().join("/"), name, host });
    }
    this.#plan = null;
    return done;
  }
}
