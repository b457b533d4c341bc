import { rowsOf } from "./pretend-file";
import type {
  BadgesForm,
  DoneView,
  KindWord,
  MemberForm,
  MemberView,
  PlanView,
  RosterForm,
  RosterView,
  SavedView,
  SaveRosterForm,
  SeenView,
  StandsView,
  TakeRosterForm,
} from "./bindings";

/** What the pretend gate knows of the unit's lists: their people, and a file of names that is taken. */

const done: DoneView = { problem: null };

export class PretendRoster {
  #rosters: (RosterView & { members: MemberView[] })[] = [];
  #plan: { token: number; form: RosterForm; names: string[] } | null = null;
  #next = 1;
  /** What is looked at next, in place of what the file says. */
  planned: Partial<PlanView> | null = null;

  /** Puts a list there. */
  put(name: string, kind: RosterView["kind"], members: Partial<MemberView>[]): void {
    const people = members.map((member) => this.#member(member));
    this.#rosters.push({ number: this.#next++, kind, name, people: people.length, members: people });
  }

  #member(part: Partial<MemberView>): MemberView {
    return {
      number: this.#next++,
      name: "",
      birthYear: null,
      lastFour: null,
      phoneEnd: null,
      group: "",
      today: false,
      week: false,
      last: null,
      by: [],
      app: false,
      absent: false,
      badge: null,
      ...part,
    };
  }

  all() {
    return {
      problem: null,
      rosters: this.#rosters.map(({ members, ...roster }) => ({ ...roster, people: members.length })),
    };
  }

  stands(number: number): StandsView {
    const people = this.#rosters.find((roster) => roster.number === number)?.members ?? [];
    const groups = [...new Set(people.map(({ group }) => group))];
    return {
      problem: null,
      since: "2026-10-28",
      all: seen("", people),
      groups: groups.map((group) =>
        seen(
          group,
          people.filter((one) => one.group === group),
        ),
      ),
      people,
    };
  }

  look(form: RosterForm): PlanView {
    const lines = rowsOf(form.file).rows.map((row) => row.join(","));
    this.#plan = { token: this.#next++, form, names: lines };
    const sample = lines.map((name) => ({ name, birth: "", lastFour: null, phone: null, group: "" }));
    return {
      problem: null,
      token: this.#plan.token,
      columns: ["name"],
      added: lines.length,
      changed: 0,
      same: 0,
      gone: 0,
      goneNames: [],
      padded: 0,
      sample,
      wrong: 0,
      unlisted: [],
      unknown: [],
      ...this.planned,
    };
  }

  take({ token }: TakeRosterForm): DoneView {
    const plan = this.#plan;
    if (plan?.token !== token)
      return { problem: { vi: "Tệp xem đã lâu: chọn lại tệp", en: "choose it again" } };
    this.#plan = null;
    const there = this.#rosters.find(({ number }) => number === plan.form.number);
    const members = plan.names.map((name) => this.#member({ name }));
    if (there) there.members = members;
    else this.put(plan.form.name, plan.form.kind, members);
    return done;
  }

  remove(number: number): DoneView {
    this.#rosters = this.#rosters.filter((roster) => roster.number !== number);
    return done;
  }

  putMember(form: MemberForm): DoneView {
    const list = this.#rosters.find(({ number }) => number === form.roster);
    if (!list || form.name.trim() === "")
      return { problem: { vi: "Thiếu họ tên: ghi vào, hoặc xoá cả dòng", en: "the name is missing" } };
    const before = list.members.find(({ number }) => number === form.member);
    const change = {
      name: form.name,
      group: form.group,
      birthYear: form.birth === null ? (before?.birthYear ?? null) : Number(form.birth.slice(-4)) || null,
      lastFour: form.id === null ? (before?.lastFour ?? null) : form.id.slice(-4) || null,
      phoneEnd: form.phone === null ? (before?.phoneEnd ?? null) : form.phone.slice(-3) || null,
    };
    const members = list.members.map((one) => (one === before ? { ...one, ...change } : one));
    list.members = before ? members : [...members, this.#member(change)];
    return done;
  }

  removeMember(member: number): DoneView {
    for (const roster of this.#rosters)
      roster.members = roster.members.filter(({ number }) => number !== member);
    return done;
  }

  mark(member: number, absent: boolean): DoneView {
    for (const roster of this.#rosters)
      roster.members = roster.members.map((one) => (one.number === member ? { ...one, absent } : one));
    return done;
  }

  printBadges(form: BadgesForm): SavedView {
    const no = (vi: string, en: string) => ({ problem: { vi, en }, path: "", digits: "" });
    if (form.folder === "") return no("Chưa chọn thư mục", "no folder was chosen");
    const without = (one: MemberView) =>
      (form.group === null || one.group === form.group) && (form.again || one.badge === null);
    const roster = this.#rosters.find(({ number }) => number === form.roster);
    if (!roster?.members.some(without)) return no("Ai ở đây cũng có thẻ rồi", "everybody here has a badge");
    const badge = Date.parse("2027-11-24T00:00:00Z");
    roster.members = roster.members.map((one) => (without(one) ? { ...one, badge } : one));
    return { problem: null, path: `${form.folder}/the.pdf`, digits: "" };
  }

  revokeBadge(member: number): DoneView {
    for (const roster of this.#rosters)
      roster.members = roster.members.map((one) => (one.number === member ? { ...one, badge: null } : one));
    return done;
  }

  save(form: SaveRosterForm): SavedView {
    if (form.folder === "")
      return { problem: { vi: "Chưa chọn thư mục", en: "no folder was chosen" }, path: "", digits: "" };
    return { problem: null, path: `${form.folder}/danh-sach.${form.xlsx ? "xlsx" : "csv"}`, digits: "" };
  }
}

function seen(name: string, people: MemberView[]): SeenView {
  const count = (is: (one: MemberView) => boolean) => people.filter(is).length;
  const part = (number: number) => (people.length === 0 ? null : Math.round((number * 1000) / people.length));
  const by = (...kinds: KindWord[]) => count((one) => one.by.some((kind) => kinds.includes(kind)));
  const [today, week, app] = [count((one) => one.today), count((one) => one.week), count((one) => one.app)];
  const [card, pass, badge] = [by("citizen-card"), by("declaration-pass"), by("staff-badge", "day-badge")];
  const never = count((one) => one.last === null);
  return {
    name,
    people: people.length,
    today,
    todayShare: part(today),
    week,
    weekShare: part(week),
    never,
    seen: people.length - never,
    seenShare: part(people.length - never),
    card,
    cardShare: part(card),
    app,
    appShare: part(app),
    pass,
    passShare: part(pass),
    badge,
    badgeShare: part(badge),
  };
}
