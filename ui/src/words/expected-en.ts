import type { expectedVi } from "./expected-vi";

/** The words of the visitors whom the unit expects, in English. */
export const expectedEn: typeof expectedVi = {
  what: "Visitors who are expected, by day: who comes, to see whom, what for. At the gate the guard's side says \"Expected\", and the log notes purpose and host by itself. Names are compared as those to be looked at; nobody's verdict changes.",
  dayOf: "Day",
  none: (day) => `Nobody is expected on ${day}.`,
  add: "Add a visitor",
  field: {
    name: "The visitor's name",
    birth: "Birth year, if known",
    organisation: "Organisation",
    host: "Whom to see",
    purpose: "What for",
    day: "Day (empty: today)",
    from: "From (as 8:30)",
    until: "Until",
  },
  fileHow:
    "Columns: Họ và tên, Năm sinh, Gặp ai, Việc, Cơ quan, Từ giờ, Đến giờ, Ngày (without it, the day that is shown). A file takes nobody off the list.",
  columns: { hours: "Hours", name: "Visitor", host: "Whom to see, what for", came: "Came" },
  hours: (from, until) => (until === "" ? from : from === "" ? `until ${until}` : `${from} to ${until}`),
  figures: (all, came, maybe) =>
    `${all} expected, ${came} came${maybe === 0 ? "" : `, ${maybe} may have come`}, ${all - came - maybe} not seen`,
  came: (hour) => `came at ${hour}`,
  mayHaveCome: (hour) => `may have come at ${hour} (a name nearly alike, or two of one name)`,
  notYet: "not yet",
  stayedAway: "not seen",
  expected: (host, purpose) =>
    purpose === "" ? `Expected: to see ${host}` : `Expected: to see ${host}, ${purpose}`,
  toSee: (host) => `expected by ${host}`,
  maybe: (who) => `may be ${who}: ask`,
};
