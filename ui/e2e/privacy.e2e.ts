import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { words } from "../src/words";
import { at, calls, large, launch, open, shoot, small } from "./browser";
import { looksRight } from "./looks";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function openPrivacy(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.evaluate(() => {
    const { asked } = window.pretend;
    const wish = { wish: "erase", asker: "Nguyễn Văn Hỏi", reach: "0905 000 111" } as const;
    asked.ask({ ...wish, checked: "xem thẻ căn cước", about: "mọi lần vào" });
    asked.requests = asked.requests.map((one) => ({ ...one, overdue: true, due: "2026-11-20" }));
    const somebody = { birthYear: 1990, masked: "••17", lines: 3, first: Date.now() - 9e8, last: Date.now() };
    asked.people = [
      { ...somebody, place: 7, name: "Nguyễn Văn Hỏi", proven: true },
      { ...somebody, place: 9, name: "Nguyễn Văn Hội", proven: false, lines: 1 },
    ];
    asked.listed = [
      {
        line: { list: "members", number: 3 },
        of: "Cán bộ, Một cửa",
        name: "Nguyễn Văn Hỏi",
        birthYear: 1990,
        masked: "••17",
      },
      {
        line: { list: "expected", number: 4 },
        of: "",
        name: "Nguyễn Văn Hỏi",
        birthYear: null,
        masked: null,
      },
    ];
  });
  await opened.page.keyboard.press("F11");
  return opened;
}

const sizes = [
  ["vi", "normal", small],
  ["en", "normal", large],
  ["vi", "largest", small],
] as const;

describe("people's own data", () => {
  it.each(sizes)("looks right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openPrivacy(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    await page.click(at("page-privacy"));
    const name = `privacy-${language}-${textSize}-${size.width}`;
    await page.waitForSelector(at("request-1"));
    await looksRight(page);
    await shoot(page, `${name}-requests`);
    await page.click(at("privacy-incidents"));
    await looksRight(page);
    await page.click(at("privacy-daysOff"));
    await page.waitForSelector(at("days-off"));
    await looksRight(page);
    await page.click(at("privacy-people"));
    await page.fill(at("people-find"), "nguyen van hoi");
    await page.press(at("people-find"), "Enter");
    await page.waitForSelector(at("somebody"));
    await page.click(at("erase-7"));
    await looksRight(page);
    await shoot(page, `${name}-people`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("says in the book that something is overdue, and how it was answered in the register", async () => {
    const { page } = await openPrivacy("arrangement=to-guard");
    await page.click(at("page-book"));
    await page.waitForSelector(at("book-overdue"));
    await page.click(`${at("book-overdue")} button`);
    await page.waitForSelector(at("request-1"));
    await page.click(at("close-r1"));
    await page.waitForSelector(at("privacy-problem"));
    await page.fill(at("done-r1"), "đã xoá 3 dòng");
    await page.press(at("done-r1"), "Enter");
    await page.waitForSelector(at("privacy-said"));
    expect(await page.innerText(at("request-1"))).toContain("đã xoá 3 dòng");
    for (const [field, text] of [
      ["asker", "Trần Thị Bé"],
      ["reach", "tại quầy"],
      ["checked", "thẻ căn cước"],
      ["about", "xem những gì đang giữ"],
    ] as const)
      await page.fill(at(`request-${field}`), text);
    await page.click(at("request-keep"));
    await page.waitForSelector(at("request-2"));
    await page.click(at("privacy-incidents"));
    await page.fill(at("incident-what"), "mất một tờ giao ca");
    await page.fill(at("incident-whose"), "3 khách");
    await page.fill(at("incident-found"), "99");
    await page.click(at("incident-keep"));
    await page.waitForSelector(at("privacy-problem"));
    await page.fill(at("incident-found"), "");
    await page.click(at("incident-keep"));
    await page.waitForSelector(at("incident-1"));
    await page.click(at("privacy-daysOff"));
    const year = (await page.evaluate(() => new Date().getFullYear())) + 1;
    await page.click(at(`holidays-${year}`));
    await page.click(at("days-off-save"));
    await page.waitForSelector(at("privacy-said"));
    const [kept] = await calls(page, "keep_days_off");
    expect((kept as string[][])[0]?.length).toBe(11);
    await page.close();
  });

  it("shows what visitors are told, and saves it as a sheet", async () => {
    const { page } = await openPrivacy("arrangement=to-guard");
    await page.click(at("page-privacy"));
    await page.click(at("privacy-notice"));
    expect(await page.innerText(at("notice-text"))).toContain("giữ 30 ngày rồi xoá");
    await page.fill(at("notice-folder"), "/media/usb");
    await page.click(at("notice-save"));
    await page.waitForSelector(at("notice-saved"));
    expect(await page.innerText(at("notice-saved"))).toContain("/media/usb/thong-bao-o-cong.pdf");
    await looksRight(page);
    await page.close();
  });

  it("finds somebody by the keyboard, hands out, puts right and erases", async () => {
    const { page } = await openPrivacy("arrangement=to-guard");
    await page.click(at("page-privacy"));
    await page.click(at("privacy-people"));
    await page.focus(at("people-find"));
    // As a hand types: whatever is faster is a reader on USB.
    await page.keyboard.type("051090000017", { delay: 130 });
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("somebody"));
    await page.focus(at("handOut-7"));
    await page.keyboard.press("Enter");
    await page.focus(at("hand-out-folder"));
    await page.keyboard.type("/media/usb", { delay: 130 });
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("people-said"));
    expect(await page.innerText(at("people-said"))).toContain("/media/usb/");
    await page.click(at("correct-7"));
    await page.fill(at("correct-name"), "Nguyễn Văn Đúng");
    await page.fill(at("correct-reason"), "thẻ ghi Đúng");
    await page.click(at("person-do"));
    await page.waitForFunction(
      (one) => document.querySelector(one)?.textContent?.includes("Đúng"),
      at("somebody"),
    );
    await page.click(at("erase-7"));
    await page.click(at("person-do"));
    await page.waitForFunction(([said, text]) => document.querySelector(said)?.textContent?.includes(text), [
      at("people-said"),
      words.vi.about.erased(3),
    ] as const);
    expect(await page.locator(at("somebody")).count()).toBe(1);
    await page.click(at("handOut-members-3"));
    await page.fill(at("listed-folder"), "/media/usb");
    await page.click(at("listed-do"));
    await page.waitForSelector(at("people-said"));
    await page.click(at("erase-members-3"));
    await page.click(at("listed-do"));
    await page.waitForFunction(([said, text]) => document.querySelector(said)?.textContent?.includes(text), [
      at("people-said"),
      words.vi.about.forgotten("Nguyễn Văn Hỏi"),
    ] as const);
    expect(await page.locator(at("listed")).count()).toBe(1);
    expect(await calls(page, "forget_listed")).toEqual([[{ list: "members", number: 3 }]]);
    await page.close();
  });
});
