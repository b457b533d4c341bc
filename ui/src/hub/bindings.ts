export type AlarmShown = {
  unit: string;
  device: string;
  kind: string;
  about: string;
  raised_at: string;
};

export type Book = {
  entries: Shown[];
  next?: string;
  zone: string;
};

export type ByHand = {
  people_in: number;
  people_out: number;
  source: string;
  entered_by: string;
  entered_at: string;
};

export type Changed = {
  standing: string;
  people_in: number;
  people_out: number;
};

export type Counted = {
  entries: number;
  people_in: number;
  people_out: number;
};

export type DaySum = {
  day: string;
  sum: Sum;
};

export type Decided = {
  outcome: string;
};

export type DecisionForm = {
  take: boolean;
};

export type Disclosure = {
  asked_at: string;
  asked_by: string;
  requester: string;
  document: string;
  minutes: number;
  listed: number;
};

export type Erase = {
  device: string;
  branch: string;
  seq: number;
};

export type Exposure = {
  person: Present[];
  met: Met[];
  unnamed: number;
  zone: string;
};

export type ExposureForm = {
  day: string;
  entry: string;
  minutes: number;
  password: string;
  requester: string;
  document: string;
};

export type FreezeForm = {
  unit: string;
  first: string;
  last: string;
};

export type Habits = {
  open_days: number;
  contact?: string;
  zone: string;
  subject_days: number;
  rest_days: RestDay[];
};

export type HabitsForm = {
  open_days: number;
  contact: string;
};

export type HourSum = {
  hour: number;
  people_in: number;
  people_out: number;
};

export type Inside = {
  at: string;
  people: Present[];
  unnamed: number;
  zone: string;
};

export type InviteForm = {
  posts: string[];
  address: string;
  sheet: boolean;
};

export type Invited = {
  post: string;
  name: string;
  gate: number;
  text: string;
  modules: string[];
  minutes: number;
};

export type Made = {
  post: string;
};

export type Met = {
  who: Present;
  minutes: number;
  certain: boolean;
};

export type NamedDay = {
  day: string;
  name: string;
};

export type Period = {
  period: string;
  unit: string;
  first: string;
  last: string;
  frozen_by: string;
  frozen_at: string;
};

export type PeriodRow = {
  unit: string;
  name: string;
  day: string;
  standing: string;
  people_in: number;
  people_out: number;
  now?: Changed;
};

export type PeriodShown = {
  period: Period;
  people_in: number;
  people_out: number;
  change_in: number;
  change_out: number;
  rows: PeriodRow[];
};

export type Person = {
  user: string;
  unit: string;
  name: string;
  role: string;
  disabled: boolean;
};

export type PersonForm = {
  name: string;
  role: Role;
  password: string;
};

export type PhoneForm = {
  day: string;
  people_in: number;
  people_out: number;
  source: string;
};

export type PostForm = {
  name: string;
  gate: number;
};

export type PostShown = {
  post: string;
  name: string;
  gate: number;
  device?: string;
  state?: string;
  heard_at?: string;
  waiting?: number;
  app?: string;
  clock_ahead_ms?: number;
  disk_free?: number;
};

export type Present = {
  entry: string;
  name?: string;
  birth_year?: number;
  last4?: string;
  phone?: string;
  came_at?: string;
  came_gate?: number;
  left_at?: string;
  left_gate?: number;
  by_hand: boolean;
};

export type ReportShown = {
  name: string;
  first: string;
  last: string;
  at: string;
  total: Sum;
  units: UnitSum[];
  days: DaySum[];
  hours: HourSum[];
  ways: Ways;
};

export type RestDay = {
  day: string;
  name: string;
  own: boolean;
};

export type RestDaysForm = {
  days: NamedDay[];
};

export type Role = "viewer" | "head" | "admin";

export type Said = {
  code: string;
  error: string;
};

export type SettleForm = {
  device: string;
  kind: string;
  about: string;
  how: string;
};

export type Shown = {
  device: string;
  branch: string;
  seq: number;
  entry: string;
  head: string;
  counted_at: string;
  received_at: string;
  line: Record<string, unknown>;
  subject?: Record<string, unknown>;
};

export type SignIn = {
  name: string;
  password: string;
};

export type Standing = { kind: "counted" } | { kind: "zero" } | { kind: "rest" } | { kind: "incomplete" } | { kind: "by-hand" } | { kind: "no-post" } | { kind: "silent"; since: string };

export type StateForm = {
  state: string;
};

export type Sum = {
  entries: number;
  people_in: number;
  people_out: number;
};

export type UnitDay = {
  unit: string;
  parent?: string;
  name: string;
  depth: number;
  posts: number;
  silent: number;
  heard_at?: string;
  today: Counted;
  last_week: Counted;
  standing: Standing;
  by_hand?: ByHand;
  waiting: number;
  alarms: number;
  forks: number;
  versions: string[];
  clocks_off: number;
  contact?: string;
};

export type UnitSum = {
  unit: string;
  name: string;
  depth: number;
  sum: Sum;
  counted: number;
  zero: number;
  rest: number;
  by_hand: number;
  missing: string[];
  no_post: boolean;
};

export type Waiting = {
  unit: string;
  quarantine: string;
  device: string;
  received_at: string;
  why: string;
  error?: string;
};

export type Ways = {
  scanned: number;
  by_hand: number;
  unscanned: number;
  decided: number;
  from_paper: number;
  refused: number;
  turned_away: number;
  voids: number;
  corrections: number;
  gaps: number;
};

export type Who = {
  name: string;
  role: Role;
  unit: string;
  csrf: string;
};

