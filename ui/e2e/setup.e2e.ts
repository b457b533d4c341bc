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

const reached = (page: Page, step: number) => page.waitForSelector(`${at("setup")}[data-step="${step}"]`);
const typed = { delay: 130 };

describe("the first run", () => {
  it.each([
    ["vi", "normal", small],
    ["en", "normal", large],
    ["vi", "largest", small],
  ] as const)("each of its steps looks right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await open(
      browser,
      `arrangement=none&language=${language}&textSize=${textSize}`,
      size,
    );
    const look = async (step: number, name: string = String(step)) => {
      await reached(page, step);
      await looksRight(page);
      await shoot(page, `setup-${name}-${language}-${textSize}-${size.width}`);
    };
    await look(1);
    await page.click(at("setup-next"));
    await page.waitForSelector(at("setup-preset-form"));
    await look(2);
    await page.click(at("setup-next"));
    await look(3);
    await page.click(at("setup-a"));
    await page.click(at("setup-next"));
    await look(4);
    await page.fill(at("setup-admin-name"), "Trần Thị Quản");
    await page.fill(at("setup-pin"), "25801357");
    await page.fill(at("setup-again"), "25801357");
    await page.click(at("setup-next"));
    await page.click(at("recovery-make"));
    await page.waitForSelector(at("recovery-key"));
    await look(4, "4-key");
    await page.click(at("setup-later"));
    await look(5);
    await page.click(at("setup-later"));
    await page.waitForSelector(at("card-test"));
    await looksRight(page);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is gone through with the keyboard alone, and the gate is open at its end", async () => {
    const { page, complaints } = await open(browser, "arrangement=none", small);
    await page.waitForFunction(
      (id) => document.querySelector<HTMLInputElement>(id)?.value !== "",
      at("setup-unit"),
    );
    await page.keyboard.press("Control+A");
    await page.keyboard.type("Trường Thử", typed);
    await page.keyboard.press("Enter");
    await reached(page, 2);
    await page.waitForSelector(at("setup-preset-form"));
    await page.keyboard.press("ArrowDown");
    await page.focus(at("setup-confirm"));
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await reached(page, 3);
    await page.keyboard.press("b");
    await page.waitForSelector(`${at("setup-b")}[aria-pressed=true]`);
    await page.focus(at("setup-next"));
    await page.keyboard.press("Enter");
    await reached(page, 4);
    await page.keyboard.type("Quan Tri", typed);
    await page.keyboard.press("Tab");
    await page.keyboard.type("25801357", typed);
    await page.keyboard.press("Tab");
    await page.keyboard.type("2580135", typed);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("setup-problem"));
    expect(await page.innerText(at("setup-problem"))).toBe(words.vi.staff.pinsDiffer);
    await page.focus(at("setup-again"));
    await page.keyboard.type("7", typed);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("recovery-make"));
    await page.focus(at("recovery-make"));
    await page.keyboard.press("Enter");
    const key = await page.innerText(at("recovery-key"));
    await page.focus(at("recovery-typed"));
    await page.keyboard.type(key.replaceAll("-", "").slice(-6), typed);
    await page.keyboard.press("Enter");
    await reached(page, 5);
    await page.waitForSelector(at("setup-folder"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("card-test"));
    await page.focus(at("card-test-done"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("gate"));
    expect(await calls(page, "choose_arrangement")).toEqual([["to-guard"]]);
    expect((await calls(page, "settle_house")).at(-1)).toMatchObject([{ unitName: "Trường Thử" }]);
    expect((await calls(page, "settle_preset")).at(-1)).toMatchObject([{ id: "school", confirmed: true }]);
    expect(await page.evaluate(() => window.pretend.view.staff.desk)).toBeNull();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("what was left for later is missing on the admin's pages until it is done", async () => {
    const { page } = await open(browser, "arrangement=to-guard", small);
    await page.keyboard.press("F11");
    await page.waitForSelector(at("missing-all"));
    await looksRight(page);
    expect(await page.getAttribute(at("missing-all"), "aria-expanded")).toBe("false");
    await page.focus(at("missing-all"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("missing-noAdmin"));
    await looksRight(page);
    expect(await page.locator(`${at("missing")} button.plain-button`).count()).toBe(5);
    await page.click(at("missing-unconfirmed"));
    await page.waitForSelector(at("preset-confirm"));
    await page.click(at("preset-confirm"));
    await page.click(at("preset-save"));
    await page.waitForSelector(at("preset-said"));
    await page.click(at("missing-noCopies"));
    await page.waitForSelector(at("missing-unconfirmed"), { state: "detached" });
    await page.close();
  });
});
