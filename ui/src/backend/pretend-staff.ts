import type {
  BadgeWord,
  DoneView,
  HandedView,
  HandOverForm,
  PersonForm,
  PersonView,
  RecoverForm,
  RecoveryKeyView,
  SavedView,
  SeatWord,
  SignedOnView,
  ShowNamesForm,
  SignOnForm,
  StaffView,
  TriedView,
  WordsView,
} from "./bindings";
import { modules } from "./pretend-key";

/** What the pretend gate knows of its people: PINs, locks and who is signed on; what may be a PIN is the real gate's. */

const FREE = 5;
const LOCK_MS = 30_000;
const KEY = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ";

const wrong = (vi: string, en: string): { problem: WordsView } => ({ problem: { vi, en } });
const done: DoneView = { problem: null };
const tried = (part: Partial<TriedView>): TriedView => ({
  problem: null,
  right: false,
  left: null,
  lockedMs: null,
  ...part,
});

interface Kept extends PersonView {
  pin: string;
  wrong: number;
  until: number;
  /** Until when the badge counts. */
  badge: number | null;
}

export class PretendStaff {
  #people: Kept[] = [];
  #next = 1;
  recoveryKey = false;
  on: SignedOnView = { governed: false, duty: null, desk: null, inspector: null };
  #now: () => number;
  /** The gate shows who is signed on. */
  #changed: (on: SignedOnView) => void;

  constructor(now: () => number, changed: (on: SignedOnView) => void) {
    this.#now = now;
    this.#changed = changed;
  }

  #show(part: Partial<SignedOnView>): void {
    const governed = this.#people.some(({ role }) => role === "admin");
    this.on = { ...this.on, ...part, governed };
    this.#changed(this.on);
  }

  people(): StaffView {
    const people = this.#people.map(({ number, name, role }) => ({ number, name, role }));
    const badges = this.#people.flatMap(({ number, badge }) =>
      badge === null ? [] : [{ person: number, until: badge }],
    );
    return { problem: null, people, badges, recoveryKey: this.recoveryKey };
  }

  /** Who can be chosen to sign on by a PIN. */
  choosable(): StaffView {
    const all = this.people();
    return { ...all, people: all.people.filter(({ role }) => role !== "inspector") };
  }

  keep({ number, name, role, pin }: PersonForm): DoneView {
    if (name.trim() === "") return wrong("Ghi tên, từ 1 đến 80 chữ", "write a name of 1 to 80 letters");
    const least = { guard: 4, inspector: 0, "unit-head": 8, admin: 8 }[role];
    if (pin !== null && pin.length < least)
      return wrong(
        `PIN của vai trò này có ${least} số trở lên`,
        `a PIN of this role has ${least} digits or more`,
      );
    const known = this.#people.find((person) => person.number === number);
    if (known) Object.assign(known, { name, role, ...(pin === null ? {} : { pin, wrong: 0, until: 0 }) });
    else
      this.#people.push({
        number: this.#next++,
        name,
        role,
        pin: pin ?? "",
        wrong: 0,
        until: 0,
        badge: null,
      });
    this.#show({});
    return done;
  }

  remove(number: number): DoneView {
    const admins = this.#people.filter(({ role }) => role === "admin");
    if (admins.length === 1 && admins[0]?.number === number)
      return wrong(
        "Đây là quản trị cuối cùng: cho người khác làm quản trị trước",
        "this is the last admin: make somebody else one first",
      );
    this.#people = this.#people.filter((person) => person.number !== number);
    this.#show({});
    return done;
  }

  #try(number: number, pin: string): [TriedView, PersonView | null] {
    const person = this.#people.find((one) => one.number === number);
    if (!person) return [tried(wrong("Người này không còn trong danh sách", "choose again")), null];
    const left = person.until - this.#now();
    if (left > 0) return [tried({ lockedMs: left }), null];
    if (person.pin === pin) {
      person.wrong = 0;
      return [tried({ right: true }), { number, name: person.name, role: person.role }];
    }
    person.wrong += 1;
    if (person.wrong < FREE) return [tried({ left: FREE - person.wrong }), null];
    person.until = this.#now() + LOCK_MS * 2 ** (person.wrong - FREE);
    return [tried({ lockedMs: person.until - this.#now() }), null];
  }

  /** The PIN of whoever is at the desk, once more. */
  prove(pin: string): TriedView {
    return this.#try(this.on.desk?.number ?? -1, pin)[0];
  }

  /** Without staff there is no PIN to be asked for. */
  named({ number, pin }: ShowNamesForm): TriedView {
    return number === null
      ? { problem: null, right: true, left: null, lockedMs: null }
      : this.#try(number, pin)[0];
  }

  signOn({ number, pin, seat }: SignOnForm): TriedView {
    const [answer, person] = this.#try(number, pin);
    if (person) this.#show(seat === "gate" ? { duty: person } : { desk: person, inspector: null });
    return answer;
  }

  issue(number: number, folder: string): SavedView {
    const person = this.#people.find((one) => one.number === number);
    if (folder.trim() === "" || !person)
      return { ...wrong("Ghi thư mục để lưu", "write the folder to save to"), path: "", digits: "" };
    person.badge = this.#now() + 365 * 86_400_000;
    return { problem: null, path: `${folder}/the-bao-ve.pdf`, digits: "" };
  }

  revoke(number: number): DoneView {
    const person = this.#people.find((one) => one.number === number);
    if (!person?.badge) return wrong("Người này chưa có thẻ: cấp thẻ trước", "this person has no badge");
    person.badge = null;
    return done;
  }

  /** What comes of a badge at the gate. */
  showBadge(name: string): { badge: BadgeWord; name: string | null } {
    const person = this.#people.find((one) => one.name === name && one.badge !== null);
    if (!person) return { badge: "revoked", name: null };
    const { number, role } = person;
    if (role === "inspector") {
      const { desk, inspector } = this.on;
      if ((inspector ?? desk ?? person).number !== number) return { badge: "pages-open", name };
      this.#show({ inspector: { number, name, role } });
      return { badge: "inspecting", name };
    }
    if (this.on.duty === null) this.#show({ duty: { number, name, role } });
    else if (this.on.duty.number !== number) return { badge: "another", name };
    else return { badge: "goes-on", name };
    return { badge: "begun", name };
  }

  signOff(seat: SeatWord): null {
    const place = { gate: "duty", desk: "desk", inspection: "inspector" } as const;
    this.#show({ [place[seat]]: null });
    return null;
  }

  newRecoveryKey(): RecoveryKeyView {
    return { problem: null, text: KEY };
  }

  keepRecoveryKey(typed: string): DoneView {
    if (typed.replace("-", "").toUpperCase() !== KEY.replaceAll("-", "").slice(-6))
      return wrong("Chưa đúng sáu chữ cuối: xem lại bản in", "these aren't its last six letters");
    this.recoveryKey = true;
    return done;
  }

  recover({ number, key, pin }: RecoverForm): TriedView {
    const person = this.#people.find((one) => one.number === number);
    if (!person || key !== KEY || !this.recoveryKey) return tried({ left: 4 });
    Object.assign(person, { pin, wrong: 0, until: 0 });
    this.#show({ desk: { number, name: person.name, role: person.role } });
    return tried({ right: true });
  }

  handOver({ next, pin, badge }: HandOverForm, seen: string): HandedView {
    let duty: PersonView | null = null;
    if (badge) {
      const person = this.#people.find((one) => one.name === seen && one.badge !== null);
      if (person?.role !== "guard")
        return {
          tried: tried(
            wrong("Thẻ này không dùng được ở đây: chọn tên, nhập PIN", "this badge doesn't count here"),
          ),
          text: "",
          modules: [],
        };
      duty = { number: person.number, name: person.name, role: person.role };
    } else if (next !== null) {
      const [answer, person] = this.#try(next, pin);
      if (!person) return { tried: answer, text: "", modules: [] };
      duty = person;
    }
    this.#show({ duty });
    const text = '{"says":{"seq":12}}';
    return { tried: tried({ right: true }), text, modules: modules(text) };
  }
}
