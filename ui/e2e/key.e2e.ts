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

async function openKey(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.keyboard.press("F11");
  await opened.page.click(at("page-key"));
  await opened.page.waitForSelector(at("key-give-open"));
  return opened;
}

describe("the page of the unit's key", () => {
  it.each([
    ["vi", "normal", small],
    ["en", "normal", large],
    ["vi", "largest", small],
  ] as const)("looks right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openKey(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    const name = `key-${language}-${textSize}-${size.width}`;
    await looksRight(page);
    await page.click(at("key-ask-open"));
    await page.waitForSelector(at("key-code"));
    await looksRight(page);
    // A phone photographs it: as large as a hand.
    const box = await page.locator(at("qr")).boundingBox();
    expect(box?.width).toBeGreaterThan(400);
    expect(box?.width).toBe(box?.height);
    await shoot(page, `${name}-ask`);
    await page.click(at("key-take-open"));
    await page.click(at("key-take-camera"));
    await page.waitForSelector(`${at("key-take")}[data-awaited=waiting]`);
    await looksRight(page);
    await page.evaluate(() => window.pretend.holdUpKey("CHOTKEY1:other"));
    await page.waitForSelector(at("key-take-seen"));
    await page.click(at("key-take-do"));
    await page.waitForSelector(at("key-problem"));
    await looksRight(page);
    await shoot(page, `${name}-take`);
    await page.click(at("key-give-open"));
    await page.click(at("key-give-camera"));
    await page.waitForSelector(`${at("key-give")}[data-awaited=waiting]`);
    await page.evaluate(() => window.pretend.holdUpKey("CHOTASK1:new"));
    await page.waitForSelector(at("key-compare"));
    await looksRight(page);
    await shoot(page, `${name}-compare`);
    await page.click(at("key-give-yes"));
    await page.waitForSelector(at("key-code"));
    await looksRight(page);
    await shoot(page, `${name}-given`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is used with the keyboard alone, and leaving ends the wait", async () => {
    const { page } = await openKey("arrangement=to-guard");
    const focusAndPress = async (id: string) => {
      await page.focus(at(id));
      await page.keyboard.press("Enter");
    };
    await focusAndPress("key-take-open");
    await focusAndPress("key-take-camera");
    await page.waitForSelector(`${at("key-take")}[data-awaited=waiting]`);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("gate"));
    expect(await page.evaluate(() => window.pretend.view.awaited)).toBeNull();
    await page.evaluate(() => window.pretend.holdUpKey("CHOTKEY1:mine"));
    await page.waitForSelector(`${at("verdict-panel")}[data-verdict=foreign]`);
    expect(await calls(page, "take_key")).toEqual([]);

    await page.keyboard.press("F11");
    await page.click(at("page-key"));
    await focusAndPress("key-take-open");
    await focusAndPress("key-take-camera");
    await page.waitForSelector(`${at("key-take")}[data-awaited=waiting]`);
    await page.evaluate(() => window.pretend.holdUpKey("CHOTKEY1:mine"));
    await page.waitForSelector(at("key-take-do"));
    await focusAndPress("key-take-do");
    await page.waitForSelector(at("key-said"));
    expect(await page.innerText(at("key-said"))).toBe(words.vi.admin.key.taken);
    await page.close();
  });
});
