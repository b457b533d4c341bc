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

const PIN = "27182818";

/** A gate with an admin, who has opened the page. */
async function openProgram(query: string, size = small) {
  const opened = await open(browser, query, size);
  const { page } = opened;
  await page.evaluate((pin) => {
    window.pretend.staffed.keep({ number: null, name: "Lê Thị Quản", role: "admin", pin });
  }, PIN);
  await page.keyboard.press("F11");
  await page.fill(at("desk-pin"), PIN);
  await page.click(at("desk-enter"));
  await page.click(at("page-program"));
  await page.waitForSelector(at("program-version"));
  return opened;
}

describe("the page of the program", () => {
  it.each([
    ["vi", "normal", small],
    ["en", "normal", large],
    ["vi", "largest", small],
  ] as const)("looks right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openProgram(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    const own = words[language].admin.program;
    const name = `program-${language}-${textSize}-${size.width}`;
    expect(await page.innerText(at("program-version"))).toBe(own.version("0.1.0"));
    expect(await page.$(at("program-take"))).toBeNull();
    await page.fill(at("program-folder"), "E:\\");
    await page.click(at("program-choose"));
    await page.waitForSelector(at("program-take"));
    expect(await page.innerText(at("program-take"))).toBe(own.take("0.2.0"));
    expect(await page.innerText(at("program-offers"))).toContain(own.ofHub);
    await looksRight(page);
    await shoot(page, name);
    await page.click(at("program-take"));
    await page.waitForSelector(at("program-waiting"));
    expect(await page.innerText(at("program-waiting"))).toBe(own.waiting("0.2.0"));
    expect(await calls(page, "take_update")).toEqual([[]]);

    await page.click(at("program-lock"));
    await page.waitForSelector(at("program-close"));
    expect(await page.innerText(at("program-locked"))).toBe(own.locked);
    await page.click(at("program-cannot"));
    await page.locator(at("program-cannot")).scrollIntoViewIfNeeded();
    await looksRight(page);
    await shoot(page, `${name}-locked`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("asks for an admin's PIN before a gate that is locked is closed, whoever asks and however", async () => {
    const { page, complaints } = await openProgram("arrangement=to-guard");
    await page.click(at("program-lock"));
    await page.waitForSelector(at("program-close"));
    await page.click(at("program-close"));
    await page.waitForSelector(at("close-gate"));
    await looksRight(page);
    await shoot(page, "close-gate");
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("close-gate"), { state: "detached" });
    expect(await page.$(at("admin"))).not.toBeNull();
    await page.click(at("admin-close"));

    await page.evaluate(() => window.pretend.running.askToClose());
    await page.waitForSelector(at("close-gate"));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Alt+F4");
    await page.waitForSelector(at("close-gate"));
    await page.fill(at("close-pin"), "11111111");
    await page.click(at("close-enter"));
    await page.waitForFunction(
      (said) => document.querySelector(said)?.textContent?.trim() !== "",
      at("close-said"),
    );
    expect(await page.evaluate(() => window.pretend.running.closed)).toBe(false);
    await page.fill(at("close-pin"), PIN);
    await page.click(at("close-enter"));
    await page.waitForFunction(() => window.pretend.running.closed);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
