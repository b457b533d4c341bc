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

function vehicle(query = ""): string {
  const unit = Buffer.from(stage.told.units.school.replaceAll("-", ""), "hex").toString("base64url");
  return `${stage.told.address}/x/${unit}/XE-1${query}`;
}

const tap = (page: Page, what: string) => page.click(`[data-do=${what}]`);
const onBoard = (page: Page) => page.innerText("#count");
const waits = (page: Page, trips: number) => page.waitForSelector(`#trip[data-waiting="${trips}"]`);

async function looksRight(page: Page): Promise<void> {
  expect(await tooWide(page)).toBe(0);
  expect(await violations(page)).toEqual([]);
}

describe("a conductor's page", () => {
  it("counts without a network after it was opened once, and tells each trip once", async () => {
    const context = await browser.newContext({
      viewport: { width: 320, height: 640 },
      hasTouch: true,
      isMobile: true,
      locale: "vi-VN",
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(vehicle());
    await page.waitForSelector("#trip[data-offline=yes]");
    await looksRight(page);

    await context.setOffline(true);
    await page.reload();
    await tap(page, "depart");
    for (let count = 0; count < 3; count += 1) await tap(page, "board");
    await tap(page, "alight");
    expect(await onBoard(page)).toBe("2");
    await waits(page, 1);
    await looksRight(page);
    await picture(page, "trip-offline");
    // Closed and opened again, still without a network.
    await page.close();
    const again = await context.newPage();
    again.on("pageerror", (error) => complaints.push(error.message));
    await again.goto(vehicle());
    expect(await onBoard(again)).toBe("2");
    await tap(again, "board");
    await tap(again, "end");
    expect(await onBoard(again)).toBe("3");
    await tap(again, "end");
    expect(await again.locator("#ended li").count()).toBe(1);
    await waits(again, 1);

    await context.setOffline(false);
    await waits(again, 0);
    await again.reload();
    await waits(again, 0);
    await tap(again, "depart");
    await tap(again, "board");
    await waits(again, 0);
    await looksRight(again);
    await picture(again, "trip");
    await again.goto(vehicle("?lang=en"));
    expect(await again.innerText("h1")).toBe("Trip");
    expect(complaints).toEqual([]);
    await context.close();

    const desk = await openDesk(browser, stage);
    await signIn(desk.page, stage, "quan");
    await go(desk.page, "places");
    const row = `${at("unit")}[data-unit="${stage.told.units.school}"]`;
    await desk.page.waitForSelector(row);
    expect(await desk.page.innerText(`${row} ${at("trips")}`)).toBe("2");
    expect(await desk.page.innerText(`${row} ${at("boarded")}`)).toBe("5");
    await desk.context.close();
  });
});
