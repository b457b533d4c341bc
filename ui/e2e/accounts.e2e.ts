import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { words } from "../src/words";
import { at, calls, large, launch, open, shoot, small } from "./browser";
import { looksRight } from "./looks";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** The gate with some people in its book. */
async function openGate(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.evaluate(() => {
    const { accounts, book } = window.pretend;
    const now = Date.now();
    for (const [n, name] of ["Nguyễn Văn Đức", "Trần Thị Bé", "Lê Hữu Đạt"].entries()) {
      book.put({ at: now - (60 - n) * 60_000, name, birthYear: 1978 + n });
    }
    const stay = {
      birthYear: 1990,
      lastFour: "0002",
      phone: null,
      gate: "Cổng chính",
      came: "09:50 24/11/2026",
    };
    accounts.met = [
      { ...stay, name: "Trần Thị Bé", left: "11:00 24/11/2026", minutes: 70, time: "real" },
      { ...stay, name: "Phạm Văn Cũ", left: "10:30 24/11/2026", minutes: 40, time: "paper" },
      { ...stay, name: "Lê Hữu Đạt", left: null, minutes: 75, time: "estimated" },
    ];
    accounts.maybe = [
      { name: "Võ Thị Ca", birthYear: 1971, lastFour: null, gate: "Cổng chính", came: "16:40 23/11/2026" },
    ];
    accounts.unnamed = 5;
    accounts.unclear = [
      { name: "Lý Thị Dần", birthYear: 1966, lastFour: null, gate: "Cổng chính", came: "08:15 24/11/2026" },
    ];
  });
  return opened;
}

async function openBook(query: string, size = small) {
  const opened = await openGate(query, size);
  await opened.page.keyboard.press("F11");
  await opened.page.click(at("page-book"));
  await opened.page.waitForSelector(at("book-tiles"));
  return opened;
}

const count = (page: Page, id: string) => page.locator(at(id)).count();

const sizes = [
  ["vi", "normal", small],
  ["en", "normal", large],
  ["vi", "largest", small],
] as const;

describe("the unit head's accounts", () => {
  it.each(sizes)("look right in %s, text %s, %o", async (language, textSize, size) => {
    const query = `arrangement=to-guard&language=${language}&textSize=${textSize}`;
    const { page, complaints } = await openBook(query, size);
    const name = `accounts-${language}-${textSize}-${size.width}`;
    await page.click(at("book-trace"));
    await page.fill(at("trace-search"), "duc");
    await page.click(at("trace-choose"));
    await page.fill(at("trace-requester"), "Trạm y tế xã Bình Trung");
    await page.fill(at("trace-document"), "12/TYT");
    await looksRight(page);
    await page.click(at("trace-ask"));
    await page.waitForSelector(at("traced"));
    await looksRight(page);
    await shoot(page, `${name}-trace`);
    await page.click(at("book-settle"));
    await page.waitForSelector(at("check-coverage"));
    await looksRight(page);
    await page.click(at("settle-do"));
    await page.waitForSelector(at("settled"));
    await looksRight(page);
    await shoot(page, `${name}-settle`);
    await page.click(at("book-reports"));
    await page.waitForSelector(at("report-page"));
    await looksRight(page);
    await shoot(page, `${name}-reports`);
    await page.click(at("book-inspect"));
    await page.waitForSelector(at("inspect-none"));
    await page.check(at("inspect-counts"));
    await page.fill(at("inspect-position"), "Cổng chính, bên phải");
    await page.fill(at("inspect-from"), "07:30");
    await page.fill(at("inspect-until"), "07:40");
    await page.fill(at("inspect-recommends"), "Dời máy quét vào dưới mái che");
    await looksRight(page);
    await page.click(at("inspect-keep"));
    await page.waitForSelector(at("inspected"));
    await page.click(at("inspected-1"));
    await looksRight(page);
    await shoot(page, `${name}-inspect`);
    await page.click(at("book-roll"));
    await page.waitForSelector(at("roll-missing"));
    await looksRight(page);
    await shoot(page, `${name}-roll`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each(sizes)(
    "counts and calls the roll at the gate in %s, text %s, %o",
    async (language, textSize, size) => {
      const query = `arrangement=to-guard&language=${language}&textSize=${textSize}`;
      const { page, complaints } = await openGate(query, size);
      await page.evaluate(() =>
        window.pretend.set({ capacity: 2, counters: { inside: 2, entered: 5, left: 3 } }),
      );
      await page.waitForSelector(at("capacity"));
      await page.keyboard.press("F11");
      await page.click(at("page-book"));
      await page.waitForSelector(at("book-capacity"));
      await looksRight(page);
      await page.keyboard.press("Escape");
      await page.waitForSelector(at("gate"));
      expect(await page.innerText(at("counter-inside"))).toBe("2/2");
      await page.keyboard.press("F4");
      await page.click(at("passed-to-count"));
      await page.click(at("count-begin"));
      await looksRight(page);
      await shoot(page, `count-${language}-${textSize}-${size.width}`);
      await page.keyboard.press("Escape");
      await page.keyboard.down("F12");
      await page.waitForSelector(at("roll-missing"));
      await page.keyboard.up("F12");
      await looksRight(page);
      await shoot(page, `roll-${language}-${textSize}-${size.width}`);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it("asks whom somebody met from their line in the book, by the keyboard, and marks the answer", async () => {
    const { page } = await openBook("arrangement=to-guard");
    await page.fill(at("book-search"), "nguyen van duc");
    await page.waitForFunction((line) => document.querySelectorAll(line).length === 1, at("book-line"));
    await page.click(`${at("book-line")} button`);
    await page.focus(at("line-trace"));
    await page.keyboard.press("Enter");
    expect(await page.innerText(at("trace-whom"))).toContain("Nguyễn Văn Đức");
    await page.fill(at("trace-minutes"), "50");
    await page.fill(at("trace-requester"), "Trạm y tế");
    await page.fill(at("trace-document"), "12/TYT");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("traced"));
    expect(await page.innerText(at("traced"))).toContain(words.vi.accounts.trace.mark);
    expect(await count(page, "met")).toBe(2);
    await page.fill(at("trace-file-folder"), "usb");
    await page.press(at("trace-file-folder"), "Enter");
    await page.waitForSelector(at("trace-file-problem"));
    await page.fill(at("trace-file-folder"), "/media/usb");
    await page.press(at("trace-file-folder"), "Enter");
    await page.waitForSelector(at("trace-file-saved"));
    const [form] = (await calls(page, "trace"))[0] ?? [];
    expect(form).toMatchObject({
      place: 1,
      minutes: 50,
      requester: "Trạm y tế",
      document: "12/TYT",
      pin: "",
    });
    await page.close();
  });

  it("ticks who was found until nobody is missing", async () => {
    const { page } = await openBook("arrangement=to-guard");
    await page.click(at("book-roll"));
    await page.waitForSelector(at("roll-missing"));
    const missing = () => page.innerText(at("roll-missing"));
    expect(await missing()).toBe(words.vi.accounts.roll.missing(5));
    expect(await page.innerText(at("roll-unnamed"))).toContain("5");
    for (let tick = 0; tick < 5; tick += 1) {
      await page.locator(at("roll-tick")).nth(tick).focus();
      await page.keyboard.press("Space");
      await page.waitForFunction(([id, said]) => document.querySelector(id)?.textContent?.includes(said), [
        at("roll-missing"),
        words.vi.accounts.roll.missing(4 - tick),
      ] as const);
    }
    await page.fill(at("roll-folder"), "/media/usb");
    await page.press(at("roll-folder"), "Enter");
    await page.waitForSelector(at("roll-saved"));
    const [form] = (await calls(page, "save_roll"))[0] ?? [];
    expect(form).toEqual({ folder: "/media/usb", found: [true, true, true, true, true] });
    await page.close();
  });

  it("enters an inspection with its count, and saves it as a page", async () => {
    const { page } = await openBook("arrangement=to-guard");
    await page.click(at("book-inspect"));
    await page.fill(at("inspect-position"), "Cổng chính");
    await page.fill(at("inspect-duty"), "Lê Văn Bảo");
    await page.check(at("inspect-monitors"));
    await page.check(at("inspect-counts"));
    await page.fill(at("inspect-from"), "7h40");
    await page.fill(at("inspect-until"), "7h30");
    await page.fill(at("inspect-reminder"), "2");
    await page.click(at("inspect-keep"));
    await page.waitForSelector(at("inspect-problem"));
    expect(await calls(page, "keep_inspection")).toEqual([]);
    await page.fill(at("inspect-from"), "7h30");
    await page.fill(at("inspect-until"), "7h40");
    await page.fill(at("inspect-people"), "42");
    await page.click(at("inspect-keep"));
    await page.waitForSelector(at("inspect-said"));
    const [form] = (await calls(page, "keep_inspection"))[0] ?? [];
    expect(form).toMatchObject({ position: "Cổng chính", onDuty: "Lê Văn Bảo", monitors: true, reminder: 2 });
    const { sample } = form as { sample: { from: number; until: number; people: number } };
    expect([sample.until - sample.from, sample.people]).toEqual([600_000, 42]);
    expect(await page.innerText(at("inspected"))).toContain(words.vi.accounts.inspect.reminded(2));
    await page.click(at("inspected-1"));
    await page.fill(at("inspected-folder"), "/media/usb");
    await page.press(at("inspected-folder"), "Enter");
    await page.waitForSelector(at("inspected-saved"));
    expect(await calls(page, "save_inspection")).toEqual([[{ place: 1, folder: "/media/usb" }]]);
    await page.close();
  });

  it("a key that is brushed calls no roll, and one that is held does", async () => {
    const { page } = await openGate("arrangement=to-guard");
    await page.keyboard.press("F12");
    await page.keyboard.press("F8");
    await page.focus(at("inside-roll"));
    await page.keyboard.press("Enter");
    expect(await calls(page, "call_roll")).toEqual([]);
    await page.keyboard.down("Enter");
    await page.waitForSelector(at("roll-missing"));
    await page.keyboard.up("Enter");
    expect(await calls(page, "call_roll")).toHaveLength(1);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("roll"), { state: "detached" });
    await page.close();
  });

  it("mends a count and takes one back", async () => {
    const { page } = await openBook("arrangement=to-guard");
    await page.evaluate(() => {
      const from = Date.parse("2026-11-24T07:00:00+07:00");
      const until = from + 600_000;
      window.pretend.accounts.windows = [{ from, until, counted: 40, recorded: 38, by: "Lê Văn Bảo" }];
    });
    await page.click(at("book-settle"));
    await page.waitForSelector(at("window"));
    await looksRight(page);
    expect(await page.innerText(at("window"))).toContain("07:00–07:10, Lê Văn Bảo: ghi 38");
    await page.fill(`${at("window")} input`, "41");
    await page.press(`${at("window")} input`, "Enter");
    await page.waitForFunction(() => window.pretend.accounts.windows[0]?.counted === 41);
    await page.click(at("window-drop"));
    await page.waitForSelector(at("window"), { state: "detached" });
    expect((await calls(page, "headcount")).map(([form]) => (form as { people: unknown }).people)).toEqual([
      41,
      null,
    ]);
    await page.close();
  });

  it("saves the chosen files of a report under one folder and says where", async () => {
    const { page } = await openBook("arrangement=to-guard");
    await page.click(at("book-reports"));
    await page.waitForSelector(at("report-page"));
    await page.selectOption(at("report-span"), "days");
    await page.fill(at("report-day"), "23/11/2026");
    await page.fill(at("report-last"), "24/11");
    await page.press(at("report-last"), "ArrowUp");
    await page.press(at("report-last"), "ArrowDown");
    await page.check(at("report-csv"));
    await page.uncheck(at("report-xlsx"));
    await page.selectOption(at("report-lines"), "book");
    await page.fill(at("report-folder"), "/media/usb");
    await page.press(at("report-folder"), "Enter");
    await page.waitForSelector(at("report-sent"));
    const [form] = (await calls(page, "send_report"))[0] ?? [];
    expect(form).toEqual({
      span: { span: "days", day: "2026-11-23", last: "2026-11-24" },
      formats: ["pdf", "csv"],
      lines: "book",
      folder: "/media/usb",
    });
    await page.close();
  });

  it("says that nobody counted, and the share once somebody did", async () => {
    const { page } = await openBook("arrangement=to-guard");
    expect(await page.innerText(at("book-tiles"))).toContain(words.vi.accounts.uncounted);
    await page.evaluate(() => {
      window.pretend.book.coverage = { counted: 40, recorded: 38, share: 950 };
    });
    await page.click(at("page-rules"));
    await page.click(at("page-book"));
    await page.waitForSelector(at("book-tiles"));
    expect(await page.innerText(at("book-tiles"))).toContain("95,0% (38/40)");
    await page.close();
  });
});
