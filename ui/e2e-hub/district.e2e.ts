import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch, large, small } from "../e2e/browser";
import { violations } from "../e2e/looks";
import { hubWords } from "../src/words/hub";
import { at, go, openDesk, picture, signIn, Stage, tooWide, type UnitWord } from "./stage";

const words = hubWords.vi;
let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  [browser, stage] = await Promise.all([launch(), Stage.open()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), stage.close()]);
});

const rowOf = (unit: UnitWord) => `${at("unit")}[data-unit="${stage.told.units[unit]}"]`;
const standingOf = (page: Page, unit: UnitWord) => page.innerText(`${rowOf(unit)} ${at("standing")}`);

async function district(size = small) {
  const desk = await openDesk(browser, stage, size);
  await signIn(desk.page, stage, "quan");
  await desk.page.waitForSelector(rowOf("school"));
  return desk;
}

async function looksRight(page: Page): Promise<void> {
  expect(await tooWide(page)).toBe(0);
  expect(await violations(page)).toEqual([]);
}

describe("signing in", () => {
  it("tells a wrong password plainly, lets the right one in and ends with signing out", async () => {
    const { page, context, complaints } = await openDesk(browser, stage);
    await looksRight(page);
    await page.fill(at("name"), "quan");
    await page.fill(at("password"), "sai mật khẩu rồi");
    await page.click(at("enter"));
    await page.waitForSelector(`${at("refused")}[data-code=wrong]`);
    expect(await page.innerText(at("refused"))).toBe(words.refused.wrong);
    await looksRight(page);
    await picture(page, "sign-in-wrong");
    await signIn(page, stage, "quan");
    expect(await page.innerText(at("who"))).toBe("quan, quản trị");
    await page.reload();
    await page.waitForSelector(at("who"));
    await page.click(at("sign-out"));
    await page.waitForSelector(at("sign-in"));
    await page.reload();
    await page.waitForSelector(at("sign-in"));
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("waits after five wrong passwords and says how long", async () => {
    const { page, context } = await openDesk(browser, stage);
    for (let count = 0; count < 6; count += 1) {
      await page.fill(at("name"), "khoa");
      await page.fill(at("password"), "đoán mò lần nữa");
      const answered = page.waitForResponse((answer) => answer.url().endsWith("/api/session"));
      await page.click(at("enter"));
      await answered;
    }
    await page.waitForSelector(`${at("refused")}[data-code=too-many]`);
    expect(await page.innerText(at("refused"))).toMatch(/Xin chờ \d+ giây/);
    await context.close();
  });

  it("tells when the session has ended", async () => {
    const { page, context } = await district();
    await context.clearCookies();
    await page.click(at("reload"));
    await page.waitForSelector(at("ended"));
    expect(await page.innerText(at("ended"))).toBe(words.signIn.ended);
    await context.close();
  });

  it("is guarded by headers that forbid framing, sniffing and anything from elsewhere", async () => {
    for (const path of ["/", "/book/x", "/api/session", "/api/openapi.json"]) {
      const answer = await fetch(`${stage.told.address}${path}`);
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("x-frame-options")).toBe("DENY");
      if (path.startsWith("/api/")) expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  });
});

describe("a district's overview", () => {
  it.each([
    ["1366", small],
    ["1920", large],
  ])("tells the states apart by shape and word at %s", async (name, size) => {
    const { page, context, complaints } = await district(size);
    const told = Object.fromEntries(
      await Promise.all(
        (["school", "ward", "clinic", "market", "library", "archive"] as const).map(
          async (unit) => [unit, await standingOf(page, unit)] as const,
        ),
      ),
    );
    expect(told).toEqual({
      school: "có số",
      ward: "bằng 0",
      clinic: "nghỉ",
      market: "báo thiếu ngày",
      library: expect.stringMatching(/^im lặng từ \d\d:\d\d \d\d\/\d\d\/\d{4}$/) as string,
      archive: "chưa có cổng",
    });
    await looksRight(page);
    await picture(page, `overview-${name}`);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("counts people, compares with last week and filters by state", async () => {
    const { page, context } = await district();
    expect(await page.innerText(`${rowOf("school")} ${at("in")}`)).toBe("11");
    expect(await page.innerText(`${rowOf("school")} ${at("out")}`)).toBe("1");
    expect(await page.innerText(rowOf("school"))).toContain("+175 %");
    expect(await page.innerText(at("total-in"))).toBe("14");
    await page.click(at("filter-silent"));
    const shown = await page
      .locator(at("unit"))
      .evaluateAll((rows) => rows.map((row) => row.dataset["unit"]));
    expect(shown).toContain(stage.told.units.library);
    expect(shown).not.toContain(stage.told.units.school);
    await context.close();
  });

  it("tells what no clock could date beside the day, and leads to it", async () => {
    const { page, context, complaints } = await district();
    expect(await page.innerText(at("undated"))).toContain(words.undated(2));
    expect(await page.innerText(at("undated-people"))).toBe("vào 2, ra 0");
    expect(await page.innerText(`${rowOf("market")} ${at("in")}`)).toBe("3");
    expect(await page.innerText(`${rowOf("market")} ${at("undated-here")}`)).toBe(words.overview.undated(2));
    await page.click(at("see-undated"));
    await page.waitForSelector(at("entry"));
    const times = () => page.locator(`${at("entry")} td:first-child`).allInnerTexts();
    const without = await times();
    expect(without).toHaveLength(2);
    for (const time of without) expect(time).toMatch(/^chưa rõ ngày \(máy ghi \d\d:\d\d /);
    await page.reload();
    await page.waitForSelector(at("entry"));
    expect(await times()).toEqual(without);
    await looksRight(page);
    await picture(page, "undated-book");
    await page.click(at("to-dated"));
    await page.waitForSelector(at("to-undated"));
    await page.waitForSelector(at("entry"));
    const dated = await times();
    expect(dated).toHaveLength(3);
    for (const time of dated) expect(time).toMatch(/^\d\d:\d\d /);
    expect(await page.innerText(at("undated"))).toContain(words.undated(2));

    await go(page, "report");
    await page.click(at("show"));
    await page.waitForSelector(at("sum-with-undated"));
    const sum = Number(await page.innerText(at("sum-in")));
    const shown = await page.innerText(`${at("sum-with-undated")} td >> nth=0`);
    // The book's unit stays chosen: it is the market's report.
    expect([sum, Number(shown)]).toEqual([3, 5]);
    await looksRight(page);
    await picture(page, "undated-report");
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("says in English what it says in Vietnamese", async () => {
    const { page, context } = await district();
    await page.click(at("language"));
    await page.waitForSelector("html[lang=en]");
    expect(await standingOf(page, "ward")).toBe("zero");
    await looksRight(page);
    await context.close();
  });

  it("reminds a silent unit with contact, last word, likely cause and a paragraph to copy", async () => {
    const { page, context } = await district();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.click(`${rowOf("library")} ${at("nudge")}`);
    await page.waitForSelector(`${at("cause")}[data-cause=off]`);
    expect(await page.innerText(at("contact"))).toBe("Bà Lan, văn phòng, 024 0000 0000");
    expect(await page.innerText(at("heard"))).toMatch(/^\d\d:\d\d \d\d\/\d\d\/\d{4}$/);
    await page.click(at("copy"));
    await page.waitForSelector(at("copied"));
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("Kính gửi Thư viện quận.");
    expect(copied).toContain("máy tắt, mất điện hoặc mất mạng");
    expect(copied).toBe(await page.inputValue(at("paragraph")));
    await looksRight(page);
    await picture(page, "nudge");
    await context.close();
  });

  it("takes a figure by telephone with its source, and replaces it when the log is here", async () => {
    const { page, context } = await district();
    expect(await standingOf(page, "hall")).toMatch(/^im lặng từ/);
    await page.click(`${rowOf("hall")} ${at("nudge")}`);
    await page.fill(at("phone-in"), "30");
    await page.fill(at("phone-out"), "20");
    await page.fill(at("phone-source"), "ông Hải, bảo vệ, gọi điện");
    await page.click(at("phone-enter"));
    await page.waitForSelector(`${rowOf("hall")} ${at("standing")}[data-kind=by-hand]`);
    expect(await standingOf(page, "hall")).toBe("số nhập tay");
    expect(await page.innerText(`${rowOf("hall")} ${at("in")}`)).toBe("30");
    expect(await page.innerText(`${rowOf("hall")} ${at("hand")}`)).toContain(
      "ông Hải, bảo vệ, gọi điện. quan nhập lúc",
    );
    await looksRight(page);
    await picture(page, "by-hand");
    await stage.say("deliver hall");
    await page.click(at("reload"));
    await page.waitForSelector(`${rowOf("hall")} ${at("standing")}[data-kind=counted]`);
    expect(await page.innerText(`${rowOf("hall")} ${at("in")}`)).toBe("5");
    expect(await page.innerText(`${rowOf("hall")} ${at("hand")}`)).toContain(
      "thay số nhập tay (vào 30, ra 20",
    );
    await context.close();
  });
});

describe("a district's posters", () => {
  it("tell which units made, posted and inspected theirs, and which made none", async () => {
    const { page, context, complaints } = await district();
    await go(page, "places");
    await page.waitForSelector(rowOf("clinic"));
    const sums = await Promise.all(
      ["sum-registered", "sum-posted", "sum-inspected", "units-with-places", "units-with-posted"].map(
        (name) => page.innerText(at(name)),
      ),
    );
    // Six units have a gate.
    expect(sums).toEqual(["2", "1", "1", "1/6", "1/6"]);
    const figures = (unit: UnitWord) =>
      Promise.all(
        ["registered", "posted", "inspected"].map((name) => page.innerText(`${rowOf(unit)} ${at(name)}`)),
      );
    expect(await figures("clinic")).toEqual(["2", "1", "1"]);
    expect(await standingOf(page, "ward")).toBe("bằng 0");
    expect(await standingOf(page, "library")).toMatch(/^im lặng từ/);
    await looksRight(page);
    await picture(page, "places");
    await page.click(at("filter-without"));
    expect(await page.locator(rowOf("clinic")).count()).toBe(0);
    expect(await page.locator(rowOf("archive")).count()).toBe(0);
    expect(await page.innerText(`${rowOf("ward")} ${at("none")}`)).toBe(words.places.none);
    expect(await page.locator(at("unit")).count()).toBe(5);
    await looksRight(page);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe("who has a code", () => {
  it("is told by unit and department, in figures", async () => {
    const { page, context, complaints } = await district();
    await go(page, "adoption");
    await page.waitForSelector(rowOf("ward"));
    const figures = (row: string) =>
      Promise.all(["people", "seen", "card", "app"].map((name) => page.innerText(`${row} ${at(name)}`)));
    expect(await figures(rowOf("ward"))).toEqual(["19", "16\n84,2 %", "16", "4\n21,1 %"]);
    expect(await page.innerText(rowOf("library"))).toContain(words.adoption.none);
    await page.click(`${rowOf("ward")} ${at("open")}`);
    expect(await page.locator(at("group")).count()).toBe(2);
    expect(await figures(`${at("group")}:has-text("Một cửa")`)).toEqual([
      "12",
      "9\n75,0 %",
      "9",
      "4\n33,3 %",
    ]);
    expect(await page.innerText(`${at("total")} ${at("people")}`)).toBe("19");
    await looksRight(page);
    await picture(page, "adoption");
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe("a unit's form", () => {
  it("is chosen at one glance, and asked at the page behind its posters at once", async () => {
    const { page, context, complaints } = await district();
    const { address, units } = stage.told;
    await page.goto(`${address}/asking/${units.school}`);
    await page.waitForSelector(at("asking"));
    expect(await page.inputValue(at("ask-sex"))).toBe("optional");
    expect(await page.inputValue(at("ask-phone"))).toBe("must");
    expect(await page.isChecked(at("pass-fever"))).toBe(true);
    expect(await page.isDisabled(at("pass-tired"))).toBe(true);
    await looksRight(page);
    await picture(page, "asking");
    await page.selectOption(at("ask-phone"), "no");
    await page.selectOption(at("ask-address"), "must");
    await page.check(at("question-tired"));
    await page.check(at("pass-tired"));
    await page.uncheck(at("question-fever"));
    await page.click(at("save"));
    await page.waitForSelector(at("saved"));
    // What isn't asked is on no pass.
    expect(await page.isChecked(at("pass-fever"))).toBe(false);
    const unit = Buffer.from(units.school.replaceAll("-", ""), "hex").toString("base64url");
    const form = await (await fetch(`${address}/p/${unit}/BS-012`)).text();
    expect(form).toContain('name="address"');
    expect(form).not.toContain('name="phone"');
    expect(form).toContain("Có mệt mỏi không?");
    expect(form).not.toContain("Có sốt không?");
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("is seen and not changed by whoever looks on", async () => {
    const { page, context } = await openDesk(browser, stage);
    await signIn(page, stage, "xem");
    await go(page, "asking");
    await page.waitForSelector(at("asking"));
    expect(await page.isDisabled(at("ask-phone"))).toBe(true);
    expect(await page.locator(at("save")).count()).toBe(0);
    await looksRight(page);
    await context.close();
  });
});

describe("a settled period", () => {
  it("stays as it was frozen, and shows what comes later as a change", async () => {
    const { page, context, complaints } = await district();
    await go(page, "report");
    await page.click(at("show"));
    await page.waitForSelector(at("by-unit"));
    const before = Number(await page.innerText(at("sum-in")));
    await looksRight(page);
    await picture(page, "report");
    await page.click(at("freeze"));
    await page.click(at("see-period"));
    await page.waitForSelector(at("period"));
    expect(await page.innerText(at("changed"))).toBe(words.periods.noChange);
    await stage.say("come ward");
    await page.reload();
    await page.waitForSelector(`${at("period-row")}[data-changed=true]`);
    expect(await page.innerText(at("frozen-figures"))).toContain(`vào ${before},`);
    expect(await page.innerText(at("period-change"))).toBe("Vào +1, Ra 0");
    expect(await page.innerText(`${at("period-row")}[data-changed=true]`)).toContain("bằng 0");
    expect(await page.innerText(`${at("period-row")}[data-changed=true]`)).toContain("1 (+1)");
    await looksRight(page);
    await picture(page, "period");
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("can be fetched as CSV whose sums are the page's", async () => {
    const { page, context } = await district();
    await go(page, "report");
    await page.click(at("show"));
    await page.waitForSelector(at("csv"));
    const sum = Number(await page.innerText(at("sum-in")));
    const href = await page.getAttribute(at("csv"), "href");
    const answer = await page.request.get(`${stage.told.address}${href}`);
    const text = await answer.text();
    expect(text.startsWith("\uFEFF")).toBe(true);
    const rows = text.trimEnd().split("\r\n").slice(1);
    expect(rows.map((row) => Number(row.split(",")[1])).reduce((all, one) => all + one, 0)).toBe(sum);
    await context.close();
  });
});

describe("a report on paper", () => {
  it.each([
    ["pdf", "application/pdf", "%PDF-"],
    ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK"],
    ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"],
  ])("is made as %s for a branch and a period", async (form, kind, start) => {
    const { page, context } = await district();
    await go(page, "report");
    await page.click(at("show"));
    await page.waitForSelector(at(form));
    const href = await page.getAttribute(at(form), "href");
    const answer = await page.request.get(`${stage.told.address}${href}`);
    expect([answer.status(), answer.headers()["content-type"]]).toEqual([200, kind]);
    expect((await answer.body()).subarray(0, start.length).toString("latin1")).toBe(start);
    const elsewhere = await page.request.get(
      `${stage.told.address}/api/report/${form}?unit=00000000-0000-0000-0000-000000000000&first=2026-01-01&last=2026-01-01`,
    );
    expect(elsewhere.status()).toBe(404);
    await context.close();
  });
});

describe("who looks on", () => {
  it("sees figures and nobody's name, and changes nothing", async () => {
    const { page, context } = await openDesk(browser, stage);
    await signIn(page, stage, "xem");
    await page.waitForSelector(rowOf("school"));
    expect(await page.locator(at("to-people")).count()).toBe(0);
    expect(await page.locator(at("to-exposure")).count()).toBe(0);
    await page.click(`${rowOf("school")} .name`);
    await page.waitForSelector(at("entry"));
    expect(await page.innerText(at("book"))).not.toContain("Đức");
    expect(await page.innerText(at("book"))).toContain(words.book.unnamed);
    const refused = await page.evaluate(async (unit) => {
      const who = (await (await fetch("/api/session")).json()) as { csrf: string };
      const answer = await fetch(`/api/units/${unit}/phone-figures`, {
        method: "POST",
        headers: { "content-type": "application/json", "chot-csrf": who.csrf },
        body: JSON.stringify({ day: "2026-01-05", people_in: 1, people_out: 1, source: "x" }),
      });
      return answer.status;
    }, stage.told.units.school);
    expect(refused).toBe(403);
    await context.close();
  });
});
