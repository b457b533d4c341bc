import type {
  BackupsView,
  DoneView,
  OfferedView,
  RestoredView,
  RestoreForm,
  SavedView,
  TakeForm,
  WordsView,
} from "./bindings";

/** What the pretend gate knows of copies and of the unit's settings: folders that are there or not, keys that fit or don't. */

const words = (vi: string, en: string): WordsView => ({ vi, en });
const done: DoneView = { problem: null };
const gone = (folder: string) =>
  words(
    `Không thấy ${folder}: cắm thanh USB hoặc nối mạng, máy làm tiếp`,
    `${folder} isn't there: plug the stick in`,
  );
const KEY = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS = "2468 1357 9024";

export class PretendBackup {
  folder = "";
  /** The stick is in. */
  there = true;
  visitors = false;
  first = true;
  #last: BackupsView["last"] = null;
  #staged = false;
  #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  standing(admin: boolean): BackupsView {
    const refused = admin
      ? null
      : words("Việc này của quản trị: bấm F11, nhập PIN", "this needs an admin: press F11 and enter the PIN");
    const problem = this.folder === "" || this.there ? null : gone(this.folder);
    return { refused, problem, folder: this.folder, last: this.#last, staged: this.#staged };
  }

  keepIn(folder: string): DoneView {
    if (folder.trim() !== "" && !/^([A-Z]:\\|\/)/.test(folder.trim()))
      return {
        problem: words("Ghi cả đường dẫn của thư mục, như D:\\Chot", "write the whole path of a folder"),
      };
    this.folder = folder.trim();
    return this.folder === "" ? done : this.backUp();
  }

  backUp(): DoneView {
    if (!this.there) return { problem: gone(this.folder) };
    this.#last = { number: (this.#last?.number ?? 0) + 1, at: this.#now(), entries: 1204 };
    return done;
  }

  restore({ folder, key, setAside }: RestoreForm): RestoredView {
    const no = (problem: WordsView, asksAside = false): RestoredView => ({
      problem,
      asksAside,
      staged: null,
      older: false,
    });
    if (!this.there) return no(gone(folder));
    if (key.replace(/[^A-Za-z0-9]/g, "").toUpperCase() !== KEY)
      return no(
        words(
          "Đây không phải khoá khôi phục của bản sao lưu này: so lại từng chữ với bản in",
          "this isn't the recovery key of that backup: compare it with the printed one",
        ),
      );
    if (this.visitors && !setAside)
      return no(
        words(
          "Máy này đã ghi khách: đồng ý cất riêng sổ đang có (không xoá) rồi bấm lại",
          "visitors were entered on this machine: say that this log may be set aside",
        ),
        true,
      );
    this.#staged = true;
    return {
      problem: null,
      asksAside: false,
      staged: { number: 12, at: this.#now(), entries: 1204 },
      older: false,
    };
  }

  save(folder: string, name: string, digits: string): SavedView {
    if (!this.there) return { problem: gone(folder), path: "", digits: "" };
    return { problem: null, path: `${folder}/${name}`, digits };
  }

  sign(folder: string): SavedView {
    return this.save(folder, "chot-settings.chot", DIGITS);
  }

  look(path: string): OfferedView {
    const at = this.#now();
    if (path.includes("other"))
      return {
        problem: words("Tệp do đơn vị khác ký: máy này chỉ nhận của đơn vị mình", "another unit signed it"),
        digits: "",
        first: false,
        at: 0,
        changes: [],
      };
    const changes: OfferedView["changes"] = [
      { what: "choice", name: "unit_name", from: "Đơn vị", to: "UBND xã Bình Trung" },
      { what: "choice", name: "keep_subjects_days", from: "30", to: "14" },
      { what: "choice", name: "hub_host", from: "", to: "hub.example.vn" },
      { what: "policy", name: "unit-own", from: "", to: "Quy tắc của xã" },
      { what: "trust-list", name: "", from: "3", to: "4" },
    ];
    return { problem: null, digits: DIGITS, first: this.first, at, changes };
  }

  take({ path, digits }: TakeForm): DoneView {
    const { problem } = this.look(path);
    if (problem !== null) return { problem };
    if (this.first && digits !== DIGITS)
      return { problem: words("Số không khớp với máy đã xuất tệp", "the digits aren't those") };
    this.first = false;
    return done;
  }
}
