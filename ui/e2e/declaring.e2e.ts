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

/** A gate that asks for a declaration, without fever or cough. */
const asking = (page: Page) =>
  page.evaluate(() => {
    const shipped = window.pretend.rulesNow().find(({ id }) => id === "declaration-today");
    const policy = JSON.parse(shipped?.text ?? "{}") as { rules: { declaration: object }[] };
    for (const { declaration } of policy.rules)
      Object.assign(declaration, { no_to: ["fever", "cough", "met-symptoms"] });
    window.pretend.own.set("declaration-today", JSON.stringify(policy));
    return window.pretend.choosePolicy("declaration-today");
  });

const group = (page: Page) =>
  page.evaluate(() =>
    window.pretend.show({
      verdict: "in",
      kind: "citizen-card",
      name: "Nguyễn Văn An",
      birthYear: 1990,
      lastFour: "0001",
      group: { heads: 3, come: 1 },
    }),
  );

const shown = (page: Page, id: string) => page.innerText(at(id));

describe("a group on one declaration", () => {
  it.each([
    ["vi", "to-guard", small],
    ["en", "to-visitor", small],
    ["vi", "to-visitor", large],
  ] as const)("is counted by head with the key +, in %s, %s, %o", async (language, arrangement, size) => {
    const own = words[language].declaring;
    const { page, complaints } = await open(browser, `arrangement=${arrangement}&language=${language}`, size);
    await page.waitForSelector(at("gate"));
    await group(page);
    await page.waitForSelector(at("one-more"));
    expect(await shown(page, "group")).toBe(own.group(3, 1));
    await looksRight(page);
    await shoot(page, `group-${language}-${arrangement}-${size.width}`);
    await page.keyboard.press("+");
    await page.waitForFunction(([id, text]) => document.querySelector(id)?.textContent === text, [
      at("group"),
      own.group(3, 2),
    ] as const);
    await page.waitForSelector(at("one-more"));
    await page.click(at("one-more"));
    await page.waitForFunction(([id, text]) => document.querySelector(id)?.textContent === text, [
      at("group"),
      own.group(3, 3),
    ] as const);
    expect(await shown(page, "counter-in")).toBe("3");
    // Each row of the group says how many have come, and one row stands for all who were counted.
    const rows = await page.locator(at("strip-row")).allInnerTexts();
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toContain(own.groupShort(3, 3));
    await looksRight(page);
    await shoot(page, `group-full-${language}-${arrangement}-${size.width}`);

    await page.keyboard.press("NumpadAdd");
    await page.waitForSelector(`text=${own.full(3)}`);
    expect(await calls(page, "one_more")).toHaveLength(2);
    expect(await shown(page, "counter-in")).toBe("3");
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe("whoever has no phone", () => {
  it.each([
    ["vi", "normal", small],
    ["en", "normal", large],
    ["vi", "largest", small],
  ] as const)("declares to the guard with a card, in %s, text %s, %o", async (language, textSize, size) => {
    const own = words[language].declaring;
    const { page, complaints } = await open(
      browser,
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    await page.waitForSelector(at("gate"));
    await page.keyboard.press("-");
    await page.waitForSelector(`text=${own.nobody}`);
    await page.keyboard.press("Escape");
    await asking(page);
    await page.evaluate(() =>
      window.pretend.show({
        verdict: "look",
        kind: "citizen-card",
        name: "Trần Thị Bé",
        birthYear: 1990,
        reasons: ["document-missing"],
        missing: ["declaration"],
      }),
    );
    await page.waitForSelector(at("declare"));
    await looksRight(page);
    await shoot(page, `declare-asked-${language}-${textSize}-${size.width}`);
    await page.keyboard.press("-");
    await page.waitForSelector(at("question-fever"));
    await looksRight(page);
    await shoot(page, `declare-${language}-${textSize}-${size.width}`);
    // Nothing is kept of somebody who wasn't asked.
    await page.keyboard.press("Enter");
    await page.waitForSelector(`text=${own.notAsked}`);
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("declare-form"), { state: "detached" });
    expect(await calls(page, "declare_for")).toEqual([[1, { yes: [] }]]);
    expect(await shown(page, "counter-in")).toBe("1");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("declares with a name that is typed in, and a yes is told", async () => {
    const { page, complaints } = await open(browser, "arrangement=to-guard&language=vi");
    await page.waitForSelector(at("gate"));
    await asking(page);
    await page.keyboard.press("F2");
    await page.fill(at("manual-name"), "Lê Văn Mới");
    await page.keyboard.press("Enter");
    await page.keyboard.type("1950");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-testid"))).toBe("told");
    await page.keyboard.press("/");
    await page.check(at("question-cough"));
    await looksRight(page);
    await shoot(page, "declare-by-hand");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("manual-form"), { state: "detached" });
    const [[form]] = (await calls(page, "enter_by_hand")) as [[Record<string, unknown>]];
    expect(form).toMatchObject({ name: "Lê Văn Mới", birthYear: 1950, told: { yes: ["cough"] } });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is asked nothing where the rules ask for no declaration", async () => {
    const { page } = await open(browser, "arrangement=to-guard&language=vi");
    await page.waitForSelector(at("gate"));
    await page.keyboard.press("F2");
    await page.fill(at("manual-name"), "Lê Văn Mới");
    expect(await page.locator(at("questions")).count()).toBe(0);
    await page.keyboard.press("Enter");
    await page.keyboard.type("1950");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("manual-form"), { state: "detached" });
    const [[form]] = (await calls(page, "enter_by_hand")) as [[Record<string, unknown>]];
    expect(form).toMatchObject({ told: null });
    await page.close();
  });

  it("is asked what an admin ticks in the policy", async () => {
    const { page } = await open(browser, "arrangement=to-guard&language=vi");
    await page.keyboard.press("F11");
    await page.click(at("edit-declaration-today"));
    await page.check(at("policy-0-no-fever"));
    await page.check(at("policy-0-no-tired"));
    await looksRight(page);
    await shoot(page, "declare-policy");
    await page.click(at("policy-save"));
    const [[text]] = (await calls(page, "save_policy")) as [[string]];
    const saved = JSON.parse(text) as { rules: { declaration: object }[] };
    expect(saved.rules[0]?.declaration).toEqual({ today: true, no_to: ["fever", "tired"] });
    await page.close();
  });
});
