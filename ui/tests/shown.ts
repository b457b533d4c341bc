import type { ShownView } from "../src/backend/bindings";

/** Something shown, with what the test is about. */
export function shown(part: Partial<ShownView> & Pick<ShownView, "verdict">): ShownView {
  return {
    id: 1,
    at: Date.now(),
    seq: 1,
    direction: null,
    kind: "citizen-card",
    name: "Nguyễn Văn An",
    initials: "N. V. A",
    birthYear: 1990,
    lastFour: "0001",
    since: null,
    reasons: [],
    foreign: null,
    badge: null,
    place: null,
    number: null,
    count: null,
    purpose: null,
    open: part.verdict === "look" || part.verdict === "refuse",
    rules: [],
    missing: [],
    alike: null,
    document: null,
    watched: [],
    expected: [],
    group: null,
    ...part,
  };
}
