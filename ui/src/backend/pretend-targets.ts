import type {
  ClimbView,
  DoneView,
  DryRunView,
  EnrolForm,
  EntryName,
  GroupForm,
  LoadView,
  LookedView,
  RefusedView,
  SecretView,
  TargetForm,
  TargetView,
  ToldForm,
  ToTellView,
  WordsView,
} from "./bindings";

/** What the pretend gate knows of targets: the surface and its manners, not the travelling, which is the real gate's. */

const done: DoneView = { problem: null };
const wrong = (vi: string, en: string): DoneView => ({ problem: { vi, en } });

/** The words of a target that a script didn't put otherwise. */
function wordsOf({ state, waiting, kind }: TargetView): WordsView {
  if (state === "paused") return { vi: `Tạm dừng, chờ gửi ${waiting}`, en: `Paused, ${waiting} waiting` };
  if (waiting > 0 && kind === "courier")
    return {
      vi: `Chờ gửi ${waiting}: cắm USB rồi bấm Gửi tay`,
      en: `${waiting} waiting: plug a stick in and press Carry by hand`,
    };
  if (waiting > 0) return { vi: `Chờ gửi ${waiting}`, en: `${waiting} waiting` };
  if (state === "carried")
    return { vi: "Đã ghi ra USB, chưa có biên nhận", en: "Carried off, no receipt came back yet" };
  return { vi: "Đã gửi hết", en: "All sent" };
}

/** Keys are a word behind the opening; "cut" stands for a damaged one. */
export function lookAtKeys(text: string): LookedView {
  const [, keys] = /(?:^|\s)CHOTDIST1:(\S+)/.exec(text) ?? [];
  const none = (vi: string, en: string): LookedView => ({ ...wrong(vi, en), text: "", digits: "" });
  if (keys === undefined) return none("Chưa có khoá nhận tệp của cấp trên", "it holds no keys of a district");
  if (keys === "cut") return none("Khoá nhận tệp thiếu hoặc sai chữ", "its keys aren't whole");
  return { problem: null, text: `CHOTDIST1:${keys}`, digits: "5566 7788 9900" };
}

export class PretendTargets {
  list: TargetView[] = [];
  /** Entries of the book, which a new target hasn't got. */
  entries = 12;
  /** What a test of a target says; it goes well unless a script says otherwise. */
  climb: ClimbView = {
    failed: null,
    words: {
      vi: "Thử tốt: nơi nhận trả lời đúng, chưa gửi dữ liệu nào",
      en: "The test went well: the target answers as it should; nothing was sent",
    },
  };
  refused: RefusedView[] = [];
  /** Receivers that somebody has to tell of erasures. */
  toTell: ToTellView[] = [];
  #nextId = 1;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Puts a target on the list, as a script or a form has it. */
  put(part: Partial<TargetView>): TargetView {
    const target: TargetView = {
      id: this.#nextId++,
      name: "Quận",
      kind: "hub",
      place: "https://hub.example.vn",
      reach: "public",
      state: "sent",
      level: "calm",
      words: { vi: "", en: "" },
      waiting: 0,
      delivered: this.entries,
      refused: 0,
      notTaken: [],
      deliveredAt: this.#now(),
      nextTry: null,
      required: false,
      groups: [],
      secret: null,
      root: null,
      ...part,
    };
    if (target.words.vi === "") target.words = wordsOf(target);
    this.list = [...this.list, target];
    return target;
  }

  add(form: TargetForm): DoneView {
    const web = form.kind === "https-json";
    if (form.kind === "hub")
      return wrong("Thêm hub bằng mã ghi danh", "a hub is added by its enrolment code");
    if (form.name.trim() === "")
      return wrong("Tên nơi nhận gồm 1 đến 80 chữ", "a target needs a name of 1 to 80 letters");
    if (web && form.reach === "public" && !form.place.startsWith("https://"))
      return wrong(
        "Trên Internet phải dùng https; http chỉ cho mạng nội bộ hay chính máy này, khi đã khai rõ",
        "on the internet it has to be https",
      );
    if (!web && !/^(\/|[A-Z]:)/.test(form.place))
      return wrong(
        `"${form.place}" không phải thư mục: ghi đủ đường dẫn từ gốc của một thư mục có sẵn`,
        `${form.place} is no folder that can be written to`,
      );
    const keys = lookAtKeys(form.keys ?? "");
    if (form.kind === "courier" && keys.problem !== null) return { problem: keys.problem };
    this.put({
      name: form.name,
      kind: form.kind,
      place: form.place,
      reach: web ? form.reach : null,
      state: form.kind === "courier" ? "waiting" : "paused",
      waiting: this.entries,
      delivered: 0,
      deliveredAt: null,
      secret: web ? 0 : null,
      root: form.kind === "courier" ? "R".repeat(43) : null,
    });
    return done;
  }

  /** A pretend code is its address behind the opening. */
  enrol(form: EnrolForm, seen: string | null): DoneView {
    const [, address] = /^CHOTHUB1:(https?:\/\/.+)$/.exec(form.code?.trim() ?? "") ?? [];
    const place = form.code === null ? seen : (address ?? null);
    if (place === null)
      return wrong(
        "Đây không phải mã ghi danh của hub: đưa đúng tờ mã mà hub đã in",
        "this is no enrolment code of a hub",
      );
    if (form.reach === "public" && !place.startsWith("https://"))
      return wrong(
        "Trên Internet phải dùng https; http chỉ cho mạng nội bộ hay chính máy này, khi đã khai rõ",
        "on the internet it has to be https",
      );
    this.put({
      name: new URL(place).hostname,
      place,
      reach: form.reach,
      root: "R".repeat(43),
    });
    return done;
  }

  /** The receiver was told of these; what was erased besides stays to be told. */
  told({ target, by }: ToldForm): DoneView {
    const isTold = ({ branch, seq }: EntryName) => by.some((one) => one.branch === branch && one.seq === seq);
    this.toTell = this.toTell
      .map((tell) =>
        tell.target === target ? { ...tell, erased: tell.erased.filter((one) => !isTold(one.by)) } : tell,
      )
      .filter((tell) => tell.erased.length > 0);
    return done;
  }

  change(id: number, change: Partial<TargetView>): DoneView {
    if (!this.list.some((target) => target.id === id))
      return wrong(`Nơi nhận số ${id} không còn trong danh sách`, `there is no target ${id}`);
    this.list = this.list.map((target) => {
      if (target.id !== id) return target;
      const changed = { ...target, ...change };
      return { ...changed, words: change.words ?? wordsOf(changed) };
    });
    return done;
  }

  pause(id: number, paused: boolean): DoneView {
    const target = this.#get(id);
    if (paused) return this.change(id, { state: "paused" });
    // Whatever goes on arrives at once here.
    const delivered = (target?.delivered ?? 0) + (target?.waiting ?? 0);
    return this.change(id, { state: "sent", waiting: 0, delivered, deliveredAt: this.#now() });
  }

  again(id: number, day: string): DoneView {
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) return wrong("Chọn ngày trước đã", "choose a day first");
    return this.change(id, { waiting: this.entries, state: "waiting", refused: 0 });
  }

  pick(id: number, groups: GroupForm[]): DoneView {
    if (groups.some(({ purpose }) => purpose.trim() === ""))
      return wrong(
        "Mỗi nhóm dữ liệu phải có mục đích: ghi rõ cần để làm gì",
        "a purpose has to be named for every group",
      );
    return this.change(id, { groups });
  }

  remove(id: number): DoneView {
    this.list = this.list.filter((target) => target.id !== id);
    return done;
  }

  secret(id: number): SecretView {
    const number = (this.#get(id)?.secret ?? 0) + 1;
    this.change(id, { secret: number });
    return { problem: null, number, text: "s".repeat(43) };
  }

  dryRun(id: number): DryRunView {
    const target = this.#get(id);
    if (!target || target.waiting === 0) return { problem: null, run: null };
    const entries = target.waiting;
    return {
      problem: null,
      run: {
        first: 1,
        last: entries,
        entries,
        waiting: 0,
        kinds: [
          { kind: "config", entries: 1 },
          { kind: "scan", entries: entries - 1 },
        ],
        groups: target.groups.map((picked) => ({ ...picked, entries: entries - 1 })),
        bytes: entries * 90,
      },
    };
  }

  carry(id: number): LoadView {
    const target = this.#get(id);
    const entries = target?.waiting ?? 0;
    this.change(id, {
      waiting: 0,
      state: "carried",
      delivered: (target?.delivered ?? 0) + entries,
      deliveredAt: this.#now(),
      level: "calm",
    });
    return { problem: null, receipts: 0, files: entries > 0 ? 1 : 0, entries };
  }

  #get(id: number): TargetView | undefined {
    return this.list.find((target) => target.id === id);
  }
}
