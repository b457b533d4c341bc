import type {
  DoneView,
  MarkPlaceForm,
  PlaceForm,
  PlaceView,
  PlaceWord,
  PlacesPlanView,
  PlacesView,
  PostersForm,
  PosterWord,
  SavedView,
  SeenPlaceView,
} from "./bindings";

/** What the pretend gate knows of places and their posters. A poster's text is "CODE/VERSION" here. */

const done: DoneView = { problem: null };
const gone: DoneView = { problem: { vi: "Nơi này không còn trong sổ: mở lại trang", en: "gone" } };
const over: PosterWord[] = ["expired", "revoked", "replaced"];
const AT = Date.parse("2026-11-24T00:42:00Z");

export class PretendPlaces {
  #places: PlaceView[] = [];
  #plan: { token: number; names: string[] } | null = null;
  #next = 1;
  #stopped = false;
  /** How far posters in the making are; a test may hold them up. */
  printed = 0;
  /** Whether posters wait for `finish`. */
  slow = false;
  #finish: (() => void) | null = null;

  all(): PlacesView {
    return { problem: null, places: [...this.#places] };
  }

  put(form: PlaceForm): DoneView {
    if (form.name.trim() === "")
      return { problem: { vi: "Thiếu tên nơi đặt: ghi vào", en: "the name is missing" } };
    const iso = (day: string) => day.split("/").reverse().join("-");
    const before = this.#places.find(({ number }) => number === form.number);
    if (form.number !== null && before === undefined) return gone;
    const number = before?.number ?? this.#next++;
    const code = before?.code ?? (form.code || `BS-${String(number).padStart(3, "0")}`);
    if (before === undefined && this.#places.some((place) => place.code === code))
      return { problem: { vi: `Mã ${code} đã có nơi khác dùng: chọn mã khác`, en: `${code} is taken` } };
    const place: PlaceView = {
      number,
      code,
      kind: form.kind,
      name: form.name,
      address: form.address,
      contact: form.contact,
      responsible: form.responsible,
      capacity: form.capacity === "" ? null : Number(form.capacity),
      parent: form.parent || null,
      from: form.from === "" ? (before?.from ?? "2026-11-24") : iso(form.from),
      until: form.until === "" ? null : iso(form.until),
      state: before?.state ?? "made",
      version: before?.version ?? 1,
      done: before?.done ?? [{ state: "made", version: 1, at: AT, by: "Trần Thị Thử", note: "" }],
    };
    if (before) this.#places = this.#places.map((one) => (one === before ? place : one));
    else this.#places.push(place);
    return done;
  }

  mark({ number, state, note }: MarkPlaceForm): DoneView {
    const place = this.#places.find((one) => one.number === number);
    if (!place) return gone;
    if (over.includes(place.state) && state !== "replaced")
      return { problem: { vi: "Mã này đã thu hồi: bấm Thay tờ mới nếu cần dùng lại", en: "revoked" } };
    const noted = { state, version: place.version, at: AT, by: "Trần Thị Thử", note };
    const again = state === "replaced";
    const version = again ? place.version + 1 : place.version;
    const next: PlaceView = {
      ...place,
      version,
      state: again ? "made" : state,
      done: [
        ...place.done,
        noted,
        ...(again ? [{ ...noted, state: "made" as const, version, note: "" }] : []),
      ],
    };
    this.#places = this.#places.map((one) => (one === place ? next : one));
    return done;
  }

  look(file: string): PlacesPlanView {
    const [, ...rows] = new TextDecoder()
      .decode(Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)))
      .trim()
      .split("\n");
    const names = rows.filter((row) => row.trim() !== "");
    this.#plan = { token: this.#next++, names };
    return {
      problem: null,
      token: this.#plan.token,
      columns: ["name"],
      added: names.length,
      changed: 0,
      same: 0,
      names,
      wrong: rows.length - names.length,
      unlisted: rows.flatMap((row, at) =>
        row.trim() === ""
          ? [{ row: at + 2, why: { vi: "Thiếu tên nơi đặt: ghi vào", en: "the name is missing" } }]
          : [],
      ),
    };
  }

  take(token: number): DoneView {
    if (this.#plan?.token !== token) return gone;
    for (const name of this.#plan.names)
      this.put({
        number: null,
        code: "",
        kind: "other",
        name,
        address: "",
        contact: "",
        responsible: "",
        capacity: "",
        parent: "",
        from: "",
        until: "",
      });
    this.#plan = null;
    return done;
  }

  async print({ places, size, folder }: PostersForm): Promise<SavedView> {
    if (folder.trim() === "")
      return { problem: { vi: "Chưa chọn thư mục", en: "no folder was chosen" }, path: "", digits: "" };
    const chosen = this.#places.filter(
      ({ number, state }) => (places.length === 0 || places.includes(number)) && !over.includes(state),
    );
    this.#stopped = false;
    this.printed = 0;
    if (this.slow) await new Promise<void>((finish) => (this.#finish = finish));
    if (this.#stopped)
      return { problem: { vi: "Đã dừng: chưa ghi tệp nào", en: "stopped" }, path: "", digits: "" };
    return { problem: null, path: `${folder}/to-ma-${chosen.length}-noi-${size}.pdf`, digits: "" };
  }

  stop(): void {
    this.#stopped = true;
    this.finish();
  }

  /** Posters that were held up are done. */
  finish(): void {
    this.#finish?.();
    this.#finish = null;
  }

  guide(folder: string): SavedView {
    return { problem: null, path: `${folder}/huong-dan-cho-khach.pdf`, digits: "" };
  }

  /** What the register says of a poster. */
  told(text: string): SeenPlaceView {
    const [code = "", version = "1"] = text.split("/");
    const place = this.#places.find((one) => one.code === code);
    const answer: PlaceWord =
      place === undefined
        ? "not-ours"
        : place.state === "revoked"
          ? "revoked"
          : Number(version) === place.version && place.state !== "expired"
            ? "right"
            : "old";
    return {
      problem: null,
      answer,
      number: place?.number ?? null,
      name: place?.name ?? null,
      code,
      version: Number(version),
    };
  }
}
