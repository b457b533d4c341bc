import { describe, expect, it, vi } from "vitest";
import { Api, query, Refused } from "../src/hub/api";
import type { PostShown, Present, Shown, UnitDay } from "../src/hub/bindings";
import { dayIn, dayWords } from "../src/hub/desk";
import { isErasable, namesPerson, rowOf } from "../src/hub/entries";
import { change, isReplaced, peopleOf, totals, undatedOf } from "../src/hub/figures";
import { readGates } from "../src/hub/gates";
import { holidays } from "../src/hub/holidays";
import { readHours, readWeek, weekWords } from "../src/hub/hours";
import { dateOfNumber, lunarDay } from "../src/hub/lunar";
import { causeOf } from "../src/hub/nudge";
import { isSpan, stayWords } from "../src/hub/stays";
import { readWhere, writeWhere } from "../src/hub/where";
import { words as gateWords } from "../src/words";
import { hubWords } from "../src/words/hub";

function unit(more: Partial<UnitDay> = {}): UnitDay {
  return {
    unit: "u",
    name: "Xã",
    depth: 0,
    posts: 2,
    silent: 0,
    today: { entries: 10, people_in: 6, people_out: 4 },
    undated: { entries: 0, people_in: 0, people_out: 0 },
    last_week: { entries: 9, people_in: 5, people_out: 4 },
    last_week_is_drill: false,
    standing: { kind: "counted" },
    waiting: 0,
    alarms: 0,
    forks: 0,
    versions: [],
    clocks_off: 0,
    ...more,
  };
}

const byHand = {
  people_in: 30,
  people_out: 20,
  source: "bà Lan",
  entered_by: "a",
  entered_at: "2026-03-02T09:00:00Z",
};

describe("the figures of a district", () => {
  it("count a figure by hand only while the log isn't here", () => {
    const told = unit({ standing: { kind: "by-hand" }, by_hand: byHand });
    const arrived = unit({ by_hand: byHand });
    expect(peopleOf(told)).toEqual({ in: 30, out: 20 });
    expect(peopleOf(arrived)).toEqual({ in: 6, out: 4 });
    expect([isReplaced(told), isReplaced(arrived), isReplaced(unit())]).toEqual([false, true, false]);
    const sum = totals([
      told,
      arrived,
      unit({ standing: { kind: "silent", since: "x" }, silent: 1, waiting: 3 }),
    ]);
    expect(sum.people).toEqual({ in: 42, out: 28 });
    expect(sum.states).toMatchObject({ "by-hand": 1, counted: 1, silent: 1, zero: 0 });
    expect([sum.units, sum.posts, sum.silentPosts, sum.waiting, sum.lastWeek]).toEqual([3, 6, 1, 3, 15]);
  });

  it("keep a drill apart from every sum, and know a share of thirty at least", () => {
    const drill = unit({ standing: { kind: "drill" }, coverage: { passed: 40, recorded: 40, share: 1000 } });
    const counted = unit({ coverage: { passed: 20, recorded: 19 }, last_week_is_drill: true });
    const sum = totals([drill, counted, unit()]);
    expect([sum.people, sum.drill, sum.entries]).toEqual([{ in: 12, out: 8 }, { in: 6, out: 4 }, 20]);
    expect(sum.lastWeek).toBe(10);
    expect(sum.coverage).toEqual({ passed: 20, recorded: 19 });
    expect(totals([counted, counted]).coverage).toEqual({ passed: 40, recorded: 38, share: 950 });
    expect(totals([unit()]).coverage).toBeUndefined();
  });

  it("tell what has no day by unit and together, also what a correction alone takes back", () => {
    const two = { entries: 2, people_in: 2, people_out: 0 };
    const undone = { entries: 0, people_in: -1, people_out: 0 };
    const units = [unit(), unit({ unit: "v", undated: two }), unit({ unit: "w", undated: undone })];
    const found = undatedOf(units);
    expect(found.units.map((one) => one.unit)).toEqual(["v", "w"]);
    expect([found.entries, found.people]).toEqual([2, { in: 1, out: 0 }]);
    expect(undatedOf([unit()]).units).toEqual([]);
  });

  it("are compared with the same weekday", () => {
    expect([change(12, 10), change(5, 10), change(10, 10), change(3, 0), change(0, 0)]).toEqual([
      "+20 %",
      "−50 %",
      "=",
      "–",
      "=",
    ]);
  });
});

describe("an entry of the book", () => {
  const shown = (more: Partial<Shown> = {}): Shown => ({
    device: "d",
    branch: "b",
    seq: 7,
    entry: "1.7",
    head: "h",
    counted_at: "2026-03-02T05:00:00Z",
    received_at: "2026-03-02T05:00:01Z",
    line: { kind: "scan", gate: 1, subject: "hash" },
    gone_there: false,
    undated: false,
    ...more,
  });
  const row = (entry: Shown) => rowOf(entry, hubWords.vi, gateWords.vi);

  it("says that its data is gone, and why", () => {
    expect(row(shown()).gone).toBe("");
    expect(row(shown({ gone: "erased" })).gone).toBe("đã xoá");
    expect(row(shown({ gone: "purged" })).gone).toBe("hết hạn giữ, đã xoá");
  });

  it("can be erased once, where there is anything to erase", () => {
    expect(isErasable(shown())).toBe(true);
    expect(isErasable(shown({ gone: "erased" }))).toBe(false);
    expect(isErasable(shown({ line: { kind: "passed" } }))).toBe(false);
    expect(isErasable(shown({ line: null as unknown as Shown["line"] }))).toBe(false);
  });

  it("names a person where a number does", () => {
    expect(namesPerson(shown())).toBe(false);
    expect(namesPerson(shown({ subject: { note: { purpose: 1 } } }))).toBe(false);
    expect(namesPerson(shown({ subject: { identity: { name: "Lê Văn Cũ" } } }))).toBe(false);
    expect(namesPerson(shown({ subject: { identity: { name: "Lê Văn Cũ", person: "p" } } }))).toBe(true);
  });
});

describe("the likely cause of a silence", () => {
  const now = Date.parse("2026-03-02T09:00:00Z");
  const post = (more: Partial<PostShown> = {}): PostShown => ({
    post: "p",
    name: "Cổng",
    gate: 1,
    device: "d",
    state: "active",
    ...more,
  });
  const silent = (heard_at: string, count: number) =>
    unit({ standing: { kind: "silent", since: heard_at }, heard_at, silent: count });

  it.each([
    [unit({ posts: 0, standing: { kind: "no-post" } }), [], "no-post"],
    [unit({ posts: 0, standing: { kind: "no-post" } }), [post({ state: "retired" })], "stopped"],
    [silent("2026-03-02T05:00:00Z", 1), [post()], "some-off"],
    [silent("2026-03-02T05:00:00Z", 2), [post()], "off"],
    [silent("2026-02-20T05:00:00Z", 2), [post()], "off-long"],
    [silent("2026-03-02T05:00:00Z", 2), [post({ disk_free: 5e8 })], "disk-full"],
    [unit({ standing: { kind: "incomplete" }, waiting: 3 }), [post()], "slow"],
    [unit(), [post()], "none"],
  ] as const)("%#: %o", (of, posts, cause) => {
    expect(causeOf(of, posts, now)).toBe(cause);
  });
});

describe("the lunar calendar", () => {
  // As Việt Nam's calendars say it; in 1985 and 2007 China's said another day, in 2030 too.
  it.each([
    [1985, "1985-01-21"],
    [2007, "2007-02-17"],
    [2020, "2020-01-25"],
    [2023, "2023-01-22"],
    [2024, "2024-02-10"],
    [2025, "2025-01-29"],
    [2026, "2026-02-17"],
    [2027, "2027-02-06"],
    [2028, "2028-01-26"],
    [2029, "2029-02-13"],
    [2030, "2030-02-02"],
    [2033, "2033-01-31"],
    [2034, "2034-02-19"],
  ])("has Tết of %i on %s", (year, day) => {
    expect(dateOfNumber(lunarDay(year, 1, 1))).toBe(day);
  });

  it.each([
    [2023, "2023-04-29"],
    [2024, "2024-04-18"],
    [2025, "2025-04-07"],
    [2026, "2026-04-26"],
  ])("has the Hùng kings' day of %i on %s", (year, day) => {
    expect(dateOfNumber(lunarDay(year, 3, 10))).toBe(day);
  });

  it("gives eleven days off in order, five of them Tết's", () => {
    const days = holidays(2026, hubWords.vi.habits);
    expect(days.map((day) => day.day)).toEqual([
      "2026-01-01",
      "2026-02-16",
      "2026-02-17",
      "2026-02-18",
      "2026-02-19",
      "2026-02-20",
      "2026-04-26",
      "2026-04-30",
      "2026-05-01",
      "2026-09-01",
      "2026-09-02",
    ]);
    expect(days.filter((day) => day.name === "Tết Nguyên đán")).toHaveLength(5);
  });
});

describe("opening hours", () => {
  it.each([
    ["7:30", "17:00", { from: "07:30", to: "17:00" }],
    ["7h30", "17", { from: "07:30", to: "17:00" }],
    ["0", "24", { from: "00:00", to: "24:00" }],
    ["00:00", "24h00", { from: "00:00", to: "24:00" }],
    ["18:00", "06:00", { from: "18:00", to: "06:00" }],
    ["18:00", "0:00", { from: "18:00", to: "00:00" }],
    ["", "17:00", { wrong: "from" }],
    ["7:60", "17:00", { wrong: "from" }],
    ["7:30", "24:01", { wrong: "to" }],
    ["7:30", "sáng", { wrong: "to" }],
    ["24:00", "6:00", { wrong: "late" }],
    ["8:00", "8h", { wrong: "same" }],
  ])("typed as %s and %s are %o", (from, to, read) => {
    expect(readHours({ from, to })).toEqual(read);
  });

  it("of a week leave out the days with nothing typed and name the first wrong one", () => {
    const none = { from: "", to: " " };
    const day = { from: "8:00", to: "17:00" };
    expect(readWeek([day, none, day])).toEqual([
      { weekday: 0, from: "08:00", to: "17:00" },
      { weekday: 2, from: "08:00", to: "17:00" },
    ]);
    expect(readWeek([day, { from: "8:00", to: "" }, { from: "x", to: "y" }])).toEqual({
      wrong: "to",
      weekday: 1,
    });
    expect(readWeek([none])).toEqual([]);
  });

  it("are told at once where all days are the same, and beyond midnight as that", () => {
    const words = hubWords.vi.habits;
    const all = (from: string, to: string) => ({
      since: "2026-03-02",
      open: words.days.map((_, weekday) => ({ weekday, from, to })),
    });
    expect(weekWords(all("07:30", "17:00"), words)).toBe("mọi ngày 07:30–17:00");
    expect(weekWords(all("18:00", "06:00"), words)).toBe("mọi ngày 18:00–06:00 hôm sau");
    expect(weekWords(all("18:00", "00:00"), words)).toBe("mọi ngày 18:00–00:00 hôm sau");
    expect(weekWords(all("00:00", "24:00"), words)).toBe("mọi ngày cả ngày");
    const saturday = { since: "2026-03-02", open: [{ weekday: 5, from: "08:00", to: "11:30" }] };
    expect(weekWords(saturday, words)).toContain("Thứ sáu cả ngày, Thứ bảy 08:00–11:30, Chủ nhật cả ngày");
  });
});

describe("a list of gates", () => {
  it("is read as spreadsheets write it", () => {
    const gates = [
      { gate: 1, name: "Cổng chính" },
      { gate: 2, name: 'Cổng "sau", phía đông' },
    ];
    expect(readGates('\uFEFFsố,tên\r\n1,Cổng chính\r\n\r\n2;"Cổng ""sau"", phía đông"\r\n')).toEqual(gates);
    expect(readGates("1\tCổng chính")).toEqual(gates.slice(0, 1));
  });

  it("tells the first line that is wrong", () => {
    expect(readGates("1,Cổng chính\nCổng sau")).toEqual({ wrong: 2 });
    expect(readGates("0,Cổng")).toEqual({ wrong: 1 });
    expect(readGates("5,")).toEqual({ wrong: 1 });
  });
});

describe("an exposure list", () => {
  it("is about one day to thirty-one", () => {
    expect(isSpan("2026-03-02", "2026-03-02")).toBe(true);
    expect(isSpan("2026-03-01", "2026-03-31")).toBe(true);
    expect(isSpan("2026-03-01", "2026-04-01")).toBe(false);
    expect(isSpan("2026-03-02", "2026-03-01")).toBe(false);
    expect(isSpan("", "2026-03-01")).toBe(false);
  });

  const words = hubWords.vi.exposure;
  const stay = (more: Partial<Present>): Present => ({
    entry: "1.1",
    by_hand: false,
    undated: false,
    ...more,
  });
  it.each([
    [{ came_at: "2026-03-02T01:00:00Z", left_at: "2026-03-02T04:30:00Z" }, "02/03/2026", "08:00 – 11:30"],
    [
      { came_at: "2026-03-02T15:00:00Z", left_at: "2026-03-02T23:00:00Z" },
      "02/03/2026",
      "22:00 – 06:00 hôm sau",
    ],
    [{ came_at: "2026-03-02T01:00:00Z" }, "02/03/2026", "08:00 – 24:00 (không thấy)"],
    [{ left_at: "2026-03-02T04:30:00Z" }, "02/03/2026", "00:00 (không thấy) – 11:30"],
  ])("tells %o as of %s, %s", (who, day, times) => {
    expect(stayWords(stay(who), "Asia/Ho_Chi_Minh", words)).toEqual([day, times]);
  });
});

describe("an address", () => {
  it("names a page, and each page an address", () => {
    expect(readWhere("/")).toEqual({ page: "overview", of: null });
    expect(readWhere("/book/abc")).toEqual({ page: "book", of: "abc" });
    expect(readWhere("/book/abc/def")).toBeNull();
    expect(readWhere("/elsewhere")).toBeNull();
    expect(writeWhere({ page: "periods", of: "x" })).toBe("/periods/x");
    const undated = { from: "2026-03-01", to: "2026-03-02" };
    const address = writeWhere({ page: "book", of: "x", undated });
    expect(address).toBe("/book/x?undated=2026-03-01..2026-03-02");
    expect(readWhere("/book/x", "?undated=2026-03-01..2026-03-02")).toEqual({
      page: "book",
      of: "x",
      undated,
    });
    expect(readWhere("/book/x", "?undated=soon")).toEqual({ page: "book", of: "x" });
    expect(readWhere("/unit/x", "?undated=2026-03-01..2026-03-02")).toEqual({ page: "unit", of: "x" });
  });

  it("asks for nothing that is empty", () => {
    expect(query({ a: "", b: null, c: undefined })).toBe("");
    expect(query({ q: "nguyễn văn", limit: 0 })).toBe("?q=nguy%E1%BB%85n+v%C4%83n&limit=0");
  });
});

describe("a day", () => {
  it("is Việt Nam's and is written as a person writes it", () => {
    expect(dayIn("Asia/Ho_Chi_Minh", Date.parse("2026-03-01T17:00:00Z"))).toBe("2026-03-02");
    expect(dayWords("2026-03-02")).toBe("02/03/2026");
  });
});

describe("the hub, as the pages ask it", () => {
  const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status, headers }));

  it("gets what only the page knows with every change", async () => {
    const ask = vi.fn<(path: string, options: RequestInit) => Promise<Response>>();
    ask.mockReturnValueOnce(answer(200, { name: "a", role: "head", unit: "u", csrf: "secret" }));
    ask.mockReturnValueOnce(answer(204, undefined));
    const api = new Api(() => null, ask);
    await api.signIn("a", "b");
    await api.send("PUT", "/api/x", { y: 1 });
    expect(ask.mock.calls[1]?.[1]).toMatchObject({
      method: "PUT",
      headers: { "chot-csrf": "secret" },
      body: '{"y":1}',
    });
  });

  it.each([
    [401, { code: "signed-out", error: "" }, "signed-out", 1],
    [401, { code: "wrong", error: "" }, "wrong", 0],
    [429, { code: "too-many", error: "" }, "too-many", 0],
    [502, "<html>", "unable", 0],
    [400, "text", "malformed", 0],
  ])("%i is told as what it is", async (status, body, code, out) => {
    const signedOut = vi.fn();
    const api = new Api(signedOut, () => answer(status, body, { "retry-after": "30" }));
    const thrown = await api.get("/api/x").catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Refused);
    expect(thrown).toMatchObject({ code, seconds: 30 });
    expect(signedOut).toHaveBeenCalledTimes(out);
  });
});
