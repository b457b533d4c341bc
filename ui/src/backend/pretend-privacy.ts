import type {
  AskedForm,
  CorrectForm,
  DidView,
  DoneForm,
  DoneView,
  FoundPeopleView,
  HeldView,
  LineName,
  HandOutForm,
  IncidentForm,
  IncidentView,
  PrivacyView,
  RequestView,
  SavedView,
  SomebodyView,
} from "./bindings";

/** What the pretend gate knows of people's own data: registers that a script may age, and one person who is found. */

const HOUR = 3_600_000;
const done: DoneView = { problem: null };
const short: DoneView = {
  problem: { vi: "Mỗi ô ghi từ 2 đến 1000 chữ", en: "write 2 to 1000 letters in each field" },
};

export class PretendPrivacy {
  requests: RequestView[] = [];
  incidents: IncidentView[] = [];
  daysOff: string[] = [];
  people: SomebodyView[] = [];
  listed: HeldView[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  #day = (at: number) => new Date(at + 7 * HOUR).toISOString().slice(0, 10);

  view(): PrivacyView {
    const { requests, incidents, daysOff } = this;
    return { problem: null, requests, incidents, daysOff, today: this.#day(this.#now()) };
  }

  ask(form: AskedForm): DoneView {
    if ([form.asker, form.checked, form.about].some((text) => text.trim().length < 2)) return short;
    const request: RequestView = {
      ...form,
      number: this.requests.length + 1,
      at: this.#now(),
      due: this.#day(this.#now() + 48 * HOUR),
      overdue: false,
      by: null,
      done: null,
      doneAt: null,
      doneBy: null,
    };
    this.requests = [request, ...this.requests];
    return done;
  }

  answer({ number, what }: DoneForm): DoneView {
    if (what.trim().length < 2) return short;
    this.requests = this.requests.map((one) =>
      one.number === number ? { ...one, done: what, doneAt: this.#now(), overdue: false } : one,
    );
    return done;
  }

  note({ what, whose, found }: IncidentForm): DoneView {
    if (what.trim().length < 2 || whose.trim().length < 2) return short;
    const at = found ?? this.#now();
    const incident: IncidentView = {
      number: this.incidents.length + 1,
      found: at,
      due: at + 72 * HOUR,
      overdue: this.#now() > at + 72 * HOUR,
      what,
      whose,
      by: null,
      done: null,
      doneAt: null,
      doneBy: null,
    };
    this.incidents = [incident, ...this.incidents];
    return done;
  }

  settle({ number, what }: DoneForm): DoneView {
    if (what.trim().length < 2) return short;
    this.incidents = this.incidents.map((one) =>
      one.number === number ? { ...one, done: what, doneAt: this.#now(), overdue: false } : one,
    );
    return done;
  }

  keepDaysOff(days: string[]): DoneView {
    this.daysOff = days;
    return done;
  }

  find(typed: string): FoundPeopleView {
    const is = typed.trim() !== "";
    return { problem: null, people: is ? this.people : [], listed: is ? this.listed : [] };
  }

  handOut({ folder }: HandOutForm): SavedView {
    return { problem: null, path: `${folder}/du-lieu-ca-nhan-20261124-101500`, digits: "" };
  }

  saveNotice(folder: string): SavedView {
    return { problem: null, path: `${folder}/thong-bao-o-cong.pdf`, digits: "" };
  }

  forgetListed({ list, number }: LineName): DoneView {
    this.listed = this.listed.filter(({ line }) => line.list !== list || line.number !== number);
    return done;
  }

  correct({ place, name, birthYear }: CorrectForm): DidView {
    this.people = this.people.map((one) => (one.place === place ? { ...one, name, birthYear } : one));
    return { problem: null, entries: 2 };
  }

  erase(place: number): DidView {
    this.people = this.people.filter((one) => one.place !== place);
    return { problem: null, entries: 3 };
  }
}
