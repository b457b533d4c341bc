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

/** The book of a day on which some came, one was refused and one was typed in. */
async function openBook(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.evaluate(() => {
    const { book, view } = window.pretend;
    const noon = Date.parse("2026-11-24T05:15:00Z");
    void view;
    const people = ["Nguyễn Văn An", "Trần Thị Bé", "Phạm Văn Cũ", "Lê Hữu Đạt"];
    for (let n = 0; n < 130; n += 1) {
      book.put({
        at: noon - (130 - n) * 60_000,
        name: people[n % 4] ?? null,
        birthYear: 1950 + n,
        masked: `••${String(n % 100).padStart(2, "0")}`,
        purpose: n % 3 === 0 ? "Giao hàng" : null,
        direction: n % 2 === 0 ? "in" : "out",
        waitsFor: n > 120 ? ["Quận"] : [],
        sentTo: n > 120 ? [] : ["Quận"],
      });
    }
    book.put({ at: noon, name: "Nguyễn Lê Khả Hân", verdict: "refuse", direction: null, cares: ["refused"] });
    book.put({
      at: noon + 1,
      name: "Nguyễn Văn Đức",
      kind: "manual",
      cares: ["by-hand"],
      waitsFor: ["Quận"],
    });
    book.unclear = [
      {
        name: "Lý Thị Dần",
        birthYear: 1966,
        lastFour: null,
        came: noon - 3_600_000,
        gate: "Cổng chính",
        time: "real",
      },
    ];
  });
  await opened.page.keyboard.press("F11");
  await opened.page.click(at("page-book"));
  await opened.page.waitForSelector(at("book-tiles"));
  await opened.page.fill(at("book-date"), "24/11/2026");
  await opened.page.press(at("book-date"), "Enter");
  await opened.page.waitForSelector(at("book-lines"));
  return opened;
}

const names = (page: Page) => page.locator(`${at("book-line")} td:nth-child(2)`).allInnerTexts();

const sizes = [
  ["vi", "normal", small],
  ["en", "normal", large],
  ["vi", "largest", small],
] as const;

describe("the day's book", () => {
  it.each(sizes)("looks right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openBook(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    const name = `book-${language}-${textSize}-${size.width}`;
    await looksRight(page);
    await shoot(page, `${name}-day`);
    await page.click(at("line-132"));
    await page.waitForSelector(at("line-details"));
    await looksRight(page);
    await page.fill(at("book-search"), "nguyen van duc");
    await page.waitForSelector(at("book-found"));
    await looksRight(page);
    await shoot(page, `${name}-found`);
    await page.fill(at("book-search"), "");
    await page.click(at("book-inside"));
    await page.waitForSelector(at("inside-said"));
    await looksRight(page);
    await shoot(page, `${name}-inside`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("lists, filters by hour and care, goes on, and says a day without data", async () => {
    const { page } = await openBook("arrangement=to-guard");
    expect(await page.innerText(at("book-all"))).toBe(words.vi.book.lines(132));
    expect(await page.locator(at("book-line")).count()).toBe(100);
    // The rest comes when somebody scrolls there.
    await page
      .locator(`${at("book-lines")} tbody`)
      .last()
      .scrollIntoViewIfNeeded();
    await page.waitForSelector(at("line-1"));
    await page.click(at("care-refused"));
    await page.waitForFunction((line) => document.querySelectorAll(line).length === 1, at("book-line"));
    expect(await names(page)).toEqual(["Nguyễn Lê Khả Hân"]);
    await page.click(at("care-refused"));
    await page.waitForFunction((line) => document.querySelectorAll(line).length === 100, at("book-line"));
    await page.click(at("hour-10"));
    await page.waitForFunction((line) => document.querySelectorAll(line).length === 55, at("book-line"));
    expect(await page.getAttribute(at("hour-10"), "aria-pressed")).toBe("true");
    await page.selectOption(at("filter-direction"), "out");
    await page.waitForFunction((line) => document.querySelectorAll(line).length < 55, at("book-line"));
    await page.selectOption(at("filter-sort"), "manual");
    await page.waitForFunction((line) => document.querySelectorAll(line).length === 0, at("book-line"));
    const [last] = (await calls(page, "book_day")).slice(-1);
    expect(last).toEqual([
      expect.objectContaining({ date: "2026-11-24", hour: 10, direction: "out", sort: "manual" }),
    ]);
    await page.fill(at("book-date"), "20/11/2026");
    await page.press(at("book-date"), "Enter");
    await page.waitForSelector(at("book-empty"));
    expect(await page.innerText(at("book-tiles"))).toContain(words.vi.book.noData);
    await page.close();
  });

  it("goes on in its figures while its lines stand still, and shows the new ones when asked", async () => {
    const { page } = await openBook("arrangement=to-guard");
    const entered = Number(/\d+/.exec(await page.innerText(at("book-tiles")))?.[0]);
    const before = await names(page);
    await page.evaluate(() => {
      window.pretend.book.put({ at: Date.parse("2026-11-24T05:20:00Z"), name: "Đinh Thị Giàu" });
      window.pretend.set({ counters: { inside: 67, entered: 68, left: 65 } });
    });
    await page.waitForSelector(at("book-newer"));
    expect(await page.innerText(at("book-newer"))).toBe(words.vi.book.newer(1));
    const tiles = await page.innerText(at("book-tiles"));
    expect(Number(/\d+/.exec(tiles)?.[0])).toBe(entered + 1);
    expect(tiles).toContain("67");
    expect(await names(page)).toEqual(before);
    await looksRight(page);
    await page.click(at("book-newer"));
    await page.waitForSelector(at("book-newer"), { state: "detached" });
    expect((await names(page))[0]).toBe("Đinh Thị Giàu");
    await page.close();
  });

  it("takes a day as people write it, moves by the arrows, and says how to write one", async () => {
    const { page } = await openBook("arrangement=to-guard");
    await page.fill(at("book-date"), "31/02/2026");
    await page.press(at("book-date"), "Enter");
    const said = (one: string) => (document.querySelector(one) as HTMLInputElement).validationMessage;
    expect(await page.evaluate(said, at("book-date"))).toBe(words.vi.dayHow);
    await page.fill(at("book-date"), "1/3");
    await page.press(at("book-date"), "Enter");
    await page.press(at("book-date"), "ArrowDown");
    await page.waitForFunction(
      (one) => (document.querySelector(one) as HTMLInputElement).value.startsWith("28/02/"),
      at("book-date"),
    );
    await page.close();
  });

  it("has room for ten thousand lines, of which it holds those that somebody looks at", async () => {
    const { page } = await openBook("arrangement=to-guard");
    await page.evaluate(() => {
      const noon = Date.parse("2026-11-23T05:00:00Z");
      for (let n = 0; n < 10_000; n += 1)
        window.pretend.book.put({ at: noon + n * 1000, name: `Khách ${n}`, masked: "••00" });
    });
    await page.fill(at("book-date"), "23/11/2026");
    await page.press(at("book-date"), "Enter");
    await page.waitForFunction(([all, said]) => document.querySelector(all)?.textContent === said, [
      at("book-all"),
      words.vi.book.lines(10_000),
    ] as const);
    const held = () => page.locator(at("book-line")).count();
    const top = () => page.locator(at("book-line")).first().innerText();
    expect(await held()).toBeLessThanOrEqual(200);
    expect(await top()).toContain("Khách 9999");
    for (const share of [0.3, 0.7, 1]) {
      await page.evaluate((part) => {
        const main = document.querySelector("main");
        if (main) main.scrollTop = part * main.scrollHeight;
      }, share);
      await page.waitForFunction(
        (line) =>
          [...document.querySelectorAll(line)].some((row) => {
            const box = row.getBoundingClientRect();
            return box.bottom > 200 && box.top < innerHeight;
          }),
        at("book-line"),
      );
      expect(await held()).toBeLessThanOrEqual(500);
    }
    await page.waitForFunction(
      (line) => [...document.querySelectorAll(line)].some((row) => row.textContent?.includes("Khách 0")),
      at("book-line"),
    );
    await page.close();
  });

  it("is put right with a reason, and tells of it", async () => {
    const { page } = await openBook("arrangement=to-guard");
    await page.click(at("line-132"));
    await page.click(at("amend-turn"));
    await page.click(at("amend-do"));
    await page.waitForSelector(at("line-problem"));
    await page.fill(at("amend-reason"), "khách ra chứ không vào");
    await page.press(at("amend-reason"), "Enter");
    await page.waitForSelector(at("line-journal"));
    expect(await page.innerText(at("line-journal"))).toContain("khách ra chứ không vào");
    await page.click(at("amend-name"));
    await page.fill(at("amend-new-name"), "Nguyễn Văn Đúng");
    await page.fill(at("amend-reason"), "gõ sai tên");
    await page.click(at("amend-do"));
    await page.waitForFunction(
      (row) => document.querySelector(row)?.textContent?.includes("Đúng"),
      at("book-line"),
    );
    await page.click(at("amend-void"));
    await page.fill(at("amend-reason"), "quét nhầm thẻ");
    await page.click(at("amend-do"));
    await page.waitForFunction((deed) => document.querySelector(deed) === null, at("amend-void"));
    await looksRight(page);
    await shoot(page, "book-amended");
    await page.close();
  });

  it("shows what is masked for the PIN, a minute long", async () => {
    const { page } = await openBook("arrangement=to-guard");
    await page.evaluate(() => {
      const { staffed } = window.pretend;
      staffed.keep({ number: null, name: "Quản", role: "admin", pin: "25801357" });
      staffed.signOn({ number: 1, pin: "25801357", seat: "desk" });
    });
    await page.clock.install();
    await page.click(at("line-130"));
    await page.click(at("reveal"));
    await page.fill(at("reveal-pin"), "00001111");
    await page.click(at("reveal-enter"));
    await page.waitForFunction((said) => document.querySelector(said)?.textContent !== "", at("reveal-said"));
    expect(await page.locator(at("line-kept")).count()).toBe(0);
    await page.fill(at("reveal-pin"), "25801357");
    await page.click(at("reveal-enter"));
    await page.waitForSelector(at("line-kept"));
    await looksRight(page);
    await shoot(page, "book-revealed");
    await page.clock.runFor(61_000);
    await page.waitForFunction((kept) => document.querySelector(kept) === null, at("line-kept"));
    await page.close();
  });

  it("remembers the columns that were chosen", async () => {
    const { page } = await openBook("arrangement=to-guard");
    await page.click(at("book-columns"));
    await page.check(at("column-sent"));
    await page.uncheck(at("column-birthYear"));
    const heads = () => page.locator(`${at("book-lines")} th`).allInnerTexts();
    const chosen = await heads();
    expect(chosen).toContain(words.vi.book.columns.sent);
    expect(chosen).not.toContain(words.vi.book.columns.birthYear);
    await page.click(at("page-rules"));
    await page.click(at("page-book"));
    await page.waitForSelector(at("book-tiles"));
    await page.fill(at("book-date"), "24/11/2026");
    await page.press(at("book-date"), "Enter");
    await page.waitForSelector(at("book-lines"));
    expect(await heads()).toEqual(chosen);
    await page.close();
  });

  it("is used by the keyboard alone: search without accents, details, who was here at a time", async () => {
    const { page } = await openBook("arrangement=to-guard");
    await page.focus(at("book-search"));
    await page.keyboard.type("nguyen duc", { delay: 60 });
    await page.waitForFunction((line) => document.querySelectorAll(line).length === 1, at("book-line"));
    expect(await names(page)).toEqual(["Nguyễn Văn Đức"]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("line-details"));
    expect(await page.innerText(at("line-details"))).toContain(words.vi.book.care["by-hand"]);
    await page.fill(at("book-search"), "");
    await page.focus(at("book-inside"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("inside-said"));
    await page.fill(at("inside-at"), "99");
    await page.press(at("inside-at"), "Enter");
    await page.waitForSelector("[role=alert]");
    await page.fill(at("inside-at"), "10:15");
    await page.press(at("inside-at"), "Enter");
    await page.waitForFunction(([said, time]) => document.querySelector(said)?.textContent?.includes(time), [
      at("inside-said"),
      "10:15",
    ] as const);
    const present = await page.locator(at("present")).allInnerTexts();
    expect(present.filter((line) => line.includes("Lý Thị Dần"))).toHaveLength(1);
    await page.close();
  });
});
