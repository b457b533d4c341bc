import { planOf, rowsOf } from "./pretend-file";
import type { DoneView, FileForm, WatchForm, LinesPlanView, WatchedView, WatchlistView } from "./bindings";

/** What the pretend gate knows of the people who are to be looked at. */

const done: DoneView = { problem: null };
const gone: DoneView = { problem: { vi: "Dòng này không còn trong danh sách: mở lại trang", en: "gone" } };

export class PretendWatch {
  #watched: WatchedView[] = [];
  #plan: { token: number; rows: string[][] } | null = null;
  #next = 1;

  all(): WatchlistView {
    return { problem: null, watched: [...this.#watched] };
  }

  put(form: WatchForm): DoneView {
    if (form.reason.trim() === "")
      return { problem: { vi: "Thiếu điều bảo vệ cần đọc", en: "what the guard is to read is missing" } };
    const iso = (day: string) => day.split("/").reverse().join("-");
    const one: WatchedView = {
      number: form.number ?? this.#next++,
      name: form.name,
      born: form.birth,
      digits: form.digits,
      reason: form.reason,
      authority: form.authority,
      from: form.from === "" ? "2026-11-24" : iso(form.from),
      until: form.until === "" ? null : iso(form.until),
      counts: true,
      by: "Trần Thị Thử",
      at: Date.parse("2026-11-24T00:42:00Z"),
    };
    const at = this.#watched.findIndex(({ number }) => number === form.number);
    if (at >= 0) this.#watched[at] = one;
    else if (form.number !== null) return gone;
    else this.#watched.push(one);
    return done;
  }

  remove(number: number): DoneView {
    this.#watched = this.#watched.filter((one) => one.number !== number);
    return done;
  }

  look(file: FileForm): LinesPlanView {
    const read = rowsOf(file);
    this.#plan = { token: this.#next++, rows: read.rows };
    return planOf(this.#plan.token, read, ["name", "reason"]);
  }

  take(token: number): DoneView {
    if (this.#plan?.token !== token) return gone;
    const blank = { number: null, birth: "", digits: "", authority: "", from: "", until: "" };
    for (const [name = "", reason = ""] of this.#plan.rows) this.put({ ...blank, name, reason });
    this.#plan = null;
    return done;
  }
}
