import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch, large, small } from "../e2e/browser";
import { violations } from "../e2e/looks";
import { dayIn, dayWords, ZONE } from "../src/hub/desk";
import { hubWords } from "../src/words/hub";
import { at, go, openDesk, picture, signIn, Stage, tooWide } from "./stage";

const words = hubWords.vi;
let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  [browser, stage] = await Promise.all([launch(), Stage.open()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), stage.close()]);
});

async function looksRight(page: Page): Promise<void> {
  expect(await tooWide(page)).toBe(0);
  expect(await violations(page)).toEqual([]);
}

async function desk(name: string, size = small) {
  const opened = await openDesk(browser, stage, size);
  await signIn(opened.page, stage, name);
  return opened;
}

const names = (page: Page) =>
  page
    .locator(`${at("entry")} td:nth-child(2)`)
    .evaluateAll((cells) => cells.map((cell) => (cell.textContent ?? "").trim()));

/** Asks for a page of the book and waits until it was answered. */
async function find(page: Page): Promise<void> {
  const answered = page.waitForResponse((answer) => answer.url().includes("/entries"));
  await page.click(at("find"));
  await answered;
  await page.waitForSelector(`${at("find")}:not([disabled])`);
}

describe("a unit head's book", () => {
  it("shows the log of all gates with names that were sent, found without accents", async () => {
    const { page, context, complaints } = await desk("truong");
    await go(page, "book");
    await page.waitForSelector(at("entry"));
    await looksRight(page);
    await picture(page, "book");
    await page.fill(at("q"), "nguyen van duc");
    await find(page);
    expect(await names(page)).toEqual(["Nguyễn Văn Đức …1001", "Nguyễn Văn Đức …1001"]);
    await page.fill(at("q"), "dinh do");
    await find(page);
    expect(await names(page)).toEqual(["Phạm Đình Đỗ …1003"]);
    await page.fill(at("q"), "không có ai");
    await find(page);
    expect(await page.innerText(at("none"))).toBe(words.book.none);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("is filtered by direction and kind, and tells an entry's place in the chain", async () => {
    const { page, context } = await desk("truong");
    await go(page, "book");
    await page.waitForSelector(at("entry"));
    await page.selectOption(at("direction"), "out");
    await find(page);
    expect(await names(page)).toEqual(["Nguyễn Văn Đức …1001", "Vũ Thị Quên …1009"]);
    await page.selectOption(at("direction"), "");
    await page.selectOption(at("kind"), "passed");
    await find(page);
    expect(await names(page)).toEqual(["7 người"]);
    await page.click(at("detail"));
    await page.waitForSelector(at("details"));
    expect(await page.innerText(at("chain"))).toMatch(/^Dòng số 10 · Thiết bị \S{22} · Nhánh \S{22}$/);
    expect(await page.innerText(at("subjects"))).toBe(words.book.noSubjects);
    await looksRight(page);
    await picture(page, "details");
    await page.keyboard.press("Escape");
    expect(await page.locator(at("details")).count()).toBe(0);
    await context.close();
  });

  it("erases a person's data after saying how much, and finds the name no more", async () => {
    const { page, context, complaints } = await desk("truong");
    await go(page, "book");
    await page.fill(at("q"), "vu thi quen");
    await find(page);
    expect(await names(page)).toEqual(["Vũ Thị Quên …1009", "Vũ Thị Quên …1009"]);
    await page.click(`${at("detail")} >> nth=0`);
    await page.click(at("erase-person"));
    await page.waitForSelector(at("asked"));
    expect(await page.innerText(`${at("asked")} b`)).toBe(words.book.askErase(2));
    await looksRight(page);
    await picture(page, "erase-asked");
    // Enter alone changes nothing.
    await page.keyboard.press("Enter");
    expect(await page.locator(at("asked")).count()).toBe(0);
    expect(await names(page)).toHaveLength(2);
    await page.click(at("erase-person"));
    await page.click(at("yes"));
    await page.waitForSelector(at("erased"));
    expect(await page.innerText(at("erased"))).toBe(words.book.erasedCount(2));
    expect(await names(page)).toEqual([]);
    await page.fill(at("q"), "");
    await find(page);
    expect(await page.locator(at("gone")).allInnerTexts()).toEqual([words.book.erased, words.book.erased]);
    expect(await page.innerText(at("book"))).not.toContain("Quên");
    await page.click(`${at("entry")}:has(${at("gone")}) ${at("detail")} >> nth=0`);
    expect(await page.innerText(at("erased-where"))).toBe(words.book.erasedHere);
    expect(await page.locator(at("erase-entry")).count()).toBe(0);
    await looksRight(page);
    await picture(page, "erased");
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("tells who is inside", async () => {
    const { page, context } = await desk("truong", large);
    await go(page, "inside");
    await page.waitForSelector(at("person"));
    const people = await page.locator(`${at("person")} td:first-child`).allInnerTexts();
    expect(people.map((text) => text.trim()).sort()).toEqual([
      "Hoàng Ánh Nguyệt …1004",
      "Phạm Đình Đỗ …1003",
      "Trần Thị Bé …1002",
    ]);
    expect(await page.innerText(at("count"))).toContain("và 7 người không quét");
    await looksRight(page);
    await picture(page, "inside");
    await context.close();
  });

  it("lists who met somebody only to who says why, and keeps that it was asked", async () => {
    const { page, context } = await desk("truong");
    await go(page, "exposure");
    await page.fill(at("trace-q"), "duc");
    await page.click(at("trace-find"));
    await page.click(`${at("trace-choose")} >> nth=-1`);
    await page.fill(at("trace-minutes"), "0");
    await page.fill(at("trace-requester"), "Trung tâm Y tế");
    await page.fill(at("trace-document"), "12/CV-YT");
    await page.fill(at("trace-password"), "không phải");
    await page.click(at("trace-ask"));
    await page.waitForSelector(`${at("refused")}[data-code=wrong]`);
    expect(await page.locator(at("met")).count()).toBe(0);
    await page.fill(at("trace-password"), stage.told.password);
    await page.click(at("trace-ask"));
    await page.waitForSelector(at("met"));
    const met = await page.locator(`${at("met-row")} td:first-child`).allInnerTexts();
    expect(met.map((text) => text.trim())).toContain("Trần Thị Bé …1002");
    await page.waitForFunction(
      (id) => document.querySelector(id)?.textContent?.includes("12/CV-YT"),
      at("trace-log"),
    );
    await looksRight(page);
    await picture(page, "exposure");
    await context.close();
  });

  it("lists over days, where an exit that nobody saw ends with its day", async () => {
    const { page, context, complaints } = await desk("truong");
    await go(page, "exposure");
    const day = 24 * 3600 * 1000;
    const ago = (days: number) => dayIn(ZONE, Date.now() - days * day);
    const typeDay = async (id: string, day: string) => {
      await page.fill(at(id), day.split("-").reverse().join("/"));
      await page.press(at(id), "Tab");
    };
    await typeDay("trace-first", ago(40));
    await page.waitForSelector(at("trace-span"));
    expect(await page.innerText(at("trace-span"))).toBe(words.exposure.wrongSpan(31));
    await looksRight(page);
    await typeDay("trace-first", ago(8));
    await page.fill(at("trace-q"), "le van cu");
    await page.click(at("trace-find"));
    await page.waitForSelector(at("trace-choose"));
    expect(await page.locator(at("trace-choose")).count()).toBe(4);
    await page.click(`${at("trace-choose")} >> nth=0`);
    await page.fill(at("trace-minutes"), "0");
    await page.fill(at("trace-requester"), "Trung tâm Y tế");
    await page.fill(at("trace-document"), "13/CV-YT");
    await page.fill(at("trace-password"), stage.told.password);
    await page.click(at("trace-ask"));
    await page.waitForSelector(at("met"));
    const rows = await page.locator(at("met-row")).allInnerTexts();
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      expect(row).toContain("Lê Văn Cũ");
      expect(row).toContain(words.exposure.unseen("24:00"));
      expect(row).toContain(words.exposure.estimated);
    }
    const days = words.exposure.logDays(dayWords(ago(8)), dayWords(ago(0)));
    await page.waitForFunction(
      ([id, text]) => document.querySelector(id ?? "")?.textContent?.includes(text ?? ""),
      [at("trace-log"), days],
    );
    await looksRight(page);
    await picture(page, "exposure-days");
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("is nobody else's: other units aren't in any page, address or answer", async () => {
    const { page, context } = await desk("truong");
    const { units } = stage.told;
    await page.waitForSelector(at("unit"));
    expect(await page.locator(at("unit")).count()).toBe(1);
    for (const path of [
      `/book/${units.ward}`,
      `/inside/${units.district}`,
      `/posts/${units.hall}`,
      "/people",
    ]) {
      await page.goto(`${stage.told.address}${path}`);
      await page.waitForSelector(at("not-found"));
    }
    const asked = [
      `/api/units/${units.ward}/entries`,
      `/api/units/${units.ward}/entries?q=a`,
      `/api/units/${units.district}/posts`,
      `/api/units/${units.hall}/inside`,
      `/api/units/${units.hall}/habits`,
      `/api/units/${units.hall}/exposures`,
      `/api/report?unit=${units.district}&first=2026-01-01&last=2026-01-02`,
      `/api/report.csv?unit=${units.hall}&first=2026-01-01&last=2026-01-02`,
      `/api/periods/${units.hall}`,
      `/api/units/${units.ward.toUpperCase()}/entries`,
      `/api/units/..%2f${units.ward}/entries`,
    ];
    for (const path of asked) {
      const answer = await page.request.get(`${stage.told.address}${path}`);
      expect([path, answer.status()]).toEqual([path, 404]);
    }
    const overview = await (await page.request.get(`${stage.told.address}/api/overview`)).text();
    for (const [word, unit] of Object.entries(units))
      if (word !== "school") expect(overview).not.toContain(`"unit":"${unit}"`);
    await context.close();
  });
});

describe("an admin", () => {
  it("adds a gate and shows its code, by which a kiosk takes part once", async () => {
    const { page, context, complaints } = await desk("quan");
    await page.goto(`${stage.told.address}/posts/${stage.told.units.archive}`);
    await page.fill(at("new-gate"), "901");
    await page.fill(at("new-name"), "Cổng kho");
    await page.click(at("add"));
    const row = `${at("post")}[data-gate="901"]`;
    await page.waitForSelector(row);
    await page.click(`${row} ${at("show-code")}`);
    await page.waitForSelector(at("qr"));
    expect(await page.innerText(at("left"))).toMatch(/^Còn (10:00|9:5\d)$/);
    const code = await page.innerText(at("code-text"));
    expect(code).toMatch(/^CHOTHUB1:/);
    await looksRight(page);
    await picture(page, "code");
    await stage.say(`enrol ${code}`);
    await page.click(at("hide-code"));
    await page.reload();
    await page.waitForSelector(`${row} ${at("to-retired")}`);
    expect(await page.innerText(`${row} ${at("state")}`)).toBe("đang dùng");
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("is asked again before a device changes, and Enter alone changes nothing", async () => {
    const { page, context } = await desk("quan");
    await page.goto(`${stage.told.address}/posts/${stage.told.units.market}`);
    await page.click(at("to-retired"));
    await page.waitForSelector(at("asked"));
    await looksRight(page);
    await page.keyboard.press("Enter");
    expect(await page.locator(at("asked")).count()).toBe(0);
    expect(await page.innerText(at("state"))).toBe("đang dùng");
    await page.click(at("to-retired"));
    await page.click(at("yes"));
    await page.waitForSelector(at("to-active"));
    expect(await page.innerText(at("state"))).toBe("đã ngừng");
    await context.close();
  });

  it("makes twelve sheets of a CSV", async () => {
    const { page, context } = await desk("quan");
    await page.goto(`${stage.told.address}/posts/${stage.told.units.archive}`);
    await page.setInputFiles(at("sheets-file"), {
      name: "cong.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        `\uFEFFsố,tên\r\n${Array.from({ length: 12 }, (_, n) => `${n + 1},Cổng số ${n + 1}`).join("\r\n")}`,
      ),
    });
    await page.click(at("sheets-make"));
    await page.waitForSelector(at("sheets-done"));
    expect(await page.locator(`${at("sheet")} ${at("qr")}`).count()).toBe(12);
    await looksRight(page);
    await picture(page, "sheets");
    await context.close();
  });

  it("decides what waits in quarantine and settles an alarm", async () => {
    const { page, context } = await desk("quan");
    await go(page, "matters");
    await page.waitForSelector(at("waiting"));
    await looksRight(page);
    await picture(page, "matters");
    await page.click(at("take"));
    await page.click(at("yes"));
    await page.waitForSelector(`${at("outcome")}[data-outcome=distrusted]`);
    await page.goto(`${stage.told.address}/posts/${stage.told.units.station}`);
    await page.click(at("to-active"));
    await page.click(at("yes"));
    await page.waitForSelector(at("to-retired"));
    await go(page, "matters");
    await page.waitForSelector(at("waiting"));
    await page.click(at("take"));
    await page.click(at("yes"));
    await page.waitForSelector(`${at("outcome")}[data-outcome=taken]`);
    await page.waitForSelector(`${at("waiting")}`, { state: "detached" });
    await page.goto(`${stage.told.address}/book/${stage.told.units.station}`);
    await page.waitForSelector(at("entry"));
    expect(await page.locator(at("entry")).count()).toBe(2);
    await go(page, "matters");
    const unreadable = `${at("alarm")}[data-kind=unreadable]`;
    await page.fill(`${unreadable} ${at("how")}`, "Máy chạy bản thử");
    await page.click(`${unreadable} ${at("settle")}`);
    await page.waitForSelector(unreadable, { state: "detached" });
    await context.close();
  });

  it("puts next year's Tết into the calendar, which all below keep", async () => {
    const { page, context } = await desk("quan");
    await go(page, "unit");
    await page.waitForSelector(at("holidays"));
    await looksRight(page);
    await picture(page, "habits");
    const days = await page
      .locator(at("holiday"))
      .evaluateAll((rows) => rows.map((row) => row.dataset["day"] ?? ""));
    expect(days).toHaveLength(11);
    await page.uncheck(`${at("holiday")} >> nth=0 >> input[type=checkbox]`);
    await page.click(at("holidays-take"));
    await page.waitForSelector(at("holidays-taken"));
    expect(await page.innerText(at("holidays-taken"))).toBe(words.habits.taken(10));
    await page.goto(`${stage.told.address}/unit/${stage.told.units.school}`);
    await page.waitForSelector(at("rest-days"));
    expect(await page.innerText(at("rest-days"))).toContain(words.habits.above);
    await page.fill(at("contact"), "Cô Mai, văn thư");
    await page.uncheck(at("open-6"));
    await page.click(at("save"));
    await page.waitForSelector(at("saved"));
    await page.reload();
    await page.waitForSelector(at("habits"));
    expect(await page.isChecked(at("open-6"))).toBe(false);
    expect(await page.inputValue(at("contact"))).toBe("Cô Mai, văn thư");
    await context.close();
  });

  it("sets opening hours, is told what is wrong with them, and outside of them no gate is silent", async () => {
    const { page, context, complaints } = await desk("quan");
    const library = stage.told.units.library;
    const standing = `${at("unit")}[data-unit="${library}"] ${at("standing")}`;
    expect(await page.getAttribute(standing, "data-kind")).toBe("silent");
    await page.goto(`${stage.told.address}/unit/${library}`);
    await page.waitForSelector(at("hours"));
    expect(await page.innerText(at("hours-list"))).toBe(words.habits.hoursNone);
    for (const [from, to, wrong] of [
      ["", "", "nothing"],
      ["7h60", "17:00", "from"],
      ["07:30", "25:00", "to"],
      ["8:00", "8:00", "same"],
      ["24:00", "6:00", "late"],
    ] as const) {
      await page.fill(at("hours-from"), from);
      await page.fill(at("hours-to"), to);
      await page.click(at("hours-set-button"));
      await page.waitForSelector(`${at("hours-wrong")}[data-wrong=${wrong}]`);
    }
    await looksRight(page);
    await picture(page, "hours-wrong");
    // A minute of the day, far from now: none of the five hours of silence was open.
    const hour =
      (Number(new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit" }).format()) +
        3) %
      24;
    const two = String(hour).padStart(2, "0");
    await page.fill(at("hours-since"), "1/1/2020");
    await page.fill(at("hours-from"), `${hour}h`);
    await page.fill(at("hours-to"), `${hour}:01`);
    await page.click(at("hours-set-button"));
    await page.waitForSelector(at("hours-saved"));
    expect(await page.innerText(at("hours-set"))).toContain(`mọi ngày ${two}:00–${two}:01`);
    // A school's week: the Saturday is shorter.
    await page.fill(at("hours-since"), "1/9/2035");
    await page.uncheck(at("hours-same"));
    await page.fill(at("hours-from-5"), "7:00");
    await page.fill(at("hours-to-5"), "11:30");
    await page.click(at("hours-set-button"));
    await page.waitForSelector(`${at("hours-set")}[data-since="2035-09-01"]`);
    await looksRight(page);
    await picture(page, "hours");
    await page.click(`${at("hours-set")}[data-since="2035-09-01"] ${at("hours-remove")}`);
    await page.waitForSelector(`${at("hours-set")}[data-since="2035-09-01"]`, { state: "detached" });
    await go(page, "overview");
    await page.waitForSelector(`${standing}[data-kind=zero]`);
    await page.goto(`${stage.told.address}/unit/${library}`);
    await page.click(at("hours-remove"));
    await page.waitForFunction(
      ([id, text]) => document.querySelector(id ?? "")?.textContent?.includes(text ?? ""),
      [at("hours-list"), words.habits.hoursNone],
    );
    await go(page, "overview");
    await page.waitForSelector(`${standing}[data-kind=silent]`);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("makes a user and lets them in no more", async () => {
    const { page, context } = await desk("quan");
    await go(page, "people");
    await page.fill(at("user-name"), "moi");
    await page.selectOption(at("user-role"), "viewer");
    await page.fill(at("user-password"), stage.told.password);
    await page.click(at("user-add"));
    await page.waitForSelector(at("user-added"));
    await looksRight(page);
    await picture(page, "people");
    const theirs = await desk("moi");
    await page.click(`${at("user")}:has-text("moi") button`);
    await page.click(at("yes"));
    await page.waitForFunction(
      (id) => document.querySelector(id)?.textContent?.includes("đã ngừng"),
      at("people"),
    );
    await theirs.page.click(at("reload"));
    await theirs.page.waitForSelector(at("sign-in"));
    await theirs.context.close();
    await context.close();
  });
});

describe("the keyboard alone", () => {
  it("signs in, walks to the book, searches and signs out", async () => {
    const { page, context } = await openDesk(browser, stage);
    await page.keyboard.type("truong");
    await page.keyboard.press("Tab");
    await page.keyboard.type(stage.told.password);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("page-overview"));
    /** Tabs until the element has the focus. */
    const reach = async (id: string) => {
      for (let count = 0; count < 60; count += 1) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, at(id))) return;
      }
      throw new Error(`${id} isn't reached by Tab`);
    };
    await reach("to-book");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("entry"));
    await reach("q");
    await page.keyboard.type("be");
    const answered = page.waitForResponse((answer) => answer.url().includes("q=be"));
    await page.keyboard.press("Enter");
    await answered;
    await page.waitForFunction((id) => document.querySelectorAll(id).length === 1, at("entry"));
    await reach("detail");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("details"));
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset["testid"])).toBe(
      "detail",
    );
    await page.keyboard.press("Shift+Tab");
    await reach("sign-out");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("sign-in"));
    await context.close();
  });
});
