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

async function openHouse(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.keyboard.press("F11");
  await opened.page.click(at("page-house"));
  await opened.page.waitForSelector(at("house-form"));
  return opened;
}

describe("the page of the unit and its gate", () => {
  it.each([
    ["vi", "normal", small],
    ["en", "normal", large],
    ["vi", "largest", small],
  ] as const)("looks right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openHouse(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    await looksRight(page);
    await page.fill(at("house-days"), "7");
    await page.waitForSelector(at("house-shorter"));
    await looksRight(page);
    await shoot(page, `house-${language}-${textSize}-${size.width}`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is used with the keyboard alone, and says what is missing", async () => {
    const { page } = await openHouse("arrangement=to-guard");
    await page.focus(at("house-unit"));
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Delete");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("house-problem"));
    expect(await page.innerText(at("house-problem"))).toBe(words.vi.refusal["name-missing"]);
    await page.keyboard.type("Trường Thử", { delay: 120 });
    await page.fill(at("house-close-at"), "25:00");
    await page.focus(at("house-save"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(`text=${words.vi.refusal["time-wrong"]}`);
    await page.focus(at("house-closes"));
    await page.keyboard.press("Space");
    await page.waitForSelector(at("house-close-at"), { state: "detached" });
    await page.focus(at("house-contact"));
    await page.keyboard.type("Van phong", { delay: 120 });
    await page.focus(at("house-save"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("house-said"));
    expect((await calls(page, "settle_house")).at(-1)).toEqual([
      {
        unitName: "Trường Thử",
        gateName: "Cổng chính",
        closeAt: null,
        cutAt: null,
        capacity: null,
        keepDays: 30,
        keepYears: 5,
        privacyContact: "Van phong",
        dayBadge: "label",
      },
    ]);
    await page.close();
  });

  it("saves a blank page of the paper book", async () => {
    const { page } = await openHouse("arrangement=to-guard");
    await page.fill(at("book-page-folder"), "/media/usb");
    await page.click(at("book-page-save"));
    await page.waitForSelector(at("book-page-saved"));
    expect(await page.innerText(at("book-page-saved"))).toContain("/media/usb/to-so-giay.pdf");
    await page.close();
  });

  it("leaves the names to the hub that gave them", async () => {
    const { page } = await open(browser, "arrangement=to-guard", small);
    await page.evaluate(() => {
      window.pretend.housed = { ...window.pretend.housed, namedByHub: true };
    });
    await page.keyboard.press("F11");
    await page.click(at("page-house"));
    await page.waitForSelector(at("house-form"));
    expect(await page.locator(at("house-unit")).getAttribute("readonly")).not.toBeNull();
    await page.close();
  });
});
