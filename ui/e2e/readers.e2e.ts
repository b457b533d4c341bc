import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CardTestWord, GateView, LanguageWord, ReaderWord } from "../src/backend/bindings";
import { words } from "../src/words";
import { at, calls, large, launch, open, small } from "./browser";
import { overflows, tooSmall, violations } from "./looks";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const CARD = "051090000001||Nguyen Van An|05031990|Nam|Binh Son|12052021";

async function set(page: Page, change: Partial<GateView>): Promise<void> {
  await page.evaluate((what) => window.pretend.set(what), change);
}

async function looksRight(page: Page): Promise<void> {
  expect(await overflows(page)).toEqual([]);
  expect(await tooSmall(page)).toEqual([]);
  expect(await violations(page)).toEqual([]);
}

describe("a reader that is a keyboard", () => {
  it.each([5, 25])(
    "is told by its pace of %i ms with the gate, a button or a field in focus",
    async (delay) => {
      const { page, complaints } = await open(browser, "arrangement=to-guard");
      await page.keyboard.type(CARD, { delay });
      await page.keyboard.press("Enter");
      await page.focus(at("mode"));
      await page.keyboard.type(CARD, { delay });
      await page.keyboard.press("Tab");
      await page.waitForTimeout(400);
      await page.keyboard.press("F2");
      await page.keyboard.type("Be", { delay: 130 });
      await page.keyboard.type(CARD, { delay });
      await page.waitForTimeout(400);
      expect(await calls(page, "typed")).toEqual(Array(3).fill([{ text: CARD, retouched: false }]));
      expect(await page.inputValue(at("manual-name"))).toBe("Be");
      // None of its letters was taken for a key of the gate.
      for (const command of ["purpose", "acknowledge", "decide", "set_mode"])
        expect(await calls(page, command)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it("in a field that composes letters is noticed, and what it composed is taken back", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await page.keyboard.press("F2");
    await page.waitForSelector(at("manual-form"));
    await page.keyboard.type("An", { delay: 130 });
    await page.waitForTimeout(200);
    const input = await page.context().newCDPSession(page);
    await page.keyboard.type("0510900|", { delay: 5 });
    for (const text of ["N", "Ng", "Ngu", "Nguy", "Nguyê", "Nguyễ", "Nguyễn"]) {
      await input.send("Input.dispatchKeyEvent", {
        type: "rawKeyDown",
        key: "Process",
        windowsVirtualKeyCode: 229,
      });
      await input.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
    await input.send("Input.insertText", { text: "Nguyễn" });
    await page.waitForSelector(`${at("verdict-panel")}[data-verdict=damaged]`);
    expect(await calls(page, "typed")).toMatchObject([[{ retouched: true }]]);
    await page.waitForFunction(
      (id) => document.querySelector<HTMLInputElement>(id)?.value === "An",
      at("manual-name"),
    );
    await page.close();
  });

  it.each([
    ["vi", small],
    ["en", small],
    ["vi", large],
    ["en", large],
  ] as const)("whose text was spoilt is answered with what to do: %s, %o", async (language, size) => {
    const { page } = await open(browser, `arrangement=to-guard&language=${language}`, size);
    await page.evaluate(() => window.pretend.show({ verdict: "damaged" }));
    await page.waitForSelector(`${at("verdict-panel")}[data-verdict=damaged]`);
    const read = (await page.innerText(at("verdict-panel"))).replace(/\s+/g, " ");
    expect(read).toContain(words[language].verdict.damaged);
    expect(read).toContain(words[language].toUsbCom);
    expect(read).toContain(words[language].usbComHow);
    await looksRight(page);
    for (const textSize of ["large", "largest"] as const) {
      await set(page, { textSize });
      await looksRight(page);
    }
    await page.close();
  });
});

describe("readers on serial ports", () => {
  it.each(["ready", "gone", "busy", "denied", "broken"] as ReaderWord[])(
    "have a light and a line (%s), and everything still fits",
    async (state) => {
      for (const language of ["vi", "en"] as LanguageWord[]) {
        const { page } = await open(browser, `arrangement=to-guard&language=${language}`);
        await set(page, { readers: [{ port: "COM7", product: "QR Reader", state }], sound: "absent" });
        expect(await page.innerText(at("light-reader"))).toBe(words[language].reader[state]);
        await page.keyboard.press("F10");
        await page.waitForSelector(at("devices-form"));
        expect(await page.innerText(at("devices-readers"))).toContain(words[language].readerDeed[state]);
        await looksRight(page);
        await page.close();
      }
    },
  );

  it("are chosen by port and suffix with keys alone", async () => {
    const { page, complaints } = await open(browser, "arrangement=to-guard");
    await page.keyboard.press("F10");
    await page.waitForSelector(`${at("devices-port-COM7")}`);
    await page.focus(at("devices-port-auto"));
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(50);
    }
    await page.waitForFunction(() => window.pretend.view.readerChoice.port === "COM7");
    await page.focus(at("devices-suffix-any"));
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => window.pretend.view.readerChoice.suffix === "cr");
    await looksRight(page);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("devices-form"), { state: "detached" });
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe("the card test", () => {
  const states: CardTestWord[] = [
    "waiting",
    "seen",
    "other-code",
    "passes",
    "held-close",
    "not-sharp-enough",
  ];

  it.each([small, large])("says every answer and fits, %o", async (size) => {
    for (const language of ["vi", "en"] as LanguageWord[]) {
      const { page } = await open(browser, `arrangement=to-visitor&language=${language}`, size);
      for (const state of states) {
        const measured = state === "passes" || state === "held-close" || state === "not-sharp-enough";
        await set(page, { cardTest: { state, cm: measured ? 17 : null, ms: measured ? 240 : null } });
        await page.waitForSelector(`${at("card-test")}[data-state=${state}]`);
        expect(await overflows(page)).toEqual([]);
        expect(await tooSmall(page)).toEqual([]);
      }
      expect(await violations(page)).toEqual([]);
      expect(await page.innerText(at("card-test-result"))).toContain(words[language].cardTest.notSharpHow);
      await page.close();
    }
  });

  it("is begun from the devices, and again", async () => {
    const { page, complaints } = await open(browser, "arrangement=to-guard");
    await page.keyboard.press("F10");
    await page.click(at("devices-card-test"));
    await page.waitForSelector(at("card-test"));
    await set(page, { cardTest: { state: "passes", cm: 17, ms: 240 } });
    await page.click(at("card-test-again"));
    await page.waitForSelector(`${at("card-test")}[data-state=waiting]`);
    await page.keyboard.press("Tab");
    await page.focus(at("card-test-done"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("gate"));
    await page.keyboard.press("F10");
    await page.click(at("devices-card-test"));
    await page.waitForSelector(at("card-test"));
    expect(await calls(page, "start_card_test")).toHaveLength(3);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("without a camera says what to do and can be put off", async () => {
    const { page } = await open(browser, "arrangement=to-guard&camera=absent");
    await set(page, { cardTest: { state: "waiting", cm: null, ms: null } });
    await page.waitForSelector(at("card-test"));
    expect(await page.innerText(`${at("card-test")} section`)).toContain(words.vi.cameraDeed.absent);
    await looksRight(page);
    await page.click(at("card-test-done"));
    await page.waitForSelector(at("gate"));
    await page.close();
  });
});
