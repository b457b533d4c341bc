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

/** A gate that counts how often a page is printed. */
async function openGate(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", `${printed() + 1}`);
    const printed = () => Number(document.body.getAttribute("data-printed"));
  });
  return opened;
}

const printed = (page: Page) => page.getAttribute("body", "data-printed");

const sizes = [
  ["vi", "normal", small],
  ["en", "normal", large],
  ["vi", "largest", small],
] as const;

describe("a badge of the day", () => {
  it.each(sizes)("looks right in %s, text %s, %o", async (language, textSize, size) => {
    const query = `arrangement=to-guard&language=${language}&textSize=${textSize}`;
    const { page, complaints } = await openGate(query, size);
    await page.evaluate(() => window.pretend.show({ verdict: "in", name: "Nguyễn Thị Bích Ngọc" }));
    await page.keyboard.press("F1");
    await page.waitForSelector(at("day-badge-paper"));
    await looksRight(page);
    await shoot(page, `day-badge-${language}-${textSize}-${size.width}`);
    await page.emulateMedia({ media: "print" });
    await shoot(page, `day-badge-print-${language}-${textSize}-${size.width}`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is made and printed by one key, and saved as a file", async () => {
    const { page } = await openGate("arrangement=to-guard");
    await page.evaluate(() => window.pretend.show({ verdict: "in", name: "Trần Thị Bé" }));
    await page.keyboard.press("F1");
    await page.waitForSelector(at("day-badge-paper"));
    await expect.poll(() => printed(page)).toBe("1");
    expect(await page.innerText(at("day-badge-paper"))).toContain("Trần Thị Bé");
    expect(await calls(page, "print_day_badge")).toHaveLength(1);
    await page.click(at("day-badge-print"));
    expect(await printed(page)).toBe("2");
    expect(await calls(page, "print_day_badge"), "the same badge again").toHaveLength(1);
    await page.fill(at("day-badge-folder"), "/media/usb");
    await page.press(at("day-badge-folder"), "Enter");
    await page.waitForSelector(at("day-badge-saved"));
    expect(await calls(page, "save_day_badge")).toEqual([["/media/usb"]]);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("day-badge"), { state: "detached" });
    await page.close();
  });

  it("is for whoever came in, and the gate says so where nobody did", async () => {
    const { page } = await openGate("arrangement=to-guard");
    await page.keyboard.press("F1");
    await page.waitForSelector(at("day-badge-problem"));
    expect(await page.innerText(at("day-badge-problem"))).toBe(words.vi.refusal["nobody-came"]);
    expect(await printed(page)).toBeNull();
    await page.click(at("day-badge-close"));
    await page.waitForSelector(at("day-badge"), { state: "detached" });
    await page.close();
  });

  it("is as large as the admin chose", async () => {
    const { page } = await openGate("arrangement=to-guard");
    await page.keyboard.press("F11");
    await page.click(at("page-house"));
    await page.selectOption(at("house-day-badge"), "a6");
    await page.click(at("house-save"));
    await page.waitForSelector(at("house-said"));
    const [settled] = await calls(page, "settle_house");
    expect(settled).toEqual([expect.objectContaining({ dayBadge: "a6" })]);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("gate"));
    await page.evaluate(() => window.pretend.show({ verdict: "in", name: "Trần Thị Bé" }));
    await page.keyboard.press("F1");
    await page.waitForSelector(`${at("day-badge-paper")}.a6`);
    await page.close();
  });
});
