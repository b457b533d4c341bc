import type { DoneView, PinForm, ProgramView, TriedView, WordsView } from "./bindings";
import type { PretendStaff } from "./pretend-staff";

/** What the pretend gate knows of its own program: files on a stick that fit or don't, and a screen that is locked. */

const words = (vi: string, en: string): WordsView => ({ vi, en });
const done: DoneView = { problem: null };

export class PretendProgram {
  view: ProgramView = {
    refused: null,
    problem: null,
    version: "0.1.0",
    way: "files",
    folder: "",
    offers: [],
    next: null,
    waiting: null,
    failed: null,
    broughtBack: 0,
  };
  /** An admin closed it. */
  closed = false;
  #askers = new Set<() => void>();
  #staff: PretendStaff;
  #lock: (locked: boolean) => void;

  constructor(staff: PretendStaff, lock: (locked: boolean) => void) {
    this.#staff = staff;
    this.#lock = lock;
  }

  /** Somebody asks the system to close the window. */
  askToClose(): void {
    for (const asked of this.#askers) asked();
  }

  onClosing(asked: () => void): Promise<() => void> {
    this.#askers.add(asked);
    return Promise.resolve(() => void this.#askers.delete(asked));
  }

  lookIn(folder: string): DoneView {
    const offers: ProgramView["offers"] = [
      {
        file: "chot-0.1.0-x86_64-windows.chot-update",
        ofHub: false,
        version: "0.1.0",
        problem: words("Bản 0.1.0 đang chạy ở máy này rồi", "it is version 0.1.0, which runs here already"),
      },
      { file: "chot-0.2.0-x86_64-windows.chot-update", ofHub: true, version: "0.2.0", problem: null },
      {
        file: "chot-9.9.9.chot-update",
        ofHub: false,
        version: null,
        problem: words(
          "Tệp không do nơi làm ra Chốt ký: lấy tệp từ đúng nơi đã giao Chốt",
          "it isn't signed by the release key of this program: get it from whoever made this one",
        ),
      },
    ];
    const none = folder.trim() === "";
    this.view = {
      ...this.view,
      folder: folder.trim(),
      offers: none ? [] : offers,
      next: none ? null : "0.2.0",
    };
    return done;
  }

  take(): DoneView {
    if (this.view.next === null)
      return {
        problem: words(
          "Trong thư mục không có bản cập nhật nào cho máy này: chép tệp vào đó, hoặc chọn thư mục khác",
          "there is no update for this PC in the folder",
        ),
      };
    this.view = { ...this.view, waiting: this.view.next, offers: [], next: null };
    return done;
  }

  lock(locked: boolean): DoneView {
    if (locked && !this.#staff.on.governed)
      return {
        problem: words(
          "Chưa có quản trị nào để mở khoá bằng PIN: thêm ở trang Người dùng",
          "there is no admin yet, whose PIN would open it again",
        ),
      };
    this.#lock(locked);
    return done;
  }

  close({ number, pin }: PinForm): TriedView {
    const tried = this.#staff.signOn({ number, pin, seat: "desk" });
    this.closed = tried.right;
    if (tried.right) this.#staff.signOff("desk");
    return tried;
  }
}
