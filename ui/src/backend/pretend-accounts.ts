import type {
  CalledView,
  ChecksView,
  CountForm,
  DoneView,
  InspectedView,
  InspectionForm,
  InspectionsView,
  ReportForm,
  ReportView,
  RollView,
  SavedView,
  SendForm,
  SentView,
  SettledBefore,
  SettledView,
  StayView,
  TraceForm,
  TracedView,
  WindowView,
  WordsView,
} from "./bindings";
import type { PretendBook } from "./pretend-book";
import { modules } from "./pretend-key";

const noFolder: WordsView = { vi: "Ghi cả đường dẫn của thư mục", en: "write the whole path of a folder" };
const isWhole = (folder: string) => /^(\/|[A-Z]:\\)/.test(folder);

/** What the pretend gate answers to the unit head: a script may change what it says. */
export class PretendAccounts {
  pin = "86427531";
  met: StayView[] = [];
  settled: SettledBefore | null = null;
  windows: WindowView[] = [];
  inspected: InspectedView[] = [];
  checked: Partial<ChecksView> = {};
  maybe: CalledView[] = [];
  unnamed = 0;
  unclear: CalledView[] = [];
  readonly #now: () => number;
  readonly #book: PretendBook;

  constructor(now: () => number, book: PretendBook) {
    this.#now = now;
    this.#book = book;
  }

  trace(form: TraceForm): TracedView {
    const tried = { problem: null, right: true, left: null, lockedMs: null };
    const none = { problem: null, tried, person: "", own: [], met: [], unnamed: 0 };
    if (form.pin !== "" && form.pin !== this.pin)
      return { ...none, tried: { ...tried, right: false, left: 4 } };
    return {
      ...none,
      person: "Nguyễn Văn Đức",
      own: [
        {
          name: "Nguyễn Văn Đức",
          birthYear: 1978,
          lastFour: "4455",
          phone: null,
          gate: "Cổng chính",
          came: "09:40 24/11/2026",
          left: "11:05 24/11/2026",
          minutes: 0,
          time: "real",
        },
      ],
      met: this.met.filter(({ minutes }) => minutes >= form.minutes),
      unnamed: 3,
    };
  }

  inspect({ sample, ...found }: InspectionForm, by: string): DoneView {
    if (found.position.trim() === "")
      return { problem: { vi: "Ghi điểm quét đặt ở đâu", en: "write where the scan point stands" } };
    const { from, until, people } = sample ?? { from: 0, until: 0, people: 0 };
    const counted = sample && { from, until, counted: people ?? 0, recorded: people ?? 0, by: "" };
    const place = this.inspected.length + 1;
    this.inspected.unshift({ ...found, place, at: this.#now(), by, sample: counted });
    return { problem: null };
  }

  inspections(): InspectionsView {
    return { problem: null, inspections: [...this.inspected] };
  }

  save(folder: string, name: string): SavedView {
    const problem = isWhole(folder) ? null : noFolder;
    return { problem, path: problem === null ? `${folder}/${name}` : "", digits: "" };
  }

  checks(date: string): ChecksView {
    return {
      problem: null,
      date: date === "" ? "2026-11-24" : date,
      gaps: 0,
      unsent: null,
      open: 2,
      undated: 0,
      counted: null,
      recorded: null,
      settled: this.settled,
      windows: this.windows,
      ...this.checked,
    };
  }

  settle(date: string): SettledView {
    this.settled = { at: this.#now(), by: "Trần Thị Quản", since: 0 };
    return { problem: null, modules: modules(`CHOT ${date}`) };
  }

  count({ from, until, people }: CountForm): DoneView {
    if (until - from < 60_000) return { problem: { vi: "Đếm ít nhất một phút", en: "count for a minute" } };
    this.windows = this.windows.filter((window) => window.from !== from);
    if (people !== null) this.windows.push({ from, until, counted: people, recorded: 0, by: "" });
    const counted = people ?? 0;
    this.#book.coverage = { counted, recorded: 0, share: counted < 30 ? null : 0 };
    return { problem: null };
  }

  roll(): RollView {
    const { people } = this.#book.inside(null);
    return {
      problem: null,
      at: "10:15 24/11/2026",
      inside: people.map(({ name, birthYear, lastFour, gate }) => ({
        name,
        birthYear,
        lastFour,
        gate,
        came: "09:40 24/11/2026",
      })),
      maybe: this.maybe,
      unnamed: this.unnamed,
      unclear: this.unclear,
    };
  }

  report({ day }: ReportForm): ReportView {
    const table = {
      titles: ["Chỉ tiêu", "Kỳ này", "Kỳ trước", "Tăng, giảm"],
      rows: [
        ["Lượt vào", "412", "390", "22"],
        ["Lượt ra", "398", "391", "7"],
      ],
    };
    return {
      problem: null,
      about: `Lượt vào, ra ngày ${day}`,
      cut: "Số liệu tính đến 16 giờ 30",
      parts: [
        { heading: "1. Số liệu chung", text: null, table: null },
        { heading: null, text: null, table },
      ],
    };
  }

  send({ span, formats, folder }: SendForm): SentView {
    if (!isWhole(folder)) return { problem: noFolder, paths: [] };
    return {
      problem: null,
      paths: formats.map((format) => `${folder}/bao-cao-${span.day}-cong-1.${format}`),
    };
  }
}
