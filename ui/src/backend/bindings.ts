// Generated from the views and commands of src-tauri by `cargo xtask bindings`. Not edited by hand.

export type ModeWord = "in" | "out" | "auto";

export type DirectionWord = "in" | "out";

export type ArrangementWord = "to-visitor" | "to-guard";

export type LanguageWord = "vi" | "en";

export type TextSizeWord = "normal" | "large" | "largest";

export type CameraWord = "starting" | "live" | "still" | "absent" | "unplugged" | "busy" | "denied" | "wrong-format" | "stalled" | "samples";

export type StoreWord = "ready" | "key-file" | "disk-full" | "read-only" | "failed" | "wrong-key" | "missing-key" | "newer" | "damaged" | "already-running";

export type SoundWord = "ready" | "absent";

export type HintWord = "closer" | "farther" | "hold-still" | "whole-code" | "less-glare" | "brighter-phone" | "other-side";

/**
 * How a reader on a serial port is doing.
 */
export type ReaderWord = "ready" | "gone" | "busy" | "denied" | "broken";

/**
 * What a reader sends behind each text; none: silence ends it; any: whichever comes.
 */
export type SuffixWord = "any" | "cr" | "lf" | "cr-lf" | "tab" | "none";

/**
 * How a card test stands.
 */
export type CardTestWord = "waiting" | "seen" | "other-code" | "passes" | "held-close" | "not-sharp-enough";

/**
 * The rows of the verdict table.
 */
export type VerdictWord = "in" | "out" | "already" | "look" | "refuse" | "foreign" | "unknown" | "damaged" | "not-stored" | "badge" | "place";

export type KindWord = "citizen-card" | "personal-code" | "insurance-card" | "vaccine-certificate" | "test-certificate" | "recovery-certificate" | "smart-health-card" | "declaration-pass" | "day-badge" | "staff-badge" | "place-poster" | "id-number" | "manual" | "paper" | "passed";

export type ReasonWord = "birth-date-impossible" | "identity-masked" | "possible-double" | "against-habit" | "document-missing" | "document-unmet" | "document-expired" | "document-not-yet-valid" | "issuer-unknown" | "document-forged" | "document-revoked" | "identities-differ" | "used-again" | "badge-spent" | "self-monitored" | "watched" | "declared-to-guard" | "visit-complete" | "policy-changed" | "by-hub" | "names-changed" | "house-changed" | "preset-changed" | "drill-began" | "drill-ended" | "trust-changed" | "staff-changed" | "recovery-key-used" | "backup-changed" | "settings-taken" | "watch-changed" | "version-changed" | "second-document" | "corrected" | "voided";

/**
 * What a foreign code is, by name.
 */
export type ForeignWord = "bank-transfer" | "web-page" | "wi-fi" | "contact-card" | "email" | "phone" | "message" | "location" | "calendar-event" | "authenticator" | "payment" | "enrolment" | "unit-key" | "district-keys" | "nzcp" | "vds-nc" | "divoc" | "hcfr1" | "no1" | "smart-health-link" | "2d-doc" | "chunked-health-card";

/**
 * What came of a badge of the staff.
 */
export type BadgeWord = "begun" | "goes-on" | "another" | "inspecting" | "pages-open" | "revoked" | "elsewhere";

/**
 * What a gate answers to a poster.
 */
export type PlaceWord = "right" | "old" | "other-unit" | "revoked" | "not-ours";

export type PartyWord = "visitor" | "staff" | "pupil";

/**
 * Why a command was refused, for a person; the page has the words.
 */
export type RefusalWord = "nothing-to-undo" | "nobody-just-now" | "not-open" | "nobody-alike" | "nobody-came" | "no-group" | "group-full" | "name-missing" | "name-too-long" | "birth-year-implausible" | "number-wrong" | "time-wrong" | "time-in-future" | "count-wrong" | "days-wrong" | "years-wrong" | "phone-wrong" | "text-too-long" | "basis-missing" | "practising" | "visitor-unknown" | "nobody-on-duty" | "needs-guard" | "needs-inspector" | "needs-unit-head" | "needs-admin" | "not-stored";

/**
 * A document that a visit needs.
 */
export type NeedWord = "identity" | "declaration" | "certificate" | "declaration-or-certificate";

/**
 * What a policy does with a visit.
 */
export type ActionWord = "admit" | "look" | "refuse";

/**
 * Documents to try a policy on, made at the moment of trying.
 */
export type SampleWord = "card" | "staff-badge" | "declaration-today" | "declaration-yesterday" | "one-dose" | "two-doses-today" | "two-doses-month-ago" | "recovered-month-ago" | "recovered-year-ago" | "pcr-today" | "pcr-week-ago" | "rapid-today" | "expired" | "unknown-issuer" | "forged";

/**
 * What became of a signed document's proof.
 */
export type StandingWord = "valid" | "expired" | "not-yet-valid" | "unknown-issuer" | "forged" | "revoked" | "elsewhere";

/**
 * A sentence in both languages of the screen.
 */
export type WordsView = { vi: string, en: string, };

/**
 * How bright the sync light is: calm is a tick, none an empty ring, amber and red a triangle.
 */
export type SyncWord = "calm" | "none" | "amber" | "red";

/**
 * The sync light over all targets.
 */
export type SyncView = { level: SyncWord, words: WordsView, };

/**
 * A rule that was asked, and whether it was met.
 */
export type TestedView = { met: boolean, words: WordsView, };

/**
 * Somebody of the same name and birth date who was entered before (F5 says: the same person).
 */
export type AlikeView = { name: string | null, initials: string | null, since: number, };

/**
 * A signed document, as a verdict names it.
 */
export type DocumentView = { standing: StandingWord, 
/**
 * By its name in the trust list, else as the document says it.
 */
issuer: string | null, 
/**
 * What it says of its holder.
 */
says: Array<WordsView>, until: number | null, };

/**
 * The gate's clock against its own log.
 */
export type ClockView = { 
/**
 * The greatest time that an entry was written at.
 */
mark: number | null, 
/**
 * Milliseconds that the clock is behind it.
 */
behindMs: number, 
/**
 * It was set back so far that it is said.
 */
behind: boolean, 
/**
 * Milliseconds that the hub's clock is ahead of it; None while no hub was heard.
 */
offsetMs: number | null, };

export type CountersView = { inside: number, entered: number, left: number, };

export type GapView = { from: number, to: number, };

/**
 * A reader on a serial port.
 */
export type ReaderView = { 
/**
 * "COM7"
 */
port: string, 
/**
 * What it calls itself.
 */
product: string | null, state: ReaderWord, };

/**
 * What was chosen of readers.
 */
export type ReaderChoiceView = { 
/**
 * "auto", "none" or a port's name.
 */
port: string, suffix: SuffixWord, };

/**
 * A serial port of this machine.
 */
export type PortView = { name: string, 
/**
 * What the device behind it calls itself.
 */
product: string | null, 
/**
 * A USB device is behind it, so "auto" listens to it.
 */
usb: boolean, };

/**
 * A card test, and what was measured once there is an answer.
 */
export type CardTestView = { state: CardTestWord, 
/**
 * About how far the card was, told from the size of its modules and the angle that cameras usually have.
 */
cm: number | null, ms: number | null, };

/**
 * One thing the panel or the strip says.
 */
export type ShownView = { 
/**
 * Grows by one; `painted` reports it back.
 */
id: number, verdict: VerdictWord, at: number, 
/**
 * The entry's place in the log, where one was written.
 */
seq: number | null, direction: DirectionWord | null, kind: KindWord | null, name: string | null, initials: string | null, birthYear: number | null, lastFour: string | null, 
/**
 * already: when it was first written.
 */
since: number | null, reasons: Array<ReasonWord>, foreign: ForeignWord | null, badge: BadgeWord | null, place: PlaceWord | null, 
/**
 * A bare ID number was read: it prefills manual entry.
 */
number: string | null, 
/**
 * How many passed unscanned (kind passed).
 */
count: number | null, 
/**
 * The purpose (1–9) that the guard gave.
 */
purpose: number | null, 
/**
 * look or refuse: nobody has answered or acknowledged it yet.
 */
open: boolean, 
/**
 * What the policy asked of the visit so far, met and failed.
 */
rules: Array<TestedView>, 
/**
 * What is still to be shown.
 */
missing: Array<NeedWord>, alike: AlikeView | null, 
/**
 * A signed document.
 */
document: DocumentView | null, 
/**
 * Whom the unit wants looked at, and who this may be: for the guard's side alone.
 */
watched: Array<HitView>, 
/**
 * What appointments somebody may have come for: for the guard's side alone.
 */
expected: Array<ExpectationView>, 
/**
 * The group that they came with.
 */
group: HeadsView | null, };

/**
 * Everything the guard's screen shows, whole, after every change (event `gate`).
 */
export type GateView = { 
/**
 * Grows by one with each change, so that a late answer never overwrites a newer event.
 */
revision: number, 
/**
 * The gate's name, as the admin wrote it.
 */
gate: string, 
/**
 * The unit's name.
 */
unit: string, 
/**
 * What visitors are told of their data.
 */
notice: WordsView, mode: ModeWord, 
/**
 * None until someone chose it at set-up.
 */
arrangement: ArrangementWord | null, language: LanguageWord, textSize: TextSizeWord, 
/**
 * The screen shows nothing but the gate, and an admin's PIN closes it.
 */
locked: boolean, 
/**
 * Sample frames into a ledger of its own: watermarked.
 */
demo: boolean, 
/**
 * Today is a drill.
 */
drill: boolean, 
/**
 * Nothing is written until then: somebody practises.
 */
practice: number | null, 
/**
 * The preset that counts today.
 */
preset: PresetWord, 
/**
 * What its forms ask for.
 */
fields: Array<FieldWord>, invitation: InvitationView, 
/**
 * Whom F4 counts first.
 */
party: PartyWord, 
/**
 * What the keys 1–9 stand for, in their order; empty where a key stands for nothing.
 */
purposes: Array<string>, camera: CameraWord, 
/**
 * What the camera calls itself, e.g. "HD Webcam 1280×720".
 */
cameraName: string | null, store: StoreWord, sound: SoundWord, 
/**
 * Readers on serial ports: those that are there, were there, or were chosen.
 */
readers: Array<ReaderView>, readerChoice: ReaderChoiceView, 
/**
 * A card is being tried: the camera's codes enter nobody meanwhile.
 */
cardTest: CardTestView | null, 
/**
 * An admin waits for a code of ours.
 */
awaited: AwaitedView | null, counters: CountersView, 
/**
 * How many people may be inside; None: however many.
 */
capacity: number | null, 
/**
 * What the verdict panel speaks of; the newest.
 */
shown: ShownView | null, 
/**
 * The last five verdicts of people, newest first; an open refusal stays until it is acknowledged.
 */
strip: Array<ShownView>, 
/**
 * Something is in view and can't be read yet.
 */
hint: HintWord | null, 
/**
 * 20 scans a minute and more.
 */
rush: boolean, 
/**
 * 0 bright … 1 dark: how wide the white frame gets (the screen is the torch).
 */
darkness: number, 
/**
 * The gate was down; shown until a paper line was typed in or the guard dismissed it.
 */
gap: GapView | null, 
/**
 * IANA name, e.g. "Asia/Ho_Chi_Minh".
 */
zone: string, clock: ClockView, 
/**
 * What the guard reads of the policy that is asked.
 */
policy: WordsView, policyId: string, 
/**
 * What the guard asks of whoever declares at the gate; None where no declaration is asked for.
 */
declaring: Array<QuestionView> | null, 
/**
 * The chosen policy's file can't be understood; the one before goes on.
 */
policyProblem: boolean, staff: SignedOnView, 
/**
 * A guard has just proved to be before the screen: names stand on it, whomever it faces.
 */
named: boolean, };

/**
 * Whom the guard may mean: an expected visitor, one of the last 30 days, or one of the unit's own people.
 */
export type VisitorView = { visitor: string, name: string, birthYear: number | null, lastFour: string | null, lastSeen: number | null, 
/**
 * Of the unit's own people the list, and the group in it.
 */
ofList: string | null, 
/**
 * Whom an expected visitor comes to see.
 */
host: string | null, };

/**
 * F8: someone who is inside.
 */
export type InsideView = { seq: number, name: string | null, initials: string | null, birthYear: number | null, lastFour: string | null, since: number, 
/**
 * people without a name who passed unscanned 
 */
count: number, };

/**
 * A question of the declaration that a unit asks, by its word.
 */
export type QuestionWord = "fever" | "cough" | "short-breath" | "pneumonia" | "sore-throat" | "tired" | "travel" | "met-patient" | "met-traveller" | "met-symptoms";

/**
 * A question as the guard asks it of the last 14 days.
 */
export type QuestionView = { question: QuestionWord, words: WordsView, };

/**
 * What somebody told the guard who asked all questions: yes to these, no to the others.
 */
export type ToldToGuardForm = { yes: Array<QuestionWord>, };

/**
 * A group that came on one declaration.
 */
export type HeadsView = { 
/**
 * How many declared together.
 */
heads: number, 
/**
 * How many of them have come in.
 */
come: number, };

/**
 * F2: a person without a readable code. `visitor` takes one from the list.
 */
export type ManualForm = { visitor: string | null, name: string, birthYear: number | null, number: string | null, 
/**
 * None: as the gate's mode says.
 */
direction: DirectionWord | null, 
/**
 * Whom they came to see.
 */
host: string | null, phone: string | null, address: string | null, 
/**
 * The class of a pupil.
 */
class: string | null, 
/**
 * Who collects a pupil.
 */
guardian: string | null, 
/**
 * What they declared to the guard; None where nobody asked them.
 */
told: ToldToGuardForm | null, };

/**
 * F3: one line of the paper book.
 */
export type PaperForm = { 
/**
 * "2026-11-24"
 */
day: string, 
/**
 * "09:15"
 */
time: string, name: string, birthYear: number | null, direction: DirectionWord, 
/**
 * "việc", free text
 */
purpose: string | null, };

/**
 * F4: people who passed without a scan.
 */
export type PassedForm = { count: number, party: PartyWord, direction: DirectionWord | null, };

/**
 * What came at a reader's pace, without its suffix.
 */
export type TypedForm = { text: string, 
/**
 * A Backspace or a composition was among its keys: an input method was at work.
 */
retouched: boolean, };

/**
 * Which serial port a reader is at: "auto", "none" or a port's name.
 */
export type ReaderForm = { port: string, suffix: SuffixWord, };

/**
 * A policy that can be chosen.
 */
export type PolicyView = { id: string, name: WordsView, sentence: WordsView, 
/**
 * The unit's own file, not one that every Chốt has.
 */
own: boolean, active: boolean, 
/**
 * The file, as it is edited.
 */
text: string, };

/**
 * A file that can't be asked.
 */
export type ProblemView = { file: string, what: WordsView, 
/**
 * It is the chosen one: the policy that was asked last goes on.
 */
active: boolean, };

/**
 * The page *Rules*.
 */
export type RulesView = { policies: Array<PolicyView>, problems: Array<ProblemView>, };

/**
 * What became of a deed on a page: nothing to say, or what to mend.
 */
export type DoneView = { problem: WordsView | null, };

/**
 * A policy to be tried on documents.
 */
export type TrialForm = { 
/**
 * The policy's file, as it is being edited.
 */
policy: string, samples: Array<SampleWord>, 
/**
 * A code's text, pasted or typed by a reader.
 */
code: string | null, };

/**
 * What it would say.
 */
export type TrialView = { 
/**
 * The policy can't be tried: what to mend.
 */
problem: WordsView | null, 
/**
 * What the pasted code turned out to be; None where it is nobody's document.
 */
kind: KindWord | null, action: ActionWord, reasons: Array<ReasonWord>, missing: Array<NeedWord>, rules: Array<TestedView>, };

/**
 * How many keys a trust list has of one country.
 */
export type CountryView = { country: string, keys: number, };

/**
 * The page *Trust*.
 */
export type TrustView = { 
/**
 * None while no list was imported.
 */
number: number | null, issued: number | null, 
/**
 * Since it was made.
 */
days: number | null, 
/**
 * It is older than its keeper promised: said, and nothing is refused for it.
 */
old: boolean, countries: Array<CountryView>, 
/**
 * Issuers of SMART Health Cards.
 */
healthIssuers: number, 
/**
 * Our hub's and unit's keys.
 */
roots: number, 
/**
 * Identifiers and signatures that were withdrawn.
 */
revoked: number, };

/**
 * How entries travel to a target.
 */
export type TargetKindWord = "hub" | "https-json" | "folder" | "courier";

/**
 * How far away a target may be, by the admin's word.
 */
export type ReachWord = "public" | "local-network" | "this-machine";

/**
 * What a target is doing.
 */
export type SendingWord = "paused" | "stopped" | "failing" | "sending" | "waiting" | "sent" | "written" | "carried";

/**
 * A group of personal data.
 */
export type GroupWord = "identity" | "contact" | "health" | "note";

/**
 * A rung of the ladder that a test climbs, lowest first.
 */
export type RungWord = "address" | "tls" | "sign-in" | "permission" | "dry-run";

/**
 * What a hub may hand down.
 */
export type HandedWord = "config" | "trust";

/**
 * What a hub handed down and this post couldn't take.
 */
export type NotTakenView = { kind: HandedWord, 
/**
 * Why, and what to do.
 */
words: WordsView, since: number, };

/**
 * Names an entry of this device.
 */
export type EntryName = { branch: string, seq: number, };

/**
 * An entry whose personal data was erased.
 */
export type ErasedView = { of: EntryName, 
/**
 * The entry that says so.
 */
by: EntryName, at: number, };

/**
 * A receiver that may hold what was erased here, and can't confirm that it erased it too.
 */
export type ToTellView = { target: number, name: string, 
/**
 * This device, as the receiver knows it.
 */
device: string, 
/**
 * The oldest first.
 */
erased: Array<ErasedView>, };

/**
 * Somebody told a receiver of erasures.
 */
export type ToldForm = { target: number, 
/**
 * The entries that say so.
 */
by: Array<EntryName>, };

/**
 * A group of personal data that goes to a target, and what for.
 */
export type GroupView = { group: GroupWord, purpose: string, };

/**
 * The same as somebody picks it.
 */
export type GroupForm = { group: GroupWord, purpose: string, };

/**
 * A target's card.
 */
export type TargetView = { id: number, name: string, kind: TargetKindWord, 
/**
 * Its web address, or a folder's path.
 */
place: string, 
/**
 * None for folders.
 */
reach: ReachWord | null, state: SendingWord, level: SyncWord, 
/**
 * How it is doing, in a sentence.
 */
words: WordsView, waiting: number, 
/**
 * Entries taken so far, those sent again counted again.
 */
delivered: number, refused: number, 
/**
 * What it handed down and this post couldn't take; the one before goes on.
 */
notTaken: Array<NotTakenView>, 
/**
 * When something got there last.
 */
deliveredAt: number | null, nextTry: number | null, 
/**
 * A purge of personal data waits for it.
 */
required: boolean, 
/**
 * Personal data that goes there; none until somebody picks it.
 */
groups: Array<GroupView>, 
/**
 * The number of the shared secret, 0 before there is one; None where the kind has none.
 */
secret: number | null, 
/**
 * The Ed25519 key of the root that is pinned; of enrolled hubs and couriers.
 */
root: string | null, };

/**
 * The page *Targets*.
 */
export type TargetsView = { targets: Array<TargetView>, 
/**
 * Whom somebody has to tell of erasures.
 */
toTell: Array<ToTellView>, 
/**
 * They can't be looked at: what to do.
 */
problem: WordsView | null, };

/**
 * A target to be added: of any kind but a hub, which is enrolled.
 */
export type TargetForm = { name: string, kind: TargetKindWord, place: string, reach: ReachWord, 
/**
 * The text of a PEM file.
 */
ca: string | null, 
/**
 * Of a courier: the text of the district's keys.
 */
keys: string | null, };

/**
 * A hub to be enrolled at.
 */
export type EnrolForm = { 
/**
 * The code's text; None takes the one that the camera or a reader saw.
 */
code: string | null, reach: ReachWord, ca: string | null, 
/**
 * None takes the hub's host.
 */
name: string | null, };

/**
 * So many entries of a kind.
 */
export type CountView = { 
/**
 * The word of an entry's line.
 */
kind: string, entries: number, };

/**
 * Personal data that would go.
 */
export type RunGroupView = { group: GroupWord, purpose: string, entries: number, };

/**
 * A batch that would be sent.
 */
export type RunView = { first: number, last: number, entries: number, 
/**
 * Entries that would still wait behind it.
 */
waiting: number, 
/**
 * How many of each kind of entry.
 */
kinds: Array<CountView>, 
/**
 * Personal data in it, and how many entries have each.
 */
groups: Array<RunGroupView>, 
/**
 * Bytes on the wire.
 */
bytes: number, };

/**
 * What would be sent next.
 */
export type DryRunView = { problem: WordsView | null, 
/**
 * None where everything is there, or nobody can say.
 */
run: RunView | null, };

/**
 * How far a test climbed.
 */
export type ClimbView = { 
/**
 * The first rung that failed; None where all hold.
 */
failed: RungWord | null, words: WordsView, };

/**
 * An entry that a target doesn't take.
 */
export type RefusedView = { seq: number, 
/**
 * The word of the entry's line, and when it was written; None where this log has it no more.
 */
kind: string | null, at: number | null, 
/**
 * A line that says so took its place; else everything behind it waits.
 */
withheld: boolean, 
/**
 * Why; in the target's own words where it has some.
 */
why: WordsView, since: number, };

/**
 * What was carried by a stick.
 */
export type LoadView = { problem: WordsView | null, receipts: number, files: number, entries: number, };

/**
 * A secret that was made; it isn't to be had again.
 */
export type SecretView = { problem: WordsView | null, number: number, text: string, };

/**
 * The sort of code that an admin waits for.
 */
export type SoughtWord = "enrolment" | "unit-key" | "district-keys" | "badge" | "poster";

/**
 * Somebody waits for a code.
 */
export type AwaitedView = { sought: SoughtWord, 
/**
 * A code was seen: of an enrolment where it leads, else nothing to read. None while there is none.
 */
seen: string | null, };

export type PresetWord = "guest-book" | "school" | "epidemic";

/**
 * What a preset keeps of a person.
 */
export type FieldWord = "name" | "birth-year" | "last-digits" | "purpose" | "host" | "phone" | "address" | "class" | "guardian" | "health";

/**
 * What the idle screen asks for, in phrases.
 */
export type InvitationView = { vi: Array<string>, en: Array<string>, };

/**
 * What the unit says a preset rests on, and since when it stands by it.
 */
export type BasisView = { text: string, 
/**
 * "2026-11-24"
 */
confirmed: string, };

/**
 * A preset that can be chosen.
 */
export type PresetView = { id: PresetWord, name: WordsView, sentence: WordsView, fields: Array<FieldWord>, 
/**
 * Its purpose keys, nine.
 */
keys: Array<string>, 
/**
 * Why anything is kept.
 */
purpose: WordsView, 
/**
 * On what it rests, unless the unit says otherwise.
 */
basis: string, 
/**
 * What the unit says of that; None: it hasn't confirmed it.
 */
confirmed: BasisView | null, };

/**
 * The page of the presets.
 */
export type PresetsView = { presets: Array<PresetView>, chosen: PresetWord, 
/**
 * "2026-11-24"; None: at once.
 */
from: string | null, 
/**
 * The last day; None: until another is chosen.
 */
until: string | null, 
/**
 * The number of the order that asks for it.
 */
order: string, 
/**
 * What counts today.
 */
inForce: PresetWord, 
/**
 * What the keys 1–9 stand for.
 */
purposes: Array<string>, drill: boolean, };

/**
 * A preset, its time and its basis, as an admin wants them.
 */
export type PresetForm = { id: PresetWord, from: string | null, until: string | null, order: string, basis: string, confirmed: boolean, 
/**
 * None: as the preset has them.
 */
purposes: Array<string> | null, };

/**
 * What the gate is called, when forgotten exits close, and how long names are kept.
 */
export type HouseView = { unitName: string, gateName: string, 
/**
 * A hub gives both names.
 */
namedByHub: boolean, 
/**
 * `22:00`; None: never.
 */
closeAt: string | null, keepDays: number, 
/**
 * Years of the entries' lines.
 */
keepYears: number, 
/**
 * Whom visitors ask about what is kept of them; empty where nobody wrote it.
 */
privacyContact: string, 
/**
 * `16:30`: when a report's figures are cut; None: when the day is over.
 */
cutAt: string | null, 
/**
 * How many people may be inside; None: however many.
 */
capacity: number | null, dayBadge: BadgeSizeWord, };

export type HouseForm = { unitName: string, gateName: string, 
/**
 * `22:00`; None: never.
 */
closeAt: string | null, keepDays: number, 
/**
 * Years of the entries' lines.
 */
keepYears: number, 
/**
 * Whom visitors ask about what is kept of them; empty where nobody wrote it.
 */
privacyContact: string, 
/**
 * `16:30`; None: when the day is over.
 */
cutAt: string | null, 
/**
 * None: however many.
 */
capacity: number | null, dayBadge: BadgeSizeWord, };

/**
 * How this post stands with the unit's key.
 */
export type UnitKeyView = { problem: WordsView | null, 
/**
 * The same at every post that has this key.
 */
digits: string, 
/**
 * Somebody was entered here: no other key can be taken any more.
 */
visitors: boolean, };

/**
 * A text that is carried to another post, and its QR code.
 */
export type KeyCodeView = { problem: WordsView | null, text: string, 
/**
 * Of the asking, to be compared on both screens.
 */
digits: string, 
/**
 * Rows from above, `1` where a module is dark.
 */
modules: Array<string>, };

/**
 * A code before an admin says that it is the right one: another post's asking, or a district's keys.
 */
export type LookedView = { problem: WordsView | null, text: string, 
/**
 * To be compared with what the other side shows.
 */
digits: string, };

/**
 * A code.
 */
export type CodeForm = { 
/**
 * Its text; None takes the one that the camera or a reader saw.
 */
code: string | null, };

/**
 * The unit's key is given to whoever asks so.
 */
export type GiveForm = { 
/**
 * The asking's text.
 */
code: string, 
/**
 * Those that the admin found to be the other screen's.
 */
digits: string, };

/**
 * What the gate said, or the guard's answer.
 */
export type OutcomeWord = "admit" | "look" | "refuse";

/**
 * Why a line is to be looked at.
 */
export type CareWord = "refused" | "unanswered" | "by-hand" | "undated" | "possible-double" | "closed";

/**
 * How somebody came into the book.
 */
export type SortWord = "scan" | "manual" | "paper" | "passed";

/**
 * What a later entry says of a line.
 */
export type LaterWord = "answered" | "corrected" | "voided" | "same-as" | "closed";

/**
 * What is wrong with a line.
 */
export type AmendWord = "void" | "turn" | "name";

/**
 * Somebody of the staff who was signed on.
 */
export type GuardView = { number: number, 
/**
 * Empty where nobody knows any more.
 */
name: string, };

/**
 * How well a time is known.
 */
export type TimeWord = "real" | "paper" | "estimated";

/**
 * What a number stands for.
 */
export type NamedView = { number: number, 
/**
 * Empty where it has none.
 */
name: string, };

/**
 * A line of the book, as later entries left it. Times are milliseconds since 1970.
 */
export type LineView = { 
/**
 * Names it in this list.
 */
place: number, 
/**
 * Its number on its branch of the chain.
 */
seq: number, at: number, 
/**
 * Later than `at` where they waited for the guard's answer.
 */
passedAt: number, gate: string, kind: KindWord | null, direction: DirectionWord | null, verdict: OutcomeWord | null, people: number, corrected: boolean, isVoid: boolean, name: string | null, birthYear: number | null, 
/**
 * The last two digits of the number alone.
 */
masked: string | null, purpose: string | null, note: string | null, 
/**
 * Who of the staff was signed on.
 */
by: string | null, cares: Array<CareWord>, 
/**
 * The targets that have it, by name.
 */
sentTo: Array<string>, 
/**
 * And those that haven't.
 */
waitsFor: Array<string>, };

/**
 * Of those whom somebody counted through the gate, how many were recorded.
 */
export type CoverageView = { counted: number, recorded: number, 
/**
 * In tenths of a percent; None where too few passed.
 */
share: number | null, };

/**
 * Figures of a day.
 */
export type TilesView = { entered: number, left: number, inside: number, 
/**
 * None: nobody counted.
 */
coverage: CoverageView | null, 
/**
 * Entries that no clock could date: in no other figure.
 */
undated: number, };

/**
 * People in an hour (0–23).
 */
export type HourView = { hour: number, entered: number, left: number, };

/**
 * How many lines of a day are to be looked at for a reason.
 */
export type CareView = { care: CareWord, lines: number, };

/**
 * A day's bars are asked for by whoever has the day.
 */
export type BarsForm = { 
/**
 * "2026-11-23"
 */
date: string, 
/**
 * The place of the newest line that they have.
 */
upto: number, };

/**
 * What of a day goes on while somebody reads its lines.
 */
export type BarsView = { problem: WordsView | null, entered: number, left: number, 
/**
 * None: nobody counted.
 */
coverage: CoverageView | null, hours: Array<HourView>, 
/**
 * Lines that they don't have.
 */
newer: number, };

/**
 * A day is asked for; null of a filter: whatever it is.
 */
export type DayForm = { 
/**
 * "2026-11-23"; None is today.
 */
date: string | null, gate: number | null, hour: number | null, direction: DirectionWord | null, verdict: OutcomeWord | null, care: CareWord | null, sort: SortWord | null, 
/**
 * Who of the staff was signed on.
 */
by: number | null, sent: boolean | null, 
/**
 * The first line that is wanted; 0 is the newest.
 */
from: number, 
/**
 * As an earlier answer had it, so that the list stays the same while the gate writes.
 */
upto: number | null, };

/**
 * A day as it stands.
 */
export type DayView = { problem: WordsView | null, 
/**
 * "2026-11-23"
 */
date: string, 
/**
 * None: nothing was written of this day, which isn't zero.
 */
tiles: TilesView | null, hours: Array<HourView>, 
/**
 * The day was a drill, or had one.
 */
drill: boolean, gates: Array<NamedView>, guards: Array<GuardView>, cares: Array<CareView>, 
/**
 * Whether entries go anywhere.
 */
hasTargets: boolean, 
/**
 * Lines that fit the filters, of which these are some, the newest first.
 */
all: number, lines: Array<LineView>, 
/**
 * The place of the newest line of the list.
 */
upto: number, };

/**
 * Where a search goes on.
 */
export type AfterForm = { pass: number, place: number, };

/**
 * Words are searched for.
 */
export type SearchForm = { typed: string, after: AfterForm | null, };

/**
 * What was found, the best first.
 */
export type FoundView = { problem: WordsView | null, lines: Array<LineView>, next: AfterForm | null, };

/**
 * Somebody who was inside.
 */
export type PresentView = { 
/**
 * None where that isn't kept any more.
 */
name: string | null, birthYear: number | null, lastFour: string | null, came: number, gate: string, time: TimeWord, };

/**
 * A moment is asked for.
 */
export type MomentForm = { 
/**
 * None is now.
 */
at: number | null, };

/**
 * Who was inside at a moment.
 */
export type ListedView = { problem: WordsView | null, at: number, people: Array<PresentView>, 
/**
 * Who came the day before, and nobody saw them go.
 */
overnight: Array<PresentView>, 
/**
 * Who can't be told apart, by count.
 */
unnamed: number, 
/**
 * Of these, who gave a name and may have been inside.
 */
unclear: Array<PresentView>, };

/**
 * The same with who said it, when and why.
 */
export type LaterView = { seq: number, at: number, what: LaterWord, direction: DirectionWord | null, verdict: OutcomeWord | null, by: string | null, 
/**
 * The name, where it puts one right.
 */
name: string | null, reason: string | null, };

/**
 * All that the log has to say of a line.
 */
export type DetailsView = { problem: WordsView | null, line: LineView | null, 
/**
 * Name of its branch, base64url.
 */
branch: string, 
/**
 * Hash of its line, and of everything up to it, base64url.
 */
leaf: string, head: string, 
/**
 * Receivers that signed for it; empty: this machine's account could still forge it.
 */
witnessedBy: Array<string>, later: Array<LaterView>, 
/**
 * Something is kept that lists mask.
 */
masked: boolean, };

/**
 * A line is amended.
 */
export type AmendForm = { place: number, what: AmendWord, 
/**
 * For `name` alone.
 */
name: string, birthYear: number | null, reason: string, };

/**
 * What is masked is asked for.
 */
export type RevealForm = { place: number, pin: string, };

/**
 * Something that is kept of somebody.
 */
export type KeptView = { group: GroupWord, 
/**
 * As the log calls it: `phone`, `last4`, …
 */
name: string, value: string, };

/**
 * What was masked, where the PIN was right.
 */
export type RevealedView = { tried: TriedView, kept: Array<KeptView>, };

/**
 * What somebody asks for.
 */
export type WishWord = "see" | "correct" | "erase" | "object";

/**
 * A request in the register.
 */
export type RequestView = { number: number, wish: WishWord, asker: string, 
/**
 * How they are reached.
 */
reach: string, 
/**
 * How it was checked who they are.
 */
checked: string, about: string, at: number, 
/**
 * The last day on which it is answered in time.
 */
due: string, overdue: boolean, 
/**
 * Who wrote it down.
 */
by: string | null, 
/**
 * What was done; null while it waits.
 */
done: string | null, doneAt: number | null, doneBy: string | null, };

/**
 * Something that went wrong with data.
 */
export type IncidentView = { number: number, found: number, 
/**
 * 72 hours later.
 */
due: number, overdue: boolean, what: string, 
/**
 * Whose data, and how many people.
 */
whose: string, by: string | null, done: string | null, doneAt: number | null, doneBy: string | null, };

/**
 * Both registers.
 */
export type PrivacyView = { problem: WordsView | null, 
/**
 * Those that wait first, the soonest due before the others.
 */
requests: Array<RequestView>, incidents: Array<IncidentView>, 
/**
 * On which nobody works, besides weekends.
 */
daysOff: Array<string>, today: string, };

/**
 * Somebody asks for something.
 */
export type AskedForm = { wish: WishWord, asker: string, reach: string, checked: string, about: string, };

/**
 * What was done in the end.
 */
export type DoneForm = { number: number, what: string, };

/**
 * Something went wrong.
 */
export type IncidentForm = { what: string, whose: string, 
/**
 * When it was found; None is now.
 */
found: number | null, };

/**
 * Somebody of whom something is kept.
 */
export type SomebodyView = { 
/**
 * Of their newest line: names them here.
 */
place: number, name: string | null, birthYear: number | null, 
/**
 * The last two digits of their number alone.
 */
masked: string | null, 
/**
 * A number names them, so that all their lines are found; else it is this line alone.
 */
proven: boolean, lines: number, first: number, last: number, };

/**
 * Which list somebody is on.
 */
export type ListWord = "members" | "watched" | "expected";

/**
 * A line of a list, by name.
 */
export type LineName = { list: ListWord, number: number, };

/**
 * Somebody on a list.
 */
export type HeldView = { line: LineName, 
/**
 * The list's name, and the group; empty where it has none.
 */
of: string, name: string, birthYear: number | null, 
/**
 * The last two digits of their number alone.
 */
masked: string | null, };

export type FoundPeopleView = { problem: WordsView | null, people: Array<SomebodyView>, 
/**
 * On the unit's lists.
 */
listed: Array<HeldView>, };

/**
 * Somebody is handed what is kept of them.
 */
export type HandOutForm = { 
/**
 * Of their newest line in the log; None: who is on a list alone.
 */
place: number | null, line: LineName | null, folder: string, };

/**
 * Somebody is called otherwise.
 */
export type CorrectForm = { place: number, name: string, birthYear: number | null, reason: string, };

/**
 * How many entries it was done to.
 */
export type DidView = { problem: WordsView | null, entries: number, };

/**
 * What somebody of the staff is.
 */
export type RoleWord = "guard" | "inspector" | "unit-head" | "admin";

/**
 * What somebody signs on for.
 */
export type SeatWord = "gate" | "desk" | "inspection";

/**
 * Somebody of the staff.
 */
export type PersonView = { 
/**
 * Below 2⁵³; it stands in entries.
 */
number: number, name: string, role: RoleWord, };

/**
 * Who is signed on.
 */
export type SignedOnView = { 
/**
 * There is an admin: before that everybody may everything, so that a post can be set up.
 */
governed: boolean, duty: PersonView | null, desk: PersonView | null, 
/**
 * Inspects the gate, beside whoever is on duty.
 */
inspector: PersonView | null, };

/**
 * A badge of the staff.
 */
export type BadgeView = { 
/**
 * Whose, by number.
 */
person: number, until: number, };

/**
 * The page of the staff.
 */
export type StaffView = { problem: WordsView | null, people: Array<PersonView>, 
/**
 * Of everybody who has one.
 */
badges: Array<BadgeView>, 
/**
 * A recovery key was printed and typed back.
 */
recoveryKey: boolean, };

/**
 * A badge is issued.
 */
export type IssueBadgeForm = { number: number, 
/**
 * Where its file goes.
 */
folder: string, };

/**
 * A PIN is tried.
 */
export type SignOnForm = { number: number, pin: string, seat: SeatWord, };

/**
 * A PIN is tried for names on a screen that faces visitors.
 */
export type ShowNamesForm = { 
/**
 * None where there is no staff.
 */
number: number | null, pin: string, };

/**
 * What became of a try.
 */
export type TriedView = { problem: WordsView | null, right: boolean, 
/**
 * It was wrong, and so many tries are left.
 */
left: number | null, 
/**
 * No try is taken for so many milliseconds.
 */
lockedMs: number | null, };

/**
 * Somebody is added, or changed.
 */
export type PersonForm = { 
/**
 * None: somebody new.
 */
number: number | null, name: string, role: RoleWord, 
/**
 * None leaves it as it is.
 */
pin: string | null, };

/**
 * A recovery key, as it is printed.
 */
export type RecoveryKeyView = { problem: WordsView | null, text: string, };

/**
 * An admin forgot the PIN.
 */
export type RecoverForm = { number: number, key: string, 
/**
 * The new one.
 */
pin: string, };

/**
 * What the shift that runs has seen.
 */
export type SlipView = { 
/**
 * None: nobody is on duty.
 */
guard: string | null, since: number, entered: number, left: number, 
/**
 * Of these, people who were counted as they passed.
 */
unscanned: number, inside: number, 
/**
 * Matters that wait for an answer.
 */
open: number, gaps: number, };

/**
 * A shift is closed.
 */
export type HandOverForm = { note: string, 
/**
 * Who comes next; None: nobody is there yet.
 */
next: number | null, pin: string, 
/**
 * Whoever's badge was seen comes next.
 */
badge: boolean, };

/**
 * The shift was closed, or not: the next guard's PIN was wrong.
 */
export type HandedView = { tried: TriedView, 
/**
 * The log's head, signed by this machine, as JSON; empty where it wasn't closed.
 */
text: string, 
/**
 * Its QR code: rows from above, `1` where a module is dark.
 */
modules: Array<string>, };

/**
 * Who was inside together with somebody?
 */
export type TraceForm = { 
/**
 * Of a line about the person.
 */
place: number, 
/**
 * "2026-11-23"
 */
first: string, last: string, 
/**
 * The least together.
 */
minutes: number, requester: string, document: string, pin: string, };

/**
 * Somebody's stay.
 */
export type StayView = { name: string | null, birthYear: number | null, lastFour: string | null, phone: string | null, gate: string, 
/**
 * None: nobody saw it.
 */
came: string | null, left: string | null, 
/**
 * Together.
 */
minutes: number, time: TimeWord, };

/**
 * The list, or why there is none.
 */
export type TracedView = { problem: WordsView | null, 
/**
 * What became of the PIN.
 */
tried: TriedView, person: string, own: Array<StayView>, 
/**
 * The longest first.
 */
met: Array<StayView>, 
/**
 * People without name or number who passed on these days.
 */
unnamed: number, };

/**
 * A time in which somebody counted. Milliseconds since 1970.
 */
export type WindowView = { from: number, until: number, counted: number, recorded: number, 
/**
 * Empty where nobody was signed on.
 */
by: string, };

/**
 * A day before it is settled.
 */
export type ChecksView = { problem: WordsView | null, date: string, gaps: number, 
/**
 * Lines that a target hasn't got; None where there is no target.
 */
unsent: number | null, 
/**
 * People who came and weren't seen going.
 */
open: number, undated: number, 
/**
 * People who were counted; None: nobody counted.
 */
counted: number | null, recorded: number | null, settled: SettledBefore | null, windows: Array<WindowView>, };

/**
 * How a day was settled before.
 */
export type SettledBefore = { 
/**
 * Milliseconds since 1970.
 */
at: number, by: string, 
/**
 * Lines that came for the day since.
 */
since: number, };

/**
 * A day was settled: what the log has come to, signed.
 */
export type SettledView = { problem: WordsView | null, 
/**
 * Rows of the code from above, `1` where a module is dark.
 */
modules: Array<string>, };

/**
 * People were counted through the gate. Milliseconds since 1970.
 */
export type CountForm = { from: number, until: number, 
/**
 * None takes the count back that began then.
 */
people: number | null, };

/**
 * Somebody who has to be found.
 */
export type CalledView = { name: string | null, birthYear: number | null, lastFour: string | null, came: string, gate: string, };

/**
 * The roll-call of a moment.
 */
export type RollView = { problem: WordsView | null, at: string, inside: Array<CalledView>, 
/**
 * May have left unseen.
 */
maybe: Array<CalledView>, 
/**
 * Who can't be told apart, by count.
 */
unnamed: number, 
/**
 * Of these, who gave a name and may be inside.
 */
unclear: Array<CalledView>, };

/**
 * The roll-call is saved with its ticks.
 */
export type RollForm = { folder: string, 
/**
 * Of those inside, behind them of those who may be, then of those who can't be told apart.
 */
found: Array<boolean>, };

export type SpanWord = "day" | "week" | "month" | "days";

export type FormatWord = "pdf" | "docx" | "xlsx" | "csv";

/**
 * Which lines stand with the figures.
 */
export type LinesWord = "none" | "log" | "book";

/**
 * Some days.
 */
export type ReportForm = { span: SpanWord, 
/**
 * A day of it, of `days` the first: "2026-11-23".
 */
day: string, 
/**
 * The last of `days`.
 */
last: string | null, };

/**
 * Cells as they are written.
 */
export type PaperTableView = { titles: Array<string>, rows: Array<Array<string>>, };

/**
 * A part of a paper: one of the two.
 */
export type PaperPartView = { heading: string | null, text: string | null, table: PaperTableView | null, };

/**
 * A report on the screen.
 */
export type ReportView = { problem: WordsView | null, about: string, 
/**
 * Until when its figures count; empty where nothing is cut.
 */
cut: string, parts: Array<PaperPartView>, };

/**
 * A report's files are saved.
 */
export type SendForm = { span: ReportForm, formats: Array<FormatWord>, lines: LinesWord, folder: string, };

/**
 * Where they are.
 */
export type SentView = { problem: WordsView | null, paths: Array<string>, };

/**
 * How far the files got.
 */
export type ProgressView = { 
/**
 * Lines.
 */
rows: number, };

/**
 * A backup.
 */
export type BackupView = { number: number, 
/**
 * Milliseconds since 1970.
 */
at: number, entries: number, };

/**
 * How the backups stand.
 */
export type BackupsView = { 
/**
 * The page isn't for whoever is signed on.
 */
refused: WordsView | null, 
/**
 * Why the next one can't be made, as far as that shows now.
 */
problem: WordsView | null, 
/**
 * Empty where none was chosen.
 */
folder: string, last: BackupView | null, 
/**
 * Another log takes this one's place when the program is opened again.
 */
staged: boolean, };

/**
 * How the program stands.
 */
export type ProgramView = { 
/**
 * The page isn't for whoever is signed on.
 */
refused: WordsView | null, 
/**
 * Why nothing can be found in the folder.
 */
problem: WordsView | null, version: string, way: UpdateWayWord, 
/**
 * Where updates are looked for; empty where nobody chose.
 */
folder: string, 
/**
 * What lies there.
 */
offers: Array<OfferView>, 
/**
 * The version among them that would be taken.
 */
next: string | null, 
/**
 * A version that was taken and begins once the gate is quiet.
 */
waiting: string | null, 
/**
 * A version that didn't come up; the one before it went on.
 */
failed: string | null, 
/**
 * How often in a row the gate was brought back after it had crashed.
 */
broughtBack: number, };

/**
 * How the program is brought up to date.
 */
export type UpdateWayWord = "files" | "installer" | "system" | "others";

/**
 * A file that may be an update.
 */
export type OfferView = { file: string, 
/**
 * A hub handed it down; else it lies in the folder.
 */
ofHub: boolean, 
/**
 * None where nothing in it is to be believed.
 */
version: string | null, 
/**
 * Why it can't be taken.
 */
problem: WordsView | null, };

/**
 * Somebody's PIN, for what asks for it alone.
 */
export type PinForm = { number: number, pin: string, };

/**
 * A post is to begin with a backup.
 */
export type RestoreForm = { folder: string, key: string, 
/**
 * The log that is here may be set aside although visitors are in it.
 */
setAside: boolean, };

/**
 * What became of it.
 */
export type RestoredView = { problem: WordsView | null, 
/**
 * Only because visitors are in the log that is here: an admin may say that it goes aside.
 */
asksAside: boolean, 
/**
 * It is ready for the next start.
 */
staged: BackupView | null, 
/**
 * The newest one is torn: this is the one before it.
 */
older: boolean, };

/**
 * A file that was written.
 */
export type SavedView = { problem: WordsView | null, path: string, 
/**
 * Of the unit's key, where it was signed.
 */
digits: string, };

/**
 * What changes by a file of settings.
 */
export type ChangeWord = "choice" | "policy" | "trust-list";

/**
 * One thing that would be another.
 */
export type ChangeView = { what: ChangeWord, 
/**
 * Of a choice its name in the settings, of a policy its id.
 */
name: string, 
/**
 * Empty where there was none.
 */
from: string, to: string, };

/**
 * What a file of settings would change.
 */
export type OfferedView = { problem: WordsView | null, 
/**
 * Of the unit's key, to be compared where it is the first.
 */
digits: string, first: boolean, 
/**
 * Milliseconds since 1970.
 */
at: number, changes: Array<ChangeView>, };

/**
 * Settings are taken.
 */
export type TakeForm = { 
/**
 * The file, or the folder that it lies in.
 */
path: string, 
/**
 * Those that the admin found to be the other post's.
 */
digits: string, };

/**
 * What the people of a list are here.
 */
export type RosterWord = "staff" | "pupil" | "trader" | "resident";

/**
 * A column of a list's file.
 */
export type ColumnWord = "name" | "birth" | "id" | "phone" | "group" | "reason" | "authority" | "from" | "until" | "day" | "host" | "purpose" | "organisation";

/**
 * A list, without its people.
 */
export type RosterView = { number: number, kind: RosterWord, name: string, people: number, };

/**
 * All lists.
 */
export type RostersView = { problem: WordsView | null, rosters: Array<RosterView>, };

/**
 * How many of some people were seen. A share is in tenths of a percent; None of nobody.
 */
export type SeenView = { 
/**
 * Of a group its name; empty for those who are in none, and for all.
 */
name: string, people: number, today: number, todayShare: number | null, week: number, weekShare: number | null, never: number, 
/**
 * At any time that the log still tells of.
 */
seen: number, seenShare: number | null, 
/**
 * Who showed a citizen card, an app's code, a pass of ours, a badge of ours.
 */
card: number, cardShare: number | null, app: number, appShare: number | null, pass: number, passShare: number | null, badge: number, badgeShare: number | null, };

/**
 * One of a list. Times are milliseconds since 1970.
 */
export type MemberView = { number: number, name: string, birthYear: number | null, lastFour: string | null, 
/**
 * The last three digits of their telephone.
 */
phoneEnd: string | null, group: string, today: boolean, week: boolean, 
/**
 * None: at no time that the log still tells of.
 */
last: number | null, 
/**
 * By which codes, over the time that the log tells of.
 */
by: Array<KindWord>, app: boolean, 
/**
 * Somebody noted that they don't come today.
 */
absent: boolean, 
/**
 * Until when their badge counts; None where they have none.
 */
badge: number | null, };

/**
 * Somebody to be put on a list, or what is to be put right of them; None leaves it as it is.
 */
export type MemberForm = { roster: number, 
/**
 * Who of the list; None for somebody who isn't on it yet.
 */
member: number | null, name: string, group: string, birth: string | null, id: string | null, phone: string | null, };

/**
 * A list as it stands today.
 */
export type StandsView = { problem: WordsView | null, 
/**
 * The first day that the log tells of: "2026-11-23".
 */
since: string, all: SeenView, groups: Array<SeenView>, people: Array<MemberView>, };

/**
 * A file of people.
 */
export type FileForm = { 
/**
 * In base64.
 */
bytes: string, 
/**
 * What somebody says stands in its columns, by place; none: what the headings say.
 */
columns: Array<ColumnWord | null>, 
/**
 * Rows that stand above the people, where somebody said what the columns are.
 */
above: number, };

/**
 * A file for a list.
 */
export type RosterForm = { 
/**
 * The list that it renews; None for a new one.
 */
number: number | null, kind: RosterWord, name: string, file: FileForm, };

/**
 * A row that isn't taken, and why.
 */
export type UnlistedView = { 
/**
 * Of a spreadsheet with several; else empty.
 */
sheet: string, line: number, why: WordsView, };

/**
 * Somebody in a file.
 */
export type TakenView = { name: string, birth: string, lastFour: string | null, phone: string | null, group: string, };

/**
 * What a file would make of a list.
 */
export type PlanView = { problem: WordsView | null, 
/**
 * Takes it.
 */
token: number, columns: Array<ColumnWord>, added: number, changed: number, same: number, 
/**
 * Whoever is on the list and not in the file: some of the names.
 */
gone: number, goneNames: Array<string>, 
/**
 * Numbers to which the zeros were given back that a spreadsheet had dropped.
 */
padded: number, 
/**
 * The first rows.
 */
sample: Array<TakenView>, 
/**
 * Rows that aren't taken, of which these are the first.
 */
wrong: number, unlisted: Array<UnlistedView>, 
/**
 * The first rows of a file without headings, for somebody to say what the columns are.
 */
unknown: Array<Array<string>>, };

/**
 * The file that was looked at is taken.
 */
export type TakeRosterForm = { token: number, 
/**
 * Whoever isn't in the file stays on the list.
 */
keepsGone: boolean, };

/**
 * Where a list is saved.
 */
export type SaveRosterForm = { number: number, 
/**
 * None: all groups.
 */
group: string | null, folder: string, 
/**
 * Else CSV.
 */
xlsx: boolean, };

/**
 * Badges of a list in one file.
 */
export type BadgesForm = { roster: number, 
/**
 * None: all groups.
 */
group: string | null, 
/**
 * Also of those who have one, which counts no more.
 */
again: boolean, folder: string, };

/**
 * What badges of the day are printed on.
 */
export type BadgeSizeWord = "label" | "a6";

/**
 * A badge of the day, as it stands on paper.
 */
export type DayBadgeView = { size: BadgeSizeWord, unit: string, gate: string, name: string, from: string, until: string, 
/**
 * Of its code: rows from above, `1` where a module is dark.
 */
modules: Array<string>, };

/**
 * What somebody found.
 */
export type InspectionForm = { 
/**
 * Where the scan point stands.
 */
position: string, 
/**
 * Who is on duty there.
 */
onDuty: string, 
/**
 * The unit watches its gate itself.
 */
monitors: boolean, recommendations: string, 
/**
 * Which reminder it is; 0 for none.
 */
reminder: number, 
/**
 * Whom they counted through the gate; None: nobody.
 */
sample: CountForm | null, };

/**
 * An inspection of the log.
 */
export type InspectedView = { 
/**
 * Names it.
 */
place: number, 
/**
 * Milliseconds since 1970.
 */
at: number, 
/**
 * Empty where nobody was signed on.
 */
by: string, 
/**
 * Empty once its words were purged.
 */
position: string, onDuty: string, monitors: boolean, recommendations: string, reminder: number, sample: WindowView | null, };

/**
 * Those of the last year, the newest first.
 */
export type InspectionsView = { problem: WordsView | null, inspections: Array<InspectedView>, };

/**
 * Where one is saved.
 */
export type SaveInspectionForm = { place: number, folder: string, };

/**
 * How near two names are.
 */
export type SpellingWord = "same" | "respelt" | "one-off" | "other";

/**
 * Whom somebody at the gate may be, for the guard alone.
 */
export type HitView = { name: string, 
/**
 * "05/06/2014", "2014" or nothing.
 */
born: string, reason: string, authority: string, spelling: SpellingWord, 
/**
 * The birth agrees, too.
 */
birth: boolean, 
/**
 * The number agrees, or its end.
 */
digits: boolean, };

/**
 * A line of the list. Times are milliseconds since 1970, days "2026-11-26".
 */
export type WatchedView = { number: number, name: string, born: string, digits: string, reason: string, authority: string, from: string, until: string | null, 
/**
 * Today is one of its days.
 */
counts: boolean, 
/**
 * Who put it there.
 */
by: string | null, at: number, };

export type WatchlistView = { problem: WordsView | null, watched: Array<WatchedView>, };

/**
 * Somebody to be looked at, as it was typed.
 */
export type WatchForm = { 
/**
 * The line that it changes; None for a new one.
 */
number: number | null, name: string, birth: string, digits: string, reason: string, authority: string, 
/**
 * Empty for today.
 */
from: string, 
/**
 * Empty for no end.
 */
until: string, };

/**
 * What a file would make of the list.
 */
export type LinesPlanView = { problem: WordsView | null, 
/**
 * Takes it.
 */
token: number, columns: Array<ColumnWord>, added: number, changed: number, same: number, 
/**
 * Some of those who are added or changed.
 */
names: Array<string>, 
/**
 * Rows that aren't taken, of which these are the first.
 */
wrong: number, unlisted: Array<UnlistedView>, 
/**
 * The first rows of a file that doesn't say what its columns are.
 */
unknown: Array<Array<string>>, };

/**
 * An appointment. Whatever nobody said is empty.
 */
export type ExpectationView = { name: string, 
/**
 * "05/06/2014", "2014".
 */
born: string, 
/**
 * Whom they come to see.
 */
host: string, purpose: string, organisation: string, 
/**
 * "08:30"
 */
from: string, until: string, 
/**
 * Else whoever came may be somebody else.
 */
sure: boolean, };

/**
 * A line of the list. Times are milliseconds since 1970.
 */
export type ExpectedLineView = { number: number, expected: ExpectationView, 
/**
 * None: not yet, by the log.
 */
came: number | null, };

export type ExpectedListView = { problem: WordsView | null, 
/**
 * "2026-11-27"
 */
day: string, 
/**
 * Before today.
 */
over: boolean, lines: Array<ExpectedLineView>, };

/**
 * Somebody who is expected, as it was typed.
 */
export type ExpectedForm = { 
/**
 * The line that it changes; None for a new one.
 */
number: number | null, day: string, name: string, birth: string, host: string, purpose: string, organisation: string, from: string, until: string, };

/**
 * A file for the list.
 */
export type ExpectedFileForm = { 
/**
 * Of rows that say none: "2026-11-27"; empty for today.
 */
day: string, file: FileForm, };

/**
 * What a place is.
 */
export type PlaceKindWord = "office" | "gate" | "meeting-room" | "school" | "class" | "shop" | "market" | "vehicle" | "clinic" | "worship" | "other";

/**
 * How a place's poster stands, and what is done with it.
 */
export type PosterWord = "made" | "posted" | "checked" | "expired" | "revoked" | "replaced";

/**
 * How large posters are.
 */
export type PosterSizeWord = "a4" | "a5" | "sticker" | "strip";

/**
 * One thing that was done with a poster.
 */
export type PosterDoneView = { state: PosterWord, version: number, at: number, 
/**
 * Who did it.
 */
by: string | null, note: string, };

/**
 * A place of the register. Days are "2026-11-26".
 */
export type PlaceView = { number: number, code: string, kind: PlaceKindWord, name: string, address: string, contact: string, responsible: string, capacity: number | null, 
/**
 * The code of the place that it is in.
 */
parent: string | null, from: string, until: string | null, state: PosterWord, version: number, 
/**
 * Oldest first.
 */
done: Array<PosterDoneView>, };

export type PlacesView = { problem: WordsView | null, places: Array<PlaceView>, };

/**
 * A place as it was typed.
 */
export type PlaceForm = { 
/**
 * The place that it changes, whose code stays; None for a new one.
 */
number: number | null, 
/**
 * Empty for the next one.
 */
code: string, kind: PlaceKindWord, name: string, address: string, contact: string, responsible: string, capacity: string, 
/**
 * A code; empty for none.
 */
parent: string, 
/**
 * Empty for today, or for what it was.
 */
from: string, 
/**
 * Empty for no end.
 */
until: string, };

/**
 * What is done with a place's poster.
 */
export type MarkPlaceForm = { number: number, state: PosterWord, note: string, };

/**
 * Posters as one file.
 */
export type PostersForm = { 
/**
 * Places by number; none for all whose posters count.
 */
places: Array<number>, size: PosterSizeWord, folder: string, };

/**
 * A column that was found in a file of places.
 */
export type PlaceColumnWord = "code" | "name" | "kind" | "address" | "contact" | "responsible" | "capacity" | "parent" | "from" | "until";

/**
 * A row that isn't taken.
 */
export type PlaceRowView = { row: number, why: WordsView, };

/**
 * What a file would make of the register.
 */
export type PlacesPlanView = { problem: WordsView | null, 
/**
 * Takes it.
 */
token: number, columns: Array<PlaceColumnWord>, added: number, changed: number, same: number, 
/**
 * Some of those that are added or changed.
 */
names: Array<string>, 
/**
 * Rows that aren't taken, of which these are the first.
 */
wrong: number, unlisted: Array<PlaceRowView>, };

/**
 * What the register says of a poster that was held up.
 */
export type SeenPlaceView = { problem: WordsView | null, answer: PlaceWord | null, 
/**
 * The place, where the register has it.
 */
number: number | null, name: string | null, 
/**
 * What the poster says of itself.
 */
code: string | null, version: number | null, };

/** Calls a command by its name in Rust; a refusal rejects with a RefusalWord. */
export type Invoke = <T>(command: string, args?: Record<string, unknown>) => Promise<T>;

export const commands = (invoke: Invoke) => ({
gateView: () => invoke<GateView>("gate_view"),
syncLight: () => invoke<SyncView>("sync_light"),
setMode: (mode: ModeWord) => invoke<null>("set_mode", { mode }),
chooseArrangement: (arrangement: ArrangementWord) => invoke<null>("choose_arrangement", { arrangement }),
setLanguage: (language: LanguageWord) => invoke<null>("set_language", { language }),
setTextSize: (size: TextSizeWord) => invoke<null>("set_text_size", { size }),
enterByHand: (form: ManualForm) => invoke<null>("enter_by_hand", { form }),
enterFromPaper: (form: PaperForm) => invoke<null>("enter_from_paper", { form }),
passUnscanned: (form: PassedForm) => invoke<null>("pass_unscanned", { form }),
turnRound: () => invoke<null>("turn_round"),
undo: () => invoke<null>("undo"),
purpose: (n: number) => invoke<null>("purpose", { n }),
decide: (seq: number, admit: boolean) => invoke<null>("decide", { seq, admit }),
acknowledge: () => invoke<null>("acknowledge"),
dismissGap: () => invoke<null>("dismiss_gap"),
findVisitors: (query: string) => invoke<Array<VisitorView>>("find_visitors", { query }),
inside: () => invoke<Array<InsideView>>("inside"),
retryCamera: () => invoke<null>("retry_camera"),
typed: (form: TypedForm) => invoke<null>("typed", { form }),
startCardTest: () => invoke<null>("start_card_test"),
endCardTest: () => invoke<null>("end_card_test"),
serialPorts: () => invoke<Array<PortView>>("serial_ports"),
chooseReader: (form: ReaderForm) => invoke<null>("choose_reader", { form }),
painted: (id: number, at: number) => invoke<null>("painted", { id, at }),
sameAs: () => invoke<null>("same_as"),
rules: () => invoke<RulesView>("rules"),
choosePolicy: (id: string) => invoke<DoneView>("choose_policy", { id }),
savePolicy: (text: string) => invoke<DoneView>("save_policy", { text }),
tryPolicy: (form: TrialForm) => invoke<TrialView>("try_policy", { form }),
trust: () => invoke<TrustView>("trust"),
importTrust: (file: string) => invoke<DoneView>("import_trust", { file }),
targets: () => invoke<TargetsView>("targets"),
addTarget: (form: TargetForm) => invoke<DoneView>("add_target", { form }),
removeTarget: (id: number) => invoke<DoneView>("remove_target", { id }),
pauseTarget: (id: number, paused: boolean) => invoke<DoneView>("pause_target", { id, paused }),
requireTarget: (id: number, required: boolean) => invoke<DoneView>("require_target", { id, required }),
sendAgain: (id: number, day: string) => invoke<DoneView>("send_again", { id, day }),
pickGroups: (id: number, groups: Array<GroupForm>) => invoke<DoneView>("pick_groups", { id, groups }),
newSecret: (id: number) => invoke<SecretView>("new_secret", { id }),
dryRun: (id: number) => invoke<DryRunView>("dry_run", { id }),
testTarget: (id: number) => invoke<ClimbView>("test_target", { id }),
refusedEntries: (id: number) => invoke<Array<RefusedView>>("refused_entries", { id }),
told: (form: ToldForm) => invoke<DoneView>("told", { form }),
lookDistrict: (form: CodeForm) => invoke<LookedView>("look_district", { form }),
carry: (id: number) => invoke<LoadView>("carry", { id }),
enrol: (form: EnrolForm) => invoke<DoneView>("enrol", { form }),
awaitCode: (sought: SoughtWord) => invoke<null>("await_code", { sought }),
endAwait: () => invoke<null>("end_await"),
unitKey: () => invoke<UnitKeyView>("unit_key"),
askKey: () => invoke<KeyCodeView>("ask_key"),
lookKey: (form: CodeForm) => invoke<LookedView>("look_key", { form }),
giveKey: (form: GiveForm) => invoke<KeyCodeView>("give_key", { form }),
takeKey: (form: CodeForm) => invoke<DoneView>("take_key", { form }),
house: () => invoke<HouseView>("house"),
settleHouse: (form: HouseForm) => invoke<null>("settle_house", { form }),
oneMore: (seq: number | null) => invoke<null>("one_more", { seq }),
declareFor: (seq: number, form: ToldToGuardForm) => invoke<null>("declare_for", { seq, form }),
bookDay: (form: DayForm) => invoke<DayView>("book_day", { form }),
bookBars: (form: BarsForm) => invoke<BarsView>("book_bars", { form }),
bookSearch: (form: SearchForm) => invoke<FoundView>("book_search", { form }),
bookInside: (form: MomentForm) => invoke<ListedView>("book_inside", { form }),
bookDetails: (place: number) => invoke<DetailsView>("book_details", { place }),
amendLine: (form: AmendForm) => invoke<DoneView>("amend_line", { form }),
revealLine: (form: RevealForm) => invoke<RevealedView>("reveal_line", { form }),
privacy: () => invoke<PrivacyView>("privacy"),
keepRequest: (form: AskedForm) => invoke<DoneView>("keep_request", { form }),
answerRequest: (form: DoneForm) => invoke<DoneView>("answer_request", { form }),
keepIncident: (form: IncidentForm) => invoke<DoneView>("keep_incident", { form }),
settleIncident: (form: DoneForm) => invoke<DoneView>("settle_incident", { form }),
keepDaysOff: (days: Array<string>) => invoke<DoneView>("keep_days_off", { days }),
findPeople: (typed: string) => invoke<FoundPeopleView>("find_people", { typed }),
handOut: (form: HandOutForm) => invoke<SavedView>("hand_out", { form }),
saveNotice: (folder: string) => invoke<SavedView>("save_notice", { folder }),
correctPerson: (form: CorrectForm) => invoke<DidView>("correct_person", { form }),
erasePerson: (place: number) => invoke<DidView>("erase_person", { place }),
forgetListed: (line: LineName) => invoke<DoneView>("forget_listed", { line }),
trace: (form: TraceForm) => invoke<TracedView>("trace", { form }),
saveTrace: (folder: string) => invoke<SavedView>("save_trace", { folder }),
dayChecks: (date: string) => invoke<ChecksView>("day_checks", { date }),
settleDay: (date: string) => invoke<SettledView>("settle_day", { date }),
headcount: (form: CountForm) => invoke<DoneView>("headcount", { form }),
callRoll: () => invoke<RollView>("call_roll"),
saveRoll: (form: RollForm) => invoke<SavedView>("save_roll", { form }),
printDayBadge: () => invoke<DayBadgeView>("print_day_badge"),
saveDayBadge: (folder: string) => invoke<SavedView>("save_day_badge", { folder }),
saveBookPage: (folder: string) => invoke<SavedView>("save_book_page", { folder }),
report: (form: ReportForm) => invoke<ReportView>("report", { form }),
sendReport: (form: SendForm) => invoke<SentView>("send_report", { form }),
reportRows: () => invoke<ProgressView>("report_rows"),
stopReport: () => invoke<null>("stop_report"),
keepInspection: (form: InspectionForm) => invoke<DoneView>("keep_inspection", { form }),
inspections: () => invoke<InspectionsView>("inspections"),
saveInspection: (form: SaveInspectionForm) => invoke<SavedView>("save_inspection", { form }),
rosters: () => invoke<RostersView>("rosters"),
rosterStands: (number: number) => invoke<StandsView>("roster_stands", { number }),
lookRoster: (form: RosterForm) => invoke<PlanView>("look_roster", { form }),
fileRows: () => invoke<ProgressView>("file_rows"),
takeRoster: (form: TakeRosterForm) => invoke<DoneView>("take_roster", { form }),
removeRoster: (number: number) => invoke<DoneView>("remove_roster", { number }),
putMember: (form: MemberForm) => invoke<DoneView>("put_member", { form }),
removeMember: (member: number) => invoke<DoneView>("remove_member", { member }),
markAbsent: (member: number, absent: boolean) => invoke<DoneView>("mark_absent", { member, absent }),
saveRoster: (form: SaveRosterForm) => invoke<SavedView>("save_roster", { form }),
printBadges: (form: BadgesForm) => invoke<SavedView>("print_badges", { form }),
revokeMemberBadge: (member: number) => invoke<DoneView>("revoke_member_badge", { member }),
watchlist: () => invoke<WatchlistView>("watchlist"),
putWatched: (form: WatchForm) => invoke<DoneView>("put_watched", { form }),
removeWatched: (number: number) => invoke<DoneView>("remove_watched", { number }),
lookWatched: (form: FileForm) => invoke<LinesPlanView>("look_watched", { form }),
takeWatched: (token: number) => invoke<DoneView>("take_watched", { token }),
expected: (day: string) => invoke<ExpectedListView>("expected", { day }),
putExpected: (form: ExpectedForm) => invoke<DoneView>("put_expected", { form }),
removeExpected: (number: number) => invoke<DoneView>("remove_expected", { number }),
lookExpected: (form: ExpectedFileForm) => invoke<LinesPlanView>("look_expected", { form }),
takeExpected: (token: number) => invoke<DoneView>("take_expected", { token }),
places: () => invoke<PlacesView>("places"),
putPlace: (form: PlaceForm) => invoke<DoneView>("put_place", { form }),
markPlace: (form: MarkPlaceForm) => invoke<DoneView>("mark_place", { form }),
lookPlaces: (file: string) => invoke<PlacesPlanView>("look_places", { file }),
takePlaces: (token: number) => invoke<DoneView>("take_places", { token }),
printPosters: (form: PostersForm) => invoke<SavedView>("print_posters", { form }),
postersPrinted: () => invoke<ProgressView>("posters_printed"),
stopPosters: () => invoke<null>("stop_posters"),
saveGuide: (folder: string) => invoke<SavedView>("save_guide", { folder }),
seenPlace: () => invoke<SeenPlaceView>("seen_place"),
people: () => invoke<StaffView>("people"),
signOn: (form: SignOnForm) => invoke<TriedView>("sign_on", { form }),
showNames: (form: ShowNamesForm) => invoke<TriedView>("show_names", { form }),
signOff: (seat: SeatWord) => invoke<null>("sign_off", { seat }),
stay: () => invoke<null>("stay"),
staff: () => invoke<StaffView>("staff"),
keepPerson: (form: PersonForm) => invoke<DoneView>("keep_person", { form }),
removePerson: (number: number) => invoke<DoneView>("remove_person", { number }),
issueBadge: (form: IssueBadgeForm) => invoke<SavedView>("issue_badge", { form }),
revokeBadge: (number: number) => invoke<DoneView>("revoke_badge", { number }),
newRecoveryKey: () => invoke<RecoveryKeyView>("new_recovery_key"),
keepRecoveryKey: (typed: string) => invoke<DoneView>("keep_recovery_key", { typed }),
recover: (form: RecoverForm) => invoke<TriedView>("recover", { form }),
handover: () => invoke<SlipView>("handover"),
handOver: (form: HandOverForm) => invoke<HandedView>("hand_over", { form }),
backups: () => invoke<BackupsView>("backups"),
keepBackupsIn: (folder: string) => invoke<DoneView>("keep_backups_in", { folder }),
backUp: () => invoke<DoneView>("back_up"),
restoreBackup: (form: RestoreForm) => invoke<RestoredView>("restore_backup", { form }),
saveDiagnostics: (folder: string) => invoke<SavedView>("save_diagnostics", { folder }),
signSettings: (folder: string) => invoke<SavedView>("sign_settings", { folder }),
lookSettings: (path: string) => invoke<OfferedView>("look_settings", { path }),
takeSettings: (form: TakeForm) => invoke<DoneView>("take_settings", { form }),
presets: () => invoke<PresetsView>("presets"),
settlePreset: (form: PresetForm) => invoke<null>("settle_preset", { form }),
setDrill: (drill: boolean) => invoke<null>("set_drill", { drill }),
beginPractice: () => invoke<null>("begin_practice"),
endPractice: () => invoke<null>("end_practice"),
program: () => invoke<ProgramView>("program"),
lookForUpdatesIn: (folder: string) => invoke<DoneView>("look_for_updates_in", { folder }),
takeUpdate: () => invoke<DoneView>("take_update"),
lockScreen: (locked: boolean) => invoke<DoneView>("lock_screen", { locked }),
closeGate: (form: PinForm) => invoke<TriedView>("close_gate", { form }),
});

export type Commands = ReturnType<typeof commands>;
