import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, calls, large, launch, open, shoot, small } from "./browser";
import { looksRight } from "./looks";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Twenty lines of a paper book, as a guard writes them: time, name, birth year, way, purpose. */
const family = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Đặng", "Đỗ", "Võ", "Bùi"];
const given = ["Văn Đức", "Thị Ánh", "Khả Hân", "Minh Tuấn", "Thị Hồng Nhung"];
const book = Array.from({ length: 20 }, (_, at) => ({
  time: `${7 + Math.floor(at / 6)}${String((at * 7) % 60).padStart(2, "0")}`.padStart(4, "0"),
  name: `${family[at % 10]} ${given[at % 5]}`,
  year: String(1950 + at * 2),
  way: at % 3 === 2 ? "r" : "v",
  purpose: String(1 + (at % 9)),
}));

/** Keys that a name takes in Telex: a mark is a key more, and đ is typed dd. */
const telex = (name: string) => name.normalize("NFD").replace(/đ/gi, "dd").length;

/** A person who isn't trained types more than two keys a second. */
const KEYS_A_SECOND = 2.2;

describe("F3, the lines of the paper book", () => {
  it("twenty lines are typed with the keyboard alone, in fewer keys than five minutes have", async () => {
    const { page, complaints } = await open(browser, "arrangement=to-guard", small);
    let keys = 0;
    const press = async (key: string) => {
      keys += 1;
      await page.keyboard.press(key);
    };
    /** Ends a composition, as an input method does. */
    const compose = async (text: string) => {
      keys += telex(text);
      await page.keyboard.insertText(text);
    };
    // Yesterday the power was off for a while.
    await page.evaluate(() => {
      const from = Date.now() - 86_400_000;
      window.pretend.set({ gap: { from, to: from + 3_600_000 } });
    });
    await press("F3");
    await page.waitForSelector(at("paper-time"));
    let way = "v";
    for (const [done, line] of book.entries()) {
      await compose(line.time);
      await press("Tab");
      await compose(line.name);
      await press("Tab");
      await compose(line.year);
      await press("Tab");
      if (line.way !== way) {
        await compose(line.way);
        way = line.way;
      }
      await press("Tab");
      await compose(line.purpose);
      await press("Enter");
      await page.waitForFunction(
        (lines) => document.querySelectorAll("[data-testid=paper-line][data-state=saved]").length === lines,
        done + 1,
      );
    }
    await press("Escape");
    const asked = (await calls(page, "enter_from_paper")).flat() as Record<string, unknown>[];
    expect(asked).toHaveLength(20);
    expect(asked[2]).toMatchObject({ time: "07:14", name: "Lê Khả Hân", direction: "out", purpose: "Họp" });
    // 648 keys, 32 a line: 295 s.
    expect(keys / KEYS_A_SECOND).toBeLessThan(300);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each([
    ["vi", "normal", small],
    ["en", "normal", large],
    ["vi", "largest", small],
  ] as const)("looks right in %s, text %s, %o", async (language, textSize, size) => {
    const { page } = await open(
      browser,
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    await page.keyboard.press("F3");
    await page.waitForSelector(at("paper-time"));
    for (const year of ["1945", "45"]) {
      await page.fill(at("paper-time"), "0:00");
      await page.fill(at("paper-name"), "Phạm Thị Hồng Nhung");
      await page.fill(at("paper-year"), year);
      await page.fill(at("paper-purpose"), "Nộp hồ sơ đất đai");
      await page.keyboard.press("Enter");
      await page.waitForSelector(`${at("paper-line")}[data-state=${year === "45" ? "wrong" : "saved"}]`);
    }
    await looksRight(page);
    await shoot(page, `paper-${language}-${textSize}-${size.width}`);
    await page.close();
  });

  it("a composition's own Enter writes no line", async () => {
    const { page } = await open(browser, "arrangement=to-guard", small);
    await page.keyboard.press("F3");
    await page.waitForSelector(at("paper-name"));
    await page.focus(at("paper-name"));
    const input = await page.context().newCDPSession(page);
    for (const text of ["D", "Đ", "Đo", "Đô", "Đỗ"])
      await input.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    await input.send("Input.dispatchKeyEvent", {
      type: "rawKeyDown",
      key: "Process",
      code: "Enter",
      windowsVirtualKeyCode: 229,
    });
    await input.send("Input.insertText", { text: "Đỗ" });
    expect(await page.inputValue(at("paper-name"))).toBe("Đỗ");
    expect(await calls(page, "enter_from_paper")).toEqual([]);
    expect(await page.locator(at("paper-error")).count()).toBe(0);
    await page.close();
  });
});
