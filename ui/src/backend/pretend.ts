import scene from "../assets/scene.svg";
import { PretendAccounts } from "./pretend-accounts";
import { declaringOf, rulesOf, tryOn, trustOf } from "./pretend-admin";
import { fold } from "../parts/fold";
import { initialsOf, people } from "./pretend-people";
import { PretendBackup } from "./pretend-backup";
import { PretendBook } from "./pretend-book";
import { PretendKey } from "./pretend-key";
import { PretendLists } from "./pretend-lists";
import { PretendPreset, screenOf } from "./pretend-preset";
import { PretendPrivacy } from "./pretend-privacy";
import { PretendProgram } from "./pretend-program";
import { PretendPlaces } from "./pretend-places";
import { PretendStaff } from "./pretend-staff";
import { lookAtKeys, PretendTargets } from "./pretend-targets";
import { counted, dayBadge, firstHouse, firstPorts, firstView, insideOf, noTrust } from "./pretend-view";
import type { Backend } from "./backend";
import type {
  ArrangementWord,
  DirectionWord,
  GateView,
  HouseView,
  ManualForm,
  ModeWord,
  PortView,
  RefusalWord,
  ShownView,
  SlipView,
  SoughtWord,
  SyncView,
  StoreWord,
  TrialForm,
  TrustView,
} from "./bindings";

const FRAME_MS = 100;
const UNDO_MS = 30_000;
const PURPOSE_MS = 20_000;

/** A gate in memory with the surface of the real one: it keeps count, and a script moves it with `show` and `set`. */
export class PretendGate extends PretendLists implements Backend {
  view: GateView;
  /** The serial ports of the machine that it plays. */
  ports: PortView[] = [...firstPorts];
  /** Policies that were saved, by name. */
  readonly own = new Map<string, string>();
  /** Where entries go. */
  readonly sending: PretendTargets;
  readonly key = new PretendKey();
  housed: HouseView = firstHouse;
  readonly staffed: PretendStaff;
  readonly copies: PretendBackup;
  readonly running: PretendProgram;
  readonly book: PretendBook;
  readonly asked: PretendPrivacy;
  readonly preset: PretendPreset;
  readonly accounts: PretendAccounts;
  readonly register = new PretendPlaces();
  /** Whom F2 finds. */
  readonly known = [...people];
  trusted: TrustView = noTrust;

  #seen = new Set<(view: GateView) => void>();
  #entries: ShownView[] = [];
  #nextId = 1;
  #nextSeq = 1;
  #frames = 0;
  /** The text of the code that was seen last. */
  #seenCode = "";
  #now: () => number;

  constructor(start: Partial<GateView> = {}, now: () => number = Date.now) {
    super();
    this.#now = now;
    this.sending = new PretendTargets(now);
    this.copies = new PretendBackup(now);
    this.book = new PretendBook(now, fold);
    this.asked = new PretendPrivacy(now);
    this.preset = new PretendPreset(now, (change) => this.set(change));
    this.accounts = new PretendAccounts(now, this.book);
    this.staffed = new PretendStaff(now, (staff) => this.set({ staff }));
    this.running = new PretendProgram(this.staffed, (locked) => this.set({ locked }));
    this.view = {
      ...firstView,
      ...screenOf(start.preset ?? "guest-book"),
      ...start,
    };
  }

  // --- the script's side -------------------------------------------------

  set(change: Partial<GateView>): void {
    this.view = { ...this.view, ...change, revision: this.view.revision + 1 };
    for (const see of this.#seen) see(this.view);
  }

  /** Shows a verdict as the gate would after a scan, and counts it. Answers its id. */
  show(part: Partial<ShownView> & Pick<ShownView, "verdict">): number {
    const name = part.name ?? null;
    const written = !["already", "foreign", "unknown", "damaged", "badge", "place", "not-stored"].includes(
      part.verdict,
    );
    const open = part.verdict === "look" || part.verdict === "refuse";
    const shown: ShownView = {
      id: this.#nextId++,
      at: this.#now(),
      seq: written ? this.#nextSeq++ : null,
      direction: part.verdict === "in" || part.verdict === "out" ? part.verdict : null,
      kind: null,
      name,
      initials: name === null ? null : initialsOf(name),
      birthYear: null,
      lastFour: null,
      since: null,
      reasons: [],
      foreign: null,
      badge: null,
      place: null,
      number: null,
      count: null,
      purpose: null,
      open,
      rules: [],
      missing: [],
      alike: null,
      document: null,
      watched: [],
      expected: [],
      group: null,
      ...part,
    };
    if (shown.seq !== null) this.#entries.unshift(shown);
    const ofPerson = !["foreign", "unknown", "damaged", "badge", "place"].includes(shown.verdict);
    this.set({
      shown,
      counters: counted(this.view.counters, shown, 1),
      strip: ofPerson ? [shown, ...this.view.strip].slice(0, 5) : this.view.strip,
    });
    return shown.id;
  }

  /** Somebody holds a hub's enrolment code up. */
  holdUpCode(address: string): void {
    this.#holdUp("enrolment", address, address);
  }

  /** Somebody holds a code of the unit's key up. */
  holdUpKey(text: string): void {
    this.#holdUp("unit-key", text, "");
  }

  /** Somebody holds a district's keys up. */
  holdUpKeys(text: string): void {
    this.#holdUp("district-keys", text, "");
  }

  /** Somebody holds a badge of the staff up; its text is the holder's name here. */
  holdUpBadge(name: string): void {
    this.#holdUp("badge", name, "");
  }

  /** Somebody holds a place's poster up; its text is "CODE/VERSION" here. */
  holdUpPoster(text: string): void {
    this.#holdUp("poster", text, "");
  }

  #holdUp(sought: SoughtWord, text: string, says: string): void {
    const { awaited } = this.view;
    if (awaited?.sought !== sought) {
      if (sought === "badge") this.show({ verdict: "badge", ...this.staffed.showBadge(text) });
      else if (sought === "poster") {
        const { answer, name } = this.register.told(text);
        this.show({ verdict: "place", place: answer, name });
      } else this.show({ verdict: "foreign", foreign: sought });
    } else if (awaited.seen === null) {
      this.#seenCode = text;
      this.set({ awaited: { sought, seen: says } });
    }
  }

  // --- the surface -------------------------------------------------------

  gateView = () => this.ask("gate_view", [], () => this.view);

  /** What the sync light says. */
  sync: SyncView = { level: "none", words: { vi: "Chưa có nơi nhận", en: "No target yet" } };
  syncLight = () => Promise.resolve(this.sync);

  onView = (see: (view: GateView) => void) => {
    this.#seen.add(see);
    return Promise.resolve(() => void this.#seen.delete(see));
  };

  /** The real gate answers when there is a newer picture; here the wait stands for it. */
  nextFrame = () =>
    new Promise<string>((settle) => {
      this.#frames += 1;
      setTimeout(settle, this.#frames === 1 ? 0 : FRAME_MS, `${scene}?n=${this.#frames}`);
    });

  setMode = (mode: ModeWord) => this.ask("set_mode", [mode], () => this.#done({ mode }));
  chooseArrangement = (arrangement: ArrangementWord) =>
    this.ask("choose_arrangement", [arrangement], () => this.#done({ arrangement }));
  setLanguage = (language: GateView["language"]) =>
    this.ask("set_language", [language], () => this.#done({ language }));
  setTextSize = (textSize: GateView["textSize"]) =>
    this.ask("set_text_size", [textSize], () => this.#done({ textSize }));
  retryCamera = () => this.ask("retry_camera", [], () => this.#done({ camera: "live" }));
  serialPorts = () => this.ask("serial_ports", [], () => this.ports);
  chooseReader: Backend["chooseReader"] = (form) =>
    this.ask("choose_reader", [form], () => this.#done({ readerChoice: form }));
  startCardTest = () =>
    this.ask("start_card_test", [], () => this.#done({ cardTest: { state: "waiting", cm: null, ms: null } }));
  endCardTest = () => this.ask("end_card_test", [], () => this.#done({ cardTest: null }));
  typed: Backend["typed"] = (form) =>
    this.ask("typed", [form], () => {
      this.show({ verdict: form.retouched ? "damaged" : "unknown" });
      return null;
    });
  dismissGap = () => this.ask("dismiss_gap", [], () => this.#done({ gap: null }));
  painted = (id: number, at: number) => this.ask("painted", [id, at], () => null);

  enterByHand = (form: ManualForm) =>
    this.ask("enter_by_hand", [form], () => {
      const known = this.known.find(({ visitor }) => visitor === form.visitor);
      if (form.visitor !== null && !known) return this.#refuse("visitor-unknown");
      if (form.name.trim() === "") return this.#refuse("name-missing");
      return this.#enter({
        verdict: form.direction ?? this.#bound(form.name),
        kind: "manual",
        name: form.name,
        birthYear: form.birthYear,
        lastFour: known?.lastFour ?? form.number?.slice(-4) ?? null,
        reasons: this.view.declaring === null ? [] : [form.told ? "declared-to-guard" : "document-missing"],
      });
    });

  enterFromPaper: Backend["enterFromPaper"] = (form) =>
    this.ask("enter_from_paper", [form], () => {
      const done = this.#enter({
        verdict: form.direction,
        kind: "paper",
        name: form.name,
        birthYear: form.birthYear,
      });
      this.set({ gap: null });
      return done;
    });

  passUnscanned: Backend["passUnscanned"] = (form) =>
    this.ask("pass_unscanned", [form], () =>
      this.#enter({
        verdict: form.direction ?? (this.view.mode === "out" ? "out" : "in"),
        kind: "passed",
        count: form.count,
      }),
    );

  oneMore: Backend["oneMore"] = (seq) =>
    this.ask("one_more", [seq], () => {
      const row = this.view.strip.find(({ group, seq: at }) => group && (seq === null || at === seq));
      if (!row?.group) return this.#refuse("no-group");
      const group = { ...row.group, come: row.group.come + 1 };
      if (group.come > group.heads) return this.#refuse("group-full");
      const strip = this.view.strip.filter((each) => each.group === null || each.kind !== "passed");
      this.set({ strip: strip.map((each) => (each.group ? { ...each, group } : each)) });
      return this.#enter({ verdict: "in", kind: "passed", count: 1, group });
    });

  declareFor: Backend["declareFor"] = (seq, form) =>
    this.ask("declare_for", [seq, form], () => {
      const matter = this.view.strip.find((row) => row.seq === seq && row.open);
      if (!matter) return this.#refuse("not-open");
      const yes = (this.view.declaring ?? []).some(({ question }) => form.yes.includes(question));
      this.#change(matter, { missing: [], ...(yes ? { reasons: ["document-unmet"] } : { open: false }) });
      if (!yes)
        this.show({ ...matter, id: this.#nextId++, verdict: "in", open: false, missing: [], reasons: [] });
      return null;
    });

  turnRound = () =>
    this.ask("turn_round", [], () => {
      const last = this.#newest(UNDO_MS);
      if (!last) return this.#refuse("nothing-to-undo");
      const verdict: DirectionWord = last.verdict === "in" ? "out" : "in";
      this.#forget(last);
      this.show({ ...last, id: this.#nextId++, verdict, direction: verdict, reasons: ["corrected"] });
      return null;
    });

  undo = () =>
    this.ask("undo", [], () => {
      const last = this.#newest(UNDO_MS);
      if (!last) return this.#refuse("nothing-to-undo");
      this.#forget(last);
      const undone: ShownView = { ...last, id: this.#nextId++, reasons: ["voided"] };
      this.set({ shown: undone, strip: [undone, ...this.view.strip].slice(0, 5) });
      return null;
    });

  purpose = (n: number) =>
    this.ask("purpose", [n], () => {
      const last = this.#newest(PURPOSE_MS);
      if (last?.verdict !== "in") return this.#refuse("nobody-just-now");
      this.#change(last, { purpose: n });
      return null;
    });

  decide = (seq: number, admit: boolean) =>
    this.ask("decide", [seq, admit], () => {
      const matter = this.view.strip.find((row) => row.seq === seq && row.open);
      if (!matter) return this.#refuse("not-open");
      this.#change(matter, { open: false });
      if (admit)
        this.show({ verdict: "in", kind: matter.kind, name: matter.name, birthYear: matter.birthYear });
      return null;
    });

  acknowledge = () =>
    this.ask("acknowledge", [], () => {
      const matter = this.view.strip.find((row) => row.verdict === "refuse" && row.open);
      if (!matter) return this.#refuse("not-open");
      this.#change(matter, { open: false });
      return null;
    });

  /** Takes the newest for the one before: it counts no more, and the panel says so. */
  sameAs = () =>
    this.ask("same_as", [], () => {
      const last = this.view.shown;
      if (!last?.alike) return this.#refuse("nobody-alike");
      this.#change(last, { alike: null, verdict: "already", direction: null });
      this.set({ counters: counted(this.view.counters, last, -1) });
      return null;
    });

  people = () => this.ask("people", [], () => this.staffed.choosable());
  staff = () => this.ask("staff", [], () => this.staffed.people());
  showNames: Backend["showNames"] = (form) =>
    this.ask("show_names", [form], () => {
      const tried = this.staffed.named(form);
      if (tried.right) this.set({ named: true });
      return tried;
    });
  signOn: Backend["signOn"] = (form) => this.ask("sign_on", [form], () => this.staffed.signOn(form));
  signOff: Backend["signOff"] = (seat) => this.ask("sign_off", [seat], () => this.staffed.signOff(seat));
  stay = () => this.ask("stay", [], () => null);
  keepPerson: Backend["keepPerson"] = (form) =>
    this.ask("keep_person", [form], () => this.staffed.keep(form));
  removePerson = (number: number) => this.ask("remove_person", [number], () => this.staffed.remove(number));
  newRecoveryKey = () => this.ask("new_recovery_key", [], () => this.staffed.newRecoveryKey());
  keepRecoveryKey = (typed: string) =>
    this.ask("keep_recovery_key", [typed], () => this.staffed.keepRecoveryKey(typed));
  recover: Backend["recover"] = (form) => this.ask("recover", [form], () => this.staffed.recover(form));
  handover = () =>
    this.ask("handover", [], (): SlipView => {
      const { inside, entered, left } = this.view.counters;
      const guard = this.view.staff.duty?.name ?? null;
      const open = this.view.strip.filter((row) => row.open).length;
      return { guard, since: this.#now(), entered, left, unscanned: 0, inside, open, gaps: 0 };
    });
  handOver: Backend["handOver"] = (form) =>
    this.ask("hand_over", [form], () => this.staffed.handOver(form, this.#seenCode));
  issueBadge: Backend["issueBadge"] = (form) =>
    this.ask("issue_badge", [form], () => this.staffed.issue(form.number, form.folder));
  revokeBadge = (number: number) => this.ask("revoke_badge", [number], () => this.staffed.revoke(number));

  bookBars: Backend["bookBars"] = (form) => this.ask("book_bars", [form], () => this.book.bars(form));
  bookDay: Backend["bookDay"] = (form) => this.ask("book_day", [form], () => this.book.day(form));
  bookSearch: Backend["bookSearch"] = (form) => this.ask("book_search", [form], () => this.book.search(form));
  bookInside: Backend["bookInside"] = ({ at }) => this.ask("book_inside", [at], () => this.book.inside(at));

  bookDetails: Backend["bookDetails"] = (place) =>
    this.ask("book_details", [place], () => this.book.details(place));
  amendLine: Backend["amendLine"] = (form) =>
    this.ask("amend_line", [form], () => this.book.amend(form, this.view.staff.desk?.name ?? null));
  revealLine: Backend["revealLine"] = (form) =>
    this.ask("reveal_line", [form], () => this.book.reveal(this.staffed.prove(form.pin)));

  privacy: Backend["privacy"] = () => this.ask("privacy", [], () => this.asked.view());
  keepRequest: Backend["keepRequest"] = (form) =>
    this.ask("keep_request", [form], () => this.asked.ask(form));
  answerRequest: Backend["answerRequest"] = (form) =>
    this.ask("answer_request", [form], () => this.asked.answer(form));
  keepIncident: Backend["keepIncident"] = (form) =>
    this.ask("keep_incident", [form], () => this.asked.note(form));
  settleIncident: Backend["settleIncident"] = (form) =>
    this.ask("settle_incident", [form], () => this.asked.settle(form));
  keepDaysOff: Backend["keepDaysOff"] = (days) =>
    this.ask("keep_days_off", [days], () => this.asked.keepDaysOff(days));
  findPeople: Backend["findPeople"] = (typed) =>
    this.ask("find_people", [typed], () => this.asked.find(typed));
  saveNotice = (folder: string) => this.ask("save_notice", [folder], () => this.asked.saveNotice(folder));
  handOut: Backend["handOut"] = (form) => this.ask("hand_out", [form], () => this.asked.handOut(form));
  correctPerson: Backend["correctPerson"] = (form) =>
    this.ask("correct_person", [form], () => this.asked.correct(form));
  erasePerson: Backend["erasePerson"] = (place) =>
    this.ask("erase_person", [place], () => this.asked.erase(place));
  forgetListed: Backend["forgetListed"] = (line) =>
    this.ask("forget_listed", [line], () => this.asked.forgetListed(line));
  places = () => this.ask("places", [], () => this.register.all());
  putPlace: Backend["putPlace"] = (form) => this.ask("put_place", [form], () => this.register.put(form));
  markPlace: Backend["markPlace"] = (form) => this.ask("mark_place", [form], () => this.register.mark(form));
  lookPlaces = (file: string) => this.ask("look_places", [file], () => this.register.look(file));
  takePlaces = (token: number) => this.ask("take_places", [token], () => this.register.take(token));
  printPosters: Backend["printPosters"] = (form) =>
    this.ask("print_posters", [form], () => null).then(() => this.register.print(form));
  postersPrinted = () => this.ask("posters_printed", [], () => ({ rows: this.register.printed }));
  stopPosters = () => this.ask("stop_posters", [], () => (this.register.stop(), null));
  saveGuide = (folder: string) => this.ask("save_guide", [folder], () => this.register.guide(folder));
  seenPlace = () => this.ask("seen_place", [], () => this.register.told(this.#seenCode));

  rules = () => this.ask("rules", [], () => ({ policies: this.rulesNow(), problems: [] }));
  rulesNow = () => rulesOf(this.own, this.view.policyId);

  choosePolicy = (id: string) =>
    this.ask("choose_policy", [id], () => {
      const chosen = rulesOf(this.own, id).find((policy) => policy.active);
      if (!chosen)
        return { problem: { vi: `Không có bộ quy tắc "${id}"`, en: `there is no policy "${id}"` } };
      this.set({ policyId: id, policy: chosen.sentence, declaring: declaringOf(chosen.text) });
      return { problem: null };
    });

  savePolicy = (text: string) =>
    this.ask("save_policy", [text], () => {
      const tried = tryOn({ policy: text, samples: [], code: null });
      if (tried.problem === null) this.own.set((JSON.parse(text) as { id: string }).id, text);
      return { problem: tried.problem };
    });

  tryPolicy = (form: TrialForm) => this.ask("try_policy", [form], () => tryOn(form));

  trust = () => this.ask("trust", [], () => this.trusted);

  importTrust = (file: string) =>
    this.ask("import_trust", [file], () => {
      const read = trustOf(file, this.trusted, this.#now());
      if ("problem" in read) return { problem: read.problem };
      this.trusted = read;
      return { problem: null };
    });

  targets = () =>
    this.ask("targets", [], () => ({
      targets: this.sending.list,
      toTell: this.sending.toTell,
      problem: null,
    }));
  addTarget: Backend["addTarget"] = (form) => this.ask("add_target", [form], () => this.sending.add(form));
  removeTarget = (id: number) => this.ask("remove_target", [id], () => this.sending.remove(id));
  pauseTarget = (id: number, paused: boolean) =>
    this.ask("pause_target", [id, paused], () => this.sending.pause(id, paused));
  requireTarget = (id: number, required: boolean) =>
    this.ask("require_target", [id, required], () => this.sending.change(id, { required }));
  sendAgain = (id: number, day: string) =>
    this.ask("send_again", [id, day], () => this.sending.again(id, day));
  pickGroups: Backend["pickGroups"] = (id, groups) =>
    this.ask("pick_groups", [id, groups], () => this.sending.pick(id, groups));
  newSecret = (id: number) => this.ask("new_secret", [id], () => this.sending.secret(id));
  dryRun = (id: number) => this.ask("dry_run", [id], () => this.sending.dryRun(id));
  testTarget = (id: number) => this.ask("test_target", [id], () => this.sending.climb);
  refusedEntries = (id: number) => this.ask("refused_entries", [id], () => this.sending.refused);
  told: Backend["told"] = (form) => this.ask("told", [form], () => this.sending.told(form));
  lookDistrict: Backend["lookDistrict"] = (form) =>
    this.ask("look_district", [form], () => lookAtKeys(form.code ?? this.#seenCode));
  carry = (id: number) => this.ask("carry", [id], () => this.sending.carry(id));
  awaitCode: Backend["awaitCode"] = (sought) =>
    this.ask("await_code", [sought], () => this.#done({ awaited: { sought, seen: null } }));
  endAwait = () => this.ask("end_await", [], () => this.#done({ awaited: null }));
  enrol: Backend["enrol"] = (form) =>
    this.ask("enrol", [form], () => {
      const answer = this.sending.enrol(form, this.view.awaited?.seen ?? null);
      if (answer.problem === null) this.set({ awaited: null, gate: "Cổng sau", unit: "Trường Tiểu học Thử" });
      return answer;
    });

  house = () => this.ask("house", [], () => this.housed);
  settleHouse: Backend["settleHouse"] = (form) =>
    this.ask("settle_house", [form], () => {
      if (form.unitName.trim() === "" || form.gateName.trim() === "") return this.#refuse("name-missing");
      this.housed = { ...this.housed, ...form };
      return this.#done({ unit: form.unitName, gate: form.gateName, capacity: form.capacity });
    });

  presets = () => this.ask("presets", [], () => this.preset.view);
  settlePreset: Backend["settlePreset"] = (form) =>
    this.ask("settle_preset", [form], () => {
      const refused = this.preset.settle(form);
      return refused === null ? null : this.#refuse(refused);
    });
  setDrill = (drill: boolean) => this.ask("set_drill", [drill], () => this.preset.drill(drill));
  beginPractice = () => this.ask("begin_practice", [], () => this.preset.practise(true));
  endPractice = () => this.ask("end_practice", [], () => this.preset.practise(false));

  unitKey = () => this.ask("unit_key", [], () => this.key.state());
  askKey = () => this.ask("ask_key", [], () => this.key.ask());
  lookKey: Backend["lookKey"] = (form) =>
    this.ask("look_key", [form], () => this.key.look(form.code ?? this.#seenCode));
  giveKey: Backend["giveKey"] = (form) => this.ask("give_key", [form], () => this.key.give(form));
  takeKey: Backend["takeKey"] = (form) =>
    this.ask("take_key", [form], () => this.key.take(form.code ?? this.#seenCode));

  trace: Backend["trace"] = (form) => this.ask("trace", [form], () => this.accounts.trace(form));
  saveTrace = (folder: string) =>
    this.ask("save_trace", [folder], () => this.accounts.save(folder, "cung-co-mat.pdf"));
  dayChecks = (date: string) => this.ask("day_checks", [date], () => this.accounts.checks(date));
  settleDay = (date: string) => this.ask("settle_day", [date], () => this.accounts.settle(date));
  headcount: Backend["headcount"] = (form) => this.ask("headcount", [form], () => this.accounts.count(form));
  callRoll = () => this.ask("call_roll", [], () => this.accounts.roll());
  saveRoll: Backend["saveRoll"] = (form) =>
    this.ask("save_roll", [form], () => this.accounts.save(form.folder, "so-tan.pdf"));
  keepInspection: Backend["keepInspection"] = (form) =>
    this.ask("keep_inspection", [form], () => {
      const { inspector, desk } = this.view.staff;
      return this.accounts.inspect(form, (inspector ?? desk)?.name ?? "");
    });
  inspections = () => this.ask("inspections", [], () => this.accounts.inspections());
  saveInspection: Backend["saveInspection"] = (form) =>
    this.ask("save_inspection", [form], () => this.accounts.save(form.folder, "kiem-tra-cong.pdf"));
  printDayBadge = () =>
    this.ask("print_day_badge", [], () => {
      this.#needGuard();
      const came = this.#newest(600_000);
      return came?.verdict === "in" ? dayBadge(this.housed, came) : this.#refuse("nobody-came");
    });
  saveDayBadge = (folder: string) =>
    this.ask("save_day_badge", [folder], () => this.accounts.save(folder, "the-ngay.pdf"));
  saveBookPage = (folder: string) =>
    this.ask("save_book_page", [folder], () => this.accounts.save(folder, "to-so-giay.pdf"));
  report: Backend["report"] = (form) => this.ask("report", [form], () => this.accounts.report(form));
  sendReport: Backend["sendReport"] = (form) =>
    this.ask("send_report", [form], () => this.accounts.send(form));
  reportRows = () => this.ask("report_rows", [], () => ({ rows: 0 }));
  stopReport = () => this.ask("stop_report", [], () => null);

  backups = () => this.ask("backups", [], () => this.copies.standing(this.#isAdmin()));
  keepBackupsIn = (folder: string) => this.ask("keep_backups_in", [folder], () => this.copies.keepIn(folder));
  backUp = () => this.ask("back_up", [], () => this.copies.backUp());
  restoreBackup: Backend["restoreBackup"] = (form) =>
    this.ask("restore_backup", [form], () => this.copies.restore(form));
  saveDiagnostics = (folder: string) =>
    this.ask("save_diagnostics", [folder], () => this.copies.save(folder, "chot-20261126-101500.zip", ""));
  signSettings = (folder: string) => this.ask("sign_settings", [folder], () => this.copies.sign(folder));
  lookSettings = (path: string) => this.ask("look_settings", [path], () => this.copies.look(path));
  takeSettings: Backend["takeSettings"] = (form) =>
    this.ask("take_settings", [form], () => this.copies.take(form));

  program = () => this.ask("program", [], () => this.running.view);
  lookForUpdatesIn = (folder: string) =>
    this.ask("look_for_updates_in", [folder], () => this.running.lookIn(folder));
  takeUpdate = () => this.ask("take_update", [], () => this.running.take());
  lockScreen = (locked: boolean) => this.ask("lock_screen", [locked], () => this.running.lock(locked));
  closeGate: Backend["closeGate"] = (form) => this.ask("close_gate", [form], () => this.running.close(form));
  onClosing = (asked: () => void) => this.running.onClosing(asked);

  findVisitors = (query: string) =>
    this.ask("find_visitors", [query], () => {
      this.#needGuard();
      const asked = fold(query.trim());
      return this.known.filter(({ name, lastFour }) => lastFour === query || fold(name).includes(asked));
    });

  inside = () =>
    this.ask("inside", [], () => {
      this.#needGuard();
      return insideOf(this.#entries);
    });

  // --- its bookkeeping ---------------------------------------------------

  /** Commands reject with a bare word, as across the real border. */
  #refuse(word: RefusalWord): never {
    throw word;
  }

  /** Who visits is for whoever is on duty. */
  #needGuard(): void {
    const { governed, duty, desk } = this.view.staff;
    if (governed && duty === null && desk === null) this.#refuse("needs-guard");
  }

  #isAdmin(): boolean {
    const { governed, desk } = this.view.staff;
    return !governed || desk?.role === "admin";
  }

  #done(change: Partial<GateView>): null {
    this.set(change);
    return null;
  }

  #enter(part: Partial<ShownView> & Pick<ShownView, "verdict">): null {
    const sound: StoreWord[] = ["ready", "key-file"];
    if (!sound.includes(this.view.store)) return this.#refuse("not-stored");
    this.show(part);
    return null;
  }

  #bound(name: string): DirectionWord {
    if (this.view.mode !== "auto") return this.view.mode;
    return this.#entries.find((entry) => entry.name === name)?.verdict === "in" ? "out" : "in";
  }

  #newest(within: number): ShownView | undefined {
    const last = this.#entries[0];
    return last && this.#now() - last.at <= within ? last : undefined;
  }

  #forget(entry: ShownView): void {
    this.#entries = this.#entries.filter(({ id }) => id !== entry.id);
    this.set({
      counters: counted(this.view.counters, entry, -1),
      strip: this.view.strip.filter(({ id }) => id !== entry.id),
    });
  }

  #change(entry: ShownView, change: Partial<ShownView>): void {
    const changed = (row: ShownView) => (row.id === entry.id ? { ...row, ...change } : row);
    this.#entries = this.#entries.map(changed);
    this.set({
      strip: this.view.strip.map(changed),
      shown: this.view.shown && changed(this.view.shown),
    });
  }
}
