// Generated from the hub's own description (`cargo xtask bindings`). Not to be edited.

/** A branch of the tree. */
export type AdoptionShown = {
  total: Reached;
  /** Parents first. */
  units: UnitReached[];
};

/** A matter that is still open. */
export type AlarmShown = {
  /** Which of that kind: a branch, a day. */
  about: string;
  /** base64url; all zero where it is about no device. */
  device: string;
  /** `two-machines`, `fork`, `quarantine`, `unreadable`, `unproven`, `recount` */
  kind: string;
  raised_at: string;
  /** UUID. */
  unit: string;
};

/** A field or a question of the form. */
export type Askable = {
  en: string;
  /** As the form says it. */
  vi: string;
  word: string;
};

/** What is asked, by words. */
export type AskingForm = {
  /** The order or the law that it rests on; empty for none. */
  basis: string;
  /** Whom to ask for one's data; empty: at the gate. */
  contact: string;
  fields: string[];
  /** How long a pass holds. */
  hours: number;
  /** Those of the questions whose answers the pass carries to the gate. */
  on_pass: string[];
  /** Those of them that may stay empty. */
  optional: string[];
  purpose_en: string;
  purpose_vi: string;
  questions: string[];
};

/** What is asked in a unit. */
export type AskingShown = {
  asked: AskingForm;
  /** All that may be asked besides the name, in the order of the form. */
  fields: Askable[];
  /** All questions of health that may be asked. */
  questions: Askable[];
};

/** A page of the book. */
export type Book = {
  entries: Shown[];
  /** Asks for the next page; absent on the last. */
  next?: string;
  /** How many entries without a day were received on the days that were asked for, or at all where none were; absent behind the first page. */
  undated?: number;
  /** The unit's time zone, in which days and hours are told. */
  zone: string;
};

/** A day's figure that somebody told by telephone. */
export type ByHand = {
  entered_at: string;
  /** The user who entered it. */
  entered_by: string;
  people_in: number;
  people_out: number;
  /** Who said it, and how. */
  source: string;
};

export type Changed = {
  coverage?: Coverage;
  people_in: number;
  people_out: number;
  standing: string;
};

/** What was counted in one unit on one day. */
export type Counted = {
  /** Lines of the log. */
  entries: number;
  /** People who came in. */
  people_in: number;
  /** People who went out. */
  people_out: number;
};

/** How many of those who passed were recorded, in the windows in which a person counted them. */
export type Coverage = {
  /** Everybody who passed, as counted. */
  passed: number;
  /** Of them, those who were scanned or entered by name. */
  recorded: number;
  /** In tenths of a percent; absent where fewer than 30 passed. */
  share?: number;
};

export type DaySum = {
  day: string;
  drill?: Sum;
  sum: Sum;
};

/** What became of bytes that were to be taken. */
export type Decided = {
  /** `taken`, `left`; `distrusted`: trust the device first; `gap`: what comes before it isn't here; `fork`: other bytes are here in its place; `unreadable` */
  outcome: string;
};

export type DecisionForm = {
  /** Take its lines into the log; else they stay where they are and are never shown. */
  take: boolean;
};

/** A question that was answered. */
export type Disclosure = {
  asked_at: string;
  asked_by: string;
  document: string;
  /** The days that were asked for; absent where they weren't kept yet. */
  first?: string;
  last?: string;
  /** How many people were listed. */
  listed: number;
  minutes: number;
  requester: string;
};

/** An entry whose subject has to go. */
export type Erase = {
  /** base64url. */
  branch: string;
  /** base64url. */
  device: string;
  /** With it, those of all entries of the unit about the same person. */
  person?: boolean;
  seq: number;
};

/** What an erasure took. */
export type Erased = {
  entries: number;
};

export type Exposure = {
  /** Everyone whose stay overlapped, the longest first. */
  met: Met[];
  /** Their own stays of the days. */
  person: Present[];
  /** Entries without a day that were received on the days: whoever they are of may have been there, too. */
  undated: number;
  /** People without a name who passed on the days: nobody can say whether they met. */
  unnamed: number;
  zone: string;
};

/** Asks who was inside together with somebody. Each question is kept with its answer's size. */
export type ExposureForm = {
  /** By which document. */
  document: string;
  /** An entry of theirs, as `inside` names it: `history.seq` */
  entry: string;
  /** The days to look at, at most 31. */
  first: string;
  last: string;
  /** The least minutes together. */
  minutes: number;
  /** The user's own, once more. */
  password: string;
  /** Who wants to know. */
  requester: string;
};

export type FreezeForm = {
  first: string;
  last: string;
  /** UUID: the top of the branch. */
  unit: string;
};

/** An inspection that was filled in at a place's page. */
export type GateInspection = {
  at: string;
  /** The user's name. */
  by: string;
  monitors: boolean;
  name?: string;
  /** The place, by its code, and by its name where it is known. */
  place: string;
  /** Which reminder it is; 0 for none. */
  reminder: number;
  sample?: InspectionCount;
  /** Its place in the log of the unit's hub device. */
  seq: number;
  words?: InspectionWords;
};

/** A department of a unit. */
export type GroupReached = {
  /** `staff`, `pupil`, `trader`, `resident` */
  kind: string;
  /** Empty for those in none, and for departments of few. */
  name: string;
  reached: Reached;
};

export type Habits = {
  /** Whom to call. */
  contact?: string;
  /** By the day from which they hold; none means open day and night. */
  hours: Hours[];
  /** Days of the week on which it is open: bit 0 is Monday. */
  open_days: number;
  /** Days off from half a year ago on. */
  rest_days: RestDay[];
  /** How many days personal data is kept here. */
  subject_days: number;
  /** `Asia/Ho_Chi_Minh` */
  zone: string;
};

export type HabitsForm = {
  contact: string;
  open_days: number;
};

export type HourSum = {
  /** 0–23 */
  hour: number;
  people_in: number;
  people_out: number;
};

/** Opening hours that hold from a day on, until others do. */
export type Hours = {
  /** A day of the week that isn't told is open all day. To be set: where none is told, the hours of that day are taken back. */
  open: OpenDay[];
  since: string;
};

/** Who was inside of a unit at a moment. */
export type Inside = {
  at: string;
  /** Those who can be told apart, by the time they came. */
  people: Present[];
  /** People without a name or number, counted in less counted out. */
  unnamed: number;
  zone: string;
};

/** Whom somebody counted through the gate. */
export type InspectionCount = {
  from: string;
  people: number;
  until: string;
};

/** What somebody wrote of the gate. */
export type InspectionWords = {
  /** Empty for nobody. */
  on_duty: string;
  position: string;
  recommendations: string;
};

export type InviteForm = {
  /** The hub's address as kiosks reach it. */
  address: string;
  /** UUIDs of the posts. */
  posts: string[];
  /** Good for seven days, to be printed; else ten minutes, for the camera. */
  sheet: boolean;
};

/** An enrolment code. It is told this once. */
export type Invited = {
  gate: number;
  minutes: number;
  /** The code's rows from above, `1` where a module is dark. */
  modules: string[];
  name: string;
  /** UUID. */
  post: string;
  /** What the code says, for whoever types it. */
  text: string;
};

/** What a post needs to write files for this hub. */
export type Keys = {
  /** X25519 in base64url: files are sealed to it. */
  district: string;
  /** Ed25519 in base64url: receipts lead to it. */
  root: string;
};

/** A post that was made. */
export type Made = {
  /** UUID. */
  post: string;
};

export type Met = {
  /** Both ends of both stays were seen, by clocks that are trusted; else the time is an estimate that leaves nobody out: an end that nobody saw is that of its day. */
  certain: boolean;
  /** Together. */
  minutes: number;
  who: Present;
};

export type NamedDay = {
  day: string;
  /** Empty: it is no day off any more. */
  name: string;
};

/** Why a file wasn't taken in. */
export type NotTakenIn = {
  /** In words, with what to do. */
  error: string;
};

/** From when to when it is open on a day of the week. */
export type OpenDay = {
  /** `07:30`, in Việt Nam */
  from: string;
  /** `17:00`, at most `24:00`; at or before `from` it is of the next day. */
  to: string;
  /** 0 is Monday. */
  weekday: number;
};

/** A branch of the tree on one day. */
export type Overview = {
  /** `2026-03-02` */
  day: string;
  /** Parents first. */
  units: UnitDay[];
};

/** A settled period. */
export type Period = {
  first: string;
  frozen_at: string;
  frozen_by: string;
  last: string;
  /** UUID. */
  period: string;
  /** UUID: the top of the branch. */
  unit: string;
};

/** A unit's day as it was frozen, and as it is now. */
export type PeriodRow = {
  coverage?: Coverage;
  day: string;
  name: string;
  now?: Changed;
  people_in: number;
  people_out: number;
  /** `counted`, `zero`, `rest`, `incomplete`, `silent`, `by-hand`, `drill`, `no-post` */
  standing: string;
  /** UUID. */
  unit: string;
};

/** A settled period with what has changed since. */
export type PeriodShown = {
  /** What later data adds to the period, or takes from it. */
  change_in: number;
  change_out: number;
  coverage?: Coverage;
  /** Of days that were drills, as frozen: in no other sum. */
  drill_in: number;
  drill_out: number;
  people_in: number;
  people_out: number;
  period: Period;
  rows: PeriodRow[];
};

export type Person = {
  /** They can't sign in any more. */
  disabled: boolean;
  name: string;
  /** `viewer`, `head`, `admin` */
  role: string;
  /** UUID: the top of what they see. */
  unit: string;
  /** UUID. */
  user: string;
};

export type PersonForm = {
  name: string;
  password: string;
  role: Role;
};

/** A day's figure by telephone. */
export type PhoneForm = {
  day: string;
  people_in: number;
  people_out: number;
  /** Who said it, and how: `bà Lan, văn phòng, gọi 16 giờ 40` */
  source: string;
};

/** A branch's places as of a day. */
export type PlacesShown = {
  /** Of these, units whose gates had figures that day, had zero, and were silent. */
  counted: number;
  /** `2026-03-02` */
  day: string;
  /** Units that have a gate or a place. Of others nobody expects a poster. */
  expected: number;
  posters: Posters;
  silent: number;
  trips: Trips;
  /** Parents first. */
  units: UnitPlaces[];
  /** Of these, units with a place that is registered, with one that is put up, and with none. */
  with_places: number;
  with_posted: number;
  without: number;
  zero: number;
};

export type PostForm = {
  /** The gate's number within the unit. */
  gate: number;
  name: string;
};

/** A device at a gate, with its last sign of life. */
export type PostShown = {
  /** Its program. */
  app?: string;
  /** How far its clock is ahead of ours, by its last heartbeat. */
  clock_ahead_ms?: number;
  /** base64url; absent where nobody enrolled yet. */
  device?: string;
  /** Bytes that are free on its disk. */
  disk_free?: number;
  gate: number;
  /** Its newest heartbeat or batch. */
  heard_at?: string;
  name: string;
  /** UUID. */
  post: string;
  /** `active`, `retired`, `distrusted` */
  state?: string;
  /** Entries that it still has to send, as it said last. */
  waiting?: number;
};

/** Places with a poster that counts. */
export type Posters = {
  /** Of these, somebody looked at it where it hangs within 30 days. */
  inspected: number;
  /** Of these, it was put up. */
  posted: number;
  /** A poster was made: it is registered. */
  registered: number;
};

/** Somebody's stay, with what was sent of them. */
export type Present = {
  birth_year?: number;
  /** A time of it was typed in by hand. */
  by_hand: boolean;
  /** When they came in; absent where nobody saw it. */
  came_at?: string;
  came_gate?: number;
  /** Names their entry: `history.seq` */
  entry: string;
  last4?: string;
  /** When they went; absent where nobody saw it, or not yet. */
  left_at?: string;
  left_gate?: number;
  name?: string;
  /** Phone number, where it was sent. */
  phone?: string;
  /** A time of it is of a clock that nobody trusts. */
  undated: boolean;
};

/** People of a list, and how many of them were seen with each kind of code as far back as their post's log tells of them. */
export type Reached = {
  /** With the code of an app, which proves that they have it. */
  app: number;
  /** The same of `app`. */
  app_share?: number;
  /** With a badge of ours. */
  badge: number;
  /** With a citizen card. */
  card: number;
  /** With a pass of ours that they had declared for. */
  pass: number;
  people: number;
  /** By whatever means. */
  seen: number;
  /** `seen` in tenths of a percent; absent of nobody. */
  share?: number;
};

/** What a branch of the tree counted in a period. */
export type ReportShown = {
  /** When it was asked for: the figures are as of then. */
  at: string;
  coverage?: Coverage;
  days: DaySum[];
  /** Of days that were drills: in no other sum. */
  drill: Sum;
  first: string;
  hours: HourSum[];
  last: string;
  /** The branch's name. */
  name: string;
  total: Sum;
  /** Received on these days, of clocks that nobody trusts: it counts for no day and is in no other sum. */
  undated: Sum;
  /** Parents first. */
  units: UnitSum[];
  ways: Ways;
};

export type RestDay = {
  day: string;
  name: string;
  /** Its own; else of a unit above it. */
  own: boolean;
};

export type RestDaysForm = {
  days: NamedDay[];
};

/** What a user may see and do. */
export type Role = "viewer" | "head" | "admin";

/** A refusal's body. */
export type Said = {
  /** `signed-out`, `wrong`, `too-many`, `foreign`, `not-allowed`, `not-found`, `malformed`, `taken`, `hours`, `span`, `unable` */
  code: string;
  /** In words, for whoever reads a log. */
  error: string;
};

export type SettleForm = {
  about: string;
  /** As the alarm says it. */
  device: string;
  /** What was found or done. */
  how: string;
  kind: string;
};

/** An entry as it was written, with what was sent of its subject. */
export type Shown = {
  /** base64url. */
  branch: string;
  /** The time that it counts for; where it has no day, what its clock said. */
  counted_at: string;
  /** base64url, as kiosks show it. */
  device: string;
  /** Names it within its unit: `history.seq` */
  entry: string;
  /** Why its subject is gone for good: `erased` (somebody asked for it) or `purged` (its time was over); absent where it isn't. */
  gone?: string;
  /** Its post has said that it is gone there, too. */
  gone_there: boolean;
  /** The chain's head behind this entry, base64url: what a receipt witnessed. */
  head: string;
  /** The line; null where it is no JSON. */
  line: Record<string, unknown>;
  received_at: string;
  seq: number;
  /** Groups of its subject by name, with the identity that a later correction says; absent for viewers, and where none were sent. */
  subject?: Record<string, unknown>;
  /** Its clock isn't trusted: it counts for no day. */
  undated: boolean;
};

/** A name and its password. */
export type SignIn = {
  name: string;
  password: string;
};

/** What is known of a unit's day. */
export type Standing = {
  kind: "counted";
} | {
  kind: "zero";
} | {
  kind: "rest";
} | {
  kind: "incomplete";
} | {
  kind: "silent";
  since: string;
} | {
  kind: "by-hand";
} | {
  kind: "drill";
} | {
  kind: "no-post";
};

export type StateForm = {
  /** `active`, `retired`, `distrusted` */
  state: string;
};

export type Sum = {
  entries: number;
  people_in: number;
  people_out: number;
};

/** What an erasure would take. */
export type ToErase = {
  /** Entries about the same person, this one included; absent where no number names who it is about. */
  of_person?: number;
};

/** Trips of a unit's vehicles on a day, as their conductors counted them: in no figure of a gate. */
export type Trips = {
  /** How many came on board; who rides twice is two. */
  boarded: number;
  trips: number;
};

/** One unit, itself and without those below it. */
export type UnitDay = {
  /** Matters that a person has to look at. */
  alarms: number;
  by_hand?: ByHand;
  /** Devices whose clock was more than five minutes off when last heard of. */
  clocks_off: number;
  /** Whom to call. */
  contact?: string;
  coverage?: Coverage;
  /** Levels below the top of what was asked for. */
  depth: number;
  /** Of these, histories that part. */
  forks: number;
  /** When the gate that was silent longest was last heard of; absent without a gate. */
  heard_at?: string;
  /** The same weekday a week before. */
  last_week: Counted;
  /** That day was a drill. */
  last_week_is_drill: boolean;
  name: string;
  /** UUID of the unit above it; absent for the top. */
  parent?: string;
  /** Gates that are in use. */
  posts: number;
  /** Of these, gates that were not heard of for too long. */
  silent: number;
  standing: Standing;
  today: Counted;
  /** Received that day, of a clock that nobody trusts: it counts for no day and isn't in `today`. */
  undated: Counted;
  /** UUID. */
  unit: string;
  /** Programs at its gates, by name and version. */
  versions: string[];
  /** Entries that its posts still have to send, as they said last. */
  waiting: number;
};

/** One unit's places, itself and without those below it. */
export type UnitPlaces = {
  /** Levels below the top of what was asked for. */
  depth: number;
  name: string;
  posters: Posters;
  /** What came of its gates that day: figures, zero, silence. */
  standing: Standing;
  trips: Trips;
  /** UUID. */
  unit: string;
};

/** One unit, itself and without those below it. */
export type UnitReached = {
  /** The oldest day as of which one of its posts told it; absent where none did. */
  day?: string;
  /** Levels below the top of what was asked for. */
  depth: number;
  groups: GroupReached[];
  name: string;
  reached: Reached;
  /** UUID. */
  unit: string;
};

export type UnitSum = {
  by_hand: number;
  /** Days with figures by the log. */
  counted: number;
  coverage?: Coverage;
  depth: number;
  /** Of days that were drills: in no other sum. */
  drill: Sum;
  drills: string[];
  /** Days of which the log isn't here, or not whole: *báo thiếu ngày*. */
  missing: string[];
  name: string;
  /** It has no gate yet. */
  no_post: boolean;
  rest: number;
  sum: Sum;
  /** Received on these days and counted for none. */
  undated: Sum;
  /** UUID. */
  unit: string;
  zero: number;
};

/** A request's body that waits for a person. */
export type Waiting = {
  /** base64url. */
  device: string;
  error?: string;
  /** UUID. */
  quarantine: string;
  received_at: string;
  /** UUID. */
  unit: string;
  /** `distrusted`, `failed` */
  why: string;
};

/** How people passed, in and out together, and what else was written. */
export type Ways = {
  by_hand: number;
  corrections: number;
  decided: number;
  from_paper: number;
  gaps: number;
  refused: number;
  scanned: number;
  turned_away: number;
  unscanned: number;
  voids: number;
};

/** Who is signed in. */
export type Who = {
  /** To be sent as `chot-csrf` with everything that changes something. */
  csrf: string;
  name: string;
  role: Role;
  /** UUID: the top of what they see. */
  unit: string;
};
