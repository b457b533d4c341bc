import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LanguageWord, ShownView, VerdictWord } from "../src/backend/bindings";
import { words } from "../src/words";
import { launch, large, open, small } from "./browser";
import { overflows, tooSmall, violations } from "./looks";

const huyen = {
  name: "Nguyễn Thị Thanh Huyền",
  birthYear: 1990,
  lastFour: "0001",
  kind: "citizen-card",
} as const;

type Part = Partial<ShownView> & Pick<ShownView, "verdict">;

interface Row {
  verdict: VerdictWord;
  ground: string;
  ink: string;
  part: Omit<Part, "verdict">;
  full: boolean;
}

const rows: Row[] = [
  { verdict: "in", ground: "rgb(53, 208, 127)", ink: "rgb(0, 0, 0)", part: huyen, full: true },
  { verdict: "out", ground: "rgb(11, 87, 164)", ink: "rgb(255, 255, 255)", part: huyen, full: true },
  {
    verdict: "already",
    ground: "rgb(201, 206, 214)",
    ink: "rgb(0, 0, 0)",
    part: { ...huyen, since: 1 },
    full: false,
  },
  {
    verdict: "look",
    ground: "rgb(255, 196, 0)",
    ink: "rgb(0, 0, 0)",
    part: { ...huyen, reasons: ["birth-date-impossible"] },
    full: true,
  },
  {
    verdict: "refuse",
    ground: "rgb(140, 29, 24)",
    ink: "rgb(255, 255, 255)",
    part: { ...huyen, reasons: ["identity-masked"] },
    full: true,
  },
  {
    verdict: "foreign",
    ground: "rgb(201, 206, 214)",
    ink: "rgb(0, 0, 0)",
    part: { foreign: "bank-transfer" },
    full: false,
  },
  { verdict: "unknown", ground: "rgb(201, 206, 214)", ink: "rgb(0, 0, 0)", part: {}, full: false },
  { verdict: "damaged", ground: "rgb(201, 206, 214)", ink: "rgb(0, 0, 0)", part: {}, full: false },
  { verdict: "not-stored", ground: "rgb(16, 20, 24)", ink: "rgb(255, 196, 0)", part: huyen, full: true },
];

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const panel = "[data-testid=verdict-panel]";

async function show(page: Page, row: Row): Promise<void> {
  await page.evaluate(
    ({ part, verdict }) => {
      if (verdict === "not-stored") window.pretend.set({ store: "disk-full" });
      window.pretend.show({ verdict, ...part });
    },
    { part: row.part, verdict: row.verdict },
  );
  await page.waitForSelector(`${panel}[data-verdict="${row.verdict}"]`);
}

/** The key acts once it is clear that it isn't a reader's first. */
async function answer(page: Page): Promise<void> {
  await page.keyboard.press("Space");
  await page.waitForSelector("[data-testid=decide-admit], [data-testid=acknowledge]", { state: "detached" });
}

async function looksRight(page: Page): Promise<void> {
  expect(await overflows(page)).toEqual([]);
  expect(await tooSmall(page)).toEqual([]);
  expect(await violations(page)).toEqual([]);
}

const icon = (page: Page) =>
  page.evaluate(() => {
    const box = document.querySelector("[data-testid=verdict-panel] svg[data-icon]")?.getBoundingClientRect();
    return box ? Math.min(box.width, box.height) : 0;
  });

const wordSize = (page: Page) =>
  page.evaluate(() => {
    const word = document.querySelector("[data-testid=verdict-panel] .word");
    if (!word) throw new Error("no word");
    const style = getComputedStyle(word);
    const lines = Math.round(word.getBoundingClientRect().height / parseFloat(style.lineHeight));
    return { px: parseFloat(style.fontSize), lines };
  });

for (const arrangement of ["to-visitor", "to-guard"] as const) {
  for (const language of ["vi", "en"] as LanguageWord[]) {
    describe(`${arrangement}, ${language}`, () => {
      it.each(rows)(
        "$verdict has its colour, icon and words, first full and then in the panel",
        async (row) => {
          const { page, complaints } = await open(browser, `arrangement=${arrangement}&language=${language}`);
          await show(page, row);
          const say = words[language];
          const read = () => page.innerText(panel);

          expect(await page.getAttribute(panel, "data-phase")).toBe(row.full ? "full" : "panel");
          const colours = await page.evaluate((at) => {
            const inner = document.querySelector(`${at} > *`);
            if (!inner) throw new Error("an empty panel");
            const { backgroundColor, color, width } = getComputedStyle(inner);
            return { backgroundColor, color, wide: parseFloat(width) === innerWidth };
          }, panel);
          expect(colours).toEqual({ backgroundColor: row.ground, color: row.ink, wide: row.full });
          expect(await icon(page)).toBeGreaterThanOrEqual(239.5);
          expect(await read()).toContain(say.verdict[row.verdict]);
          // Full-bleed keeps the camera as an inset.
          expect(await page.isVisible("img")).toBe(true);
          await looksRight(page);

          if (row.full && row.verdict !== "not-stored") {
            await page.waitForSelector(`${panel}[data-phase=panel]`);
            expect(await icon(page)).toBeGreaterThanOrEqual(239.5);
            await looksRight(page);
          }
          if (row.verdict === "look") {
            expect(await read()).toContain(say.needsLook(say.reason["birth-date-impossible"]));
            expect(await read()).toContain(say.admit);
            expect(await read()).toContain(say.notAdmit);
          }
          if (row.verdict === "foreign") expect(await read()).toContain(say.foreign["bank-transfer"]);
          const strip = await page.locator("[data-testid=strip-row]").allInnerTexts();
          const inStrip = !["foreign", "unknown", "damaged"].includes(row.verdict);
          expect(strip).toHaveLength(inStrip ? 1 : 0);
          if (inStrip)
            expect(strip[0]).toContain(arrangement === "to-guard" ? "Nguyễn Thị Thanh Huyền" : "N. T. T. H");
          const mirrored = await page.evaluate(() => {
            const picture = document.querySelector("img");
            return picture ? getComputedStyle(picture).transform.startsWith("matrix(-1") : null;
          });
          expect(mirrored).toBe(arrangement === "to-visitor");
          expect(complaints).toEqual([]);
          await page.close();
        },
      );
    });
  }
}

it("reasons are the guard's: never on a full screen that faces the visitor", async () => {
  const { page } = await open(browser, "arrangement=to-visitor");
  await show(page, rows.find((row) => row.verdict === "refuse") as Row);
  expect(await page.locator("[data-testid=guard-note]").count()).toBe(0);
  await page.waitForSelector(`${panel}[data-phase=panel]`);
  expect(await page.innerText("[data-testid=guard-note]")).toBe("Lý do: mã che bớt số và ngày sinh");
  await page.close();
});

it("at 1920×1080 the word has 96 px in the panel and two lines at most, the person 48, the reason 32, the next step 28", async () => {
  const { page } = await open(browser, "arrangement=to-guard", large);
  for (const row of rows.filter(({ verdict }) => verdict !== "not-stored")) {
    await show(page, row);
    await page.waitForSelector(`${panel}[data-phase=panel]`);
    const { px, lines } = await wordSize(page);
    expect(px, row.verdict).toBeGreaterThanOrEqual(95.9);
    expect(lines, row.verdict).toBeLessThanOrEqual(2);
    const size = (selector: string) =>
      page.evaluate((at) => {
        const found = document.querySelector(`[data-testid=verdict-panel] ${at}`);
        return found ? Math.round(parseFloat(getComputedStyle(found).fontSize)) : null;
      }, selector);
    if (row.verdict === "look") expect([await size(".person"), await size(".guard")]).toEqual([48, 32]);
    if (row.verdict === "foreign") expect([await size(".line"), await size(".next")]).toEqual([32, 28]);
    await looksRight(page);
    if (row.verdict === "look" || row.verdict === "refuse") await answer(page);
    await page.evaluate(() => window.pretend.set({ shown: null }));
  }
  await page.close();
});

it("at rush hour names vanish, the camera grows and the answers stay in reach", async () => {
  const { page } = await open(browser, "arrangement=to-guard", small);
  const width = () =>
    page.evaluate(() => document.querySelector(".camera")?.getBoundingClientRect().width ?? 0);
  const before = await width();
  await page.evaluate(() => window.pretend.set({ rush: true }));
  await page.waitForSelector(".rush");
  expect(await width()).toBeGreaterThan(before * 1.1);
  for (const row of rows.filter(({ verdict }) => verdict !== "not-stored")) {
    await show(page, row);
    await page.waitForSelector(`${panel}[data-phase=panel]`);
    expect(await page.innerText("body")).not.toContain("Thanh Huyền");
    await looksRight(page);
    if (row.verdict === "look" || row.verdict === "refuse") await answer(page);
    await page.evaluate(() => window.pretend.set({ shown: null }));
  }
  await page.close();
});
