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

async function openRules(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.keyboard.press("F11");
  await opened.page.waitForSelector(at("preset-form"));
  return opened;
}

describe("the preset of the gate", () => {
  it.each([
    ["vi", "normal", small],
    ["en", "normal", large],
    ["vi", "largest", small],
  ] as const)("looks right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openRules(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    await page.click(at("preset-epidemic"));
    await page.click(at("preset-keys"));
    await looksRight(page);
    await shoot(page, `preset-${language}-${textSize}-${size.width}`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is switched with the keyboard alone, and the gate's screens follow it", async () => {
    const { page } = await openRules("arrangement=to-guard");
    await page.focus(at("preset-guest-book"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await page.innerText(at("preset-fields"))).toContain(words.vi.preset.field.phone);
    await page.focus(at("preset-confirm"));
    await page.keyboard.press("Space");
    await page.fill(at("preset-until"), "31/02/2027");
    await page.keyboard.press("Enter");
    await page.waitForSelector(`text=${words.vi.refusal["time-wrong"]}`);
    await page.fill(at("preset-until"), "");
    await page.fill(at("preset-order"), "12/QĐ-UBND");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("preset-said"));
    const [[asked]] = (await calls(page, "settle_preset")) as [[Record<string, unknown>]];
    expect(asked).toMatchObject({
      id: "epidemic",
      from: null,
      until: null,
      order: "12/QĐ-UBND",
      confirmed: true,
    });
    expect(await page.locator(at("preset-confirmed")).count()).toBe(1);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("gate"));
    expect((await page.innerText(".idle .invitation")).replaceAll("\n", " ")).toBe(
      "MỜI ĐƯA THẺ CĂN CƯỚC, TỜ KHAI HOẶC CHỨNG NHẬN",
    );
    await page.keyboard.press("F2");
    await page.waitForSelector(at("manual-phone"));
    expect(await page.locator(at("manual-class")).count()).toBe(0);
    await looksRight(page);
    await shoot(page, "preset-epidemic-f2");
    await page.close();
  });

  it("asks in a school for class and guardian, and what is typed goes to the gate", async () => {
    const { page } = await open(browser, "arrangement=to-guard&preset=school", small);
    await page.keyboard.press("F2");
    await page.waitForSelector(at("manual-class"));
    await looksRight(page);
    await page.fill(at("manual-name"), "Trần Thị Bé");
    await page.fill(at("manual-year"), "2015");
    await page.fill(at("manual-class"), "6A");
    await page.fill(at("manual-guardian"), "Lê Văn Ba");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("manual-form"), { state: "detached" });
    const [[asked]] = (await calls(page, "enter_by_hand")) as [[Record<string, unknown>]];
    expect(asked).toMatchObject({ class: "6A", guardian: "Lê Văn Ba", phone: null, host: null });
    await page.close();
  });

  it("gives the purpose keys their words, and keys that an admin named keep theirs", async () => {
    const { page } = await openRules("arrangement=to-guard");
    await page.click(at("preset-keys"));
    await page.fill(at("preset-key-1"), "Khám bệnh");
    await page.fill(at("preset-key-9"), "");
    await page.click(at("preset-school"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("preset-said"));
    await page.keyboard.press("Escape");
    await page.click(at("key-purpose"));
    await page.waitForSelector(at("purpose-1"));
    expect(await page.innerText(at("purpose-1"))).toContain("Khám bệnh");
    expect(await page.isVisible(at("purpose-9"))).toBe(false);
    await page.close();
  });
});

describe("a drill and practice", () => {
  it("mark every screen", async () => {
    const { page, complaints } = await openRules("arrangement=to-guard");
    await page.focus(at("drill"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("drill-mark"));
    await page.focus(at("practice"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("practice-mark"));
    expect(await page.innerText(at("practice-mark"))).toContain(words.vi.preset.drillMark);
    await looksRight(page);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("practice"));
    expect(await page.innerText(at("practice"))).toContain("KHÔNG LƯỢT NÀO ĐƯỢC GHI");
    expect(await page.locator(at("practice-mark")).count()).toBe(1);
    await looksRight(page);
    await shoot(page, "practice-gate");
    await page.focus(at("practice-deed"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("practice-mark"), { state: "detached" });
    await page.waitForSelector(at("drill-mark"));
    await page.evaluate(() => (window.pretend.book.drill = true));
    await page.keyboard.press("F11");
    await page.click(at("page-book"));
    await page.waitForSelector(at("book-drill"));
    expect(complaints).toEqual([]);
    await page.close();
  });
});
