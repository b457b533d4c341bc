import { Buffer } from "node:buffer";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "../e2e/browser";
import { violations } from "../e2e/looks";
import { at, picture, Stage, tooWide } from "./stage";

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  [browser, stage] = await Promise.all([launch(), Stage.open()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), stage.close()]);
});

/** The page behind the poster of a place of the school. */
function poster(code: string, query = ""): string {
  const unit = Buffer.from(stage.told.units.school.replaceAll("-", ""), "hex").toString("base64url");
  return `${stage.told.address}/p/${unit}/${code}${query}`;
}

interface Phone {
  page: Page;
  context: BrowserContext;
  complaints: string[];
  /** Bytes of each answer, in their order: a page is one. */
  answers: number[];
}

/** A small phone, with or without scripts. */
async function phone(scripts: boolean, size = { width: 320, height: 640 }): Promise<Phone> {
  const context = await browser.newContext({
    viewport: size,
    hasTouch: true,
    isMobile: true,
    javaScriptEnabled: scripts,
    locale: "vi-VN",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const answers: number[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  page.on("response", (answer) => {
    if (answer.url().startsWith("data:")) return;
    void answer.body().then((body) => answers.push(body.length));
  });
  return { page, context, complaints, answers };
}

async function looksRight(page: Page): Promise<void> {
  expect(await tooWide(page)).toBe(0);
  expect(await violations(page)).toEqual([]);
}

async function fill(page: Page): Promise<void> {
  await page.fill("#name", "Nguyễn Văn An");
  await page.fill("#birth-year", "1990");
  await page.fill("#last-digits", "0001");
  await page.fill("#phone", "0905 123 456");
  await page.fill("#purpose", "Họp phụ huynh");
  await page.check("[name=q-fever][value=no]");
  await page.check("[name=q-cough][value=no]");
  await page.check("#agree-health");
  await page.check("#agree");
}

const send = (page: Page) => Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);

describe("a declaration on a phone", () => {
  it("needs no script: what is wrong is told beside it, what was typed stays, and a code comes back", async () => {
    const { page, context, complaints, answers } = await phone(false);
    await page.goto(poster("BS-012"));
    await picture(page, "declare-form");
    await fill(page);
    await page.fill("#birth-year", "90");
    await page.uncheck("#agree");
    await send(page);
    expect(await page.title()).toMatch(/^Cần xem lại/);
    expect(await page.innerText(at("flaws"))).toContain("Năm sinh: Xin ghi năm sinh bốn chữ số");
    expect(await page.inputValue("#name")).toBe("Nguyễn Văn An");
    expect(await page.isChecked("[name=q-fever][value=no]")).toBe(true);
    await picture(page, "declare-flaws");
    await page.fill("#birth-year", "1990");
    await page.check("#agree");
    await send(page);
    expect(await page.innerText(at("who"))).toBe("Nguyễn Văn An");
    const source = await page.getAttribute(at("code"), "src");
    expect(source).toMatch(/^data:image\/png;base64,/);
    const width = await page
      .locator(at("code"))
      .evaluate((image) => (image as HTMLImageElement).naturalWidth);
    expect(width).toBeGreaterThan(400);
    await picture(page, "declare-pass");
    expect(answers.length).toBe(3);
    for (const bytes of answers) expect(bytes).toBeLessThan(60_000);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("is readable by everybody: WCAG 2.2 AA on every page in both languages, never wider than a small phone", async () => {
    const { page, context, complaints } = await phone(true);
    for (const query of ["", "?lang=en"]) {
      await page.goto(poster("BS-012", query));
      await looksRight(page);
      await send(page);
      await looksRight(page);
      await fill(page);
      await send(page);
      await page.waitForSelector(at("code"));
      await looksRight(page);
      await page.goto(poster("CH-1", query));
      await looksRight(page);
      await picture(page, `check-in${query.slice(-2)}`);
      await page.fill("#name", "Trần Thị Bé");
      await page.fill("#phone", "0905123456");
      await page.check("#agree");
      await send(page);
      await page.waitForSelector(at("checked-in"));
      await looksRight(page);
      await page.goto(poster("CU-1", query));
      await looksRight(page);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("can be filled in by keys alone, and every box and button is large enough for a thumb", async () => {
    const { page, context } = await phone(true);
    await page.goto(poster("BS-012"));
    await page.focus("#name");
    await page.keyboard.type("Nguyễn Văn An");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("birth-year");
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, label.tick, input[type=text], textarea, .lang")]
        .filter((element) => element.getBoundingClientRect().height < 44)
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    expect(small).toEqual([]);
    await context.close();
  });

  it("says what to do where a poster was withdrawn", async () => {
    const { page, context } = await phone(false);
    const answer = await page.goto(poster("CU-1"));
    expect(answer?.status()).toBe(410);
    expect(await page.innerText("main")).toContain("Mời gặp bảo vệ ở cổng và đưa thẻ căn cước");
    await picture(page, "declare-closed");
    await context.close();
  });
});
