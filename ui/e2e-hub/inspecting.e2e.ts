import { Buffer } from "node:buffer";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "../e2e/browser";
import { violations } from "../e2e/looks";
import { at, go, openDesk, picture, signIn, Stage, tooWide } from "./stage";

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  [browser, stage] = await Promise.all([launch(), Stage.open()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), stage.close()]);
});

/** The page behind the poster of a place of the school. */
function poster(code: string): string {
  const unit = Buffer.from(stage.told.units.school.replaceAll("-", ""), "hex").toString("base64url");
  return `${stage.told.address}/p/${unit}/${code}`;
}

/** A small phone, with or without scripts. */
async function phone(scripts: boolean, width = 360) {
  const context = await browser.newContext({
    viewport: { width, height: 640 },
    hasTouch: true,
    isMobile: true,
    javaScriptEnabled: scripts,
    locale: "vi-VN",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  return { page, context, complaints };
}

async function looksRight(page: Page): Promise<void> {
  expect(await tooWide(page)).toBe(0);
  expect(await violations(page)).toEqual([]);
  const small = await page.evaluate(() =>
    [
      ...document.querySelectorAll(
        "button, label.tick, input:not([type=hidden], [type=checkbox]), textarea, .lang, main a",
      ),
    ]
      .filter(
        (element) => element.getBoundingClientRect().height < 44 && element.closest(".summary") === null,
      )
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  expect(small).toEqual([]);
}

const press = (page: Page, selector: string) => Promise.all([page.waitForNavigation(), page.click(selector)]);

async function enter(page: Page, name: string, password = stage.told.password): Promise<void> {
  await page.fill("#name", name);
  await page.fill("#password", password);
  await press(page, "button[type=submit]");
}

describe("the inspection of a gate on a phone", () => {
  it("begins at the poster, asks to sign in, and needs no script", async () => {
    const { page, context, complaints } = await phone(false);
    await page.goto(poster("BS-012"));
    await press(page, at("to-inspect"));
    await picture(page, "inspect-sign-in");
    await enter(page, "truong", "không phải mật khẩu");
    expect(await page.innerText(at("flaws"))).toContain("Tên hoặc mật khẩu chưa đúng");
    await enter(page, "truong");
    await page.fill("#on-duty", "Lê Văn Bảo");
    await page.fill("#people", "4");
    await page.fill("#recommendations", "Dời máy quét vào dưới mái che");
    await page.fill("#reminder", "2");
    await page.check("#monitors");
    await picture(page, "inspect-form");
    await press(page, at("send"));
    expect(await page.innerText(at("flaws"))).toContain("Điểm quét đặt ở đâu: Xin ghi");
    expect(await page.inputValue("#on-duty")).toBe("Lê Văn Bảo");
    expect(await page.isChecked("#monitors")).toBe(true);
    await picture(page, "inspect-flaws");
    await page.fill("#position", "Cổng chính, bên phải");
    await page.fill("#people", "");
    await press(page, at("send"));
    expect(await page.innerText(at("done"))).toBe("Đã ghi phiếu kiểm tra cổng");
    await picture(page, "inspect-done");
    // A reload sends the same form: it is the same inspection.
    await page.reload();
    await press(page, "main .keep a");
    expect(await page.locator(at("inspected")).count()).toBe(1);
    expect(await page.innerText(at("inspected"))).toContain("Dời máy quét vào dưới mái che");
    await picture(page, "inspect-list");
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("is readable by everybody: WCAG 2.2 AA in both languages, on narrow phones", async () => {
    for (const width of [320, 360]) {
      const { page, context, complaints } = await phone(true, width);
      for (const query of ["?lang=vi", "?lang=en"]) {
        await page.goto(poster("BS-012") + query);
        await press(page, at("to-inspect"));
        await looksRight(page);
        await enter(page, "khoa");
        await looksRight(page);
        await enter(page, "truong");
        await looksRight(page);
        await press(page, at("send"));
        await looksRight(page);
        await page.fill("#position", "Cổng phụ");
        await press(page, at("send"));
        await page.waitForSelector(at("done"));
        await looksRight(page);
        await press(page, "main .keep a");
        await page.waitForSelector(at("inspected"));
        await looksRight(page);
        await press(page, ".out button");
        await page.waitForSelector("#password");
      }
      expect(complaints).toEqual([]);
      await context.close();
    }
  });

  it("is reached from the hub's pages, stands in the unit's book, and counts its place as inspected", async () => {
    const { page, context, complaints } = await openDesk(browser, stage);
    await signIn(page, stage, "quan");
    await go(page, "places");
    const row = `[data-unit="${stage.told.units.school}"]`;
    await page.waitForSelector(row);
    expect(await page.innerText(`${row} ${at("inspected")}`)).toBe("1");
    await press(page, `${row} ${at("inspect")}`);
    await page.waitForSelector(at("place-BS-012"));
    expect(await page.locator("main").innerText()).toContain("truong kiểm tra");
    await page.goto(stage.told.address);
    await page.waitForSelector(at("who"));
    await context.close();
    expect(complaints).toEqual([]);

    const head = await openDesk(browser, stage);
    await signIn(head.page, stage, "truong");
    await go(head.page, "book");
    await head.page.click(`${at("inspections")} summary`);
    await head.page.waitForSelector(`${at("inspections")} ${at("inspected")}`);
    expect(await head.page.innerText(at("inspections"))).toContain("Dời máy quét vào dưới mái che");
    expect(await tooWide(head.page)).toBe(0);
    expect(await violations(head.page)).toEqual([]);
    await picture(head.page, "inspect-book");
    expect(head.complaints).toEqual([]);
    await head.context.close();
  });
});
