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

const own = words.vi.places;

/** A unit's places: two that hang, one that is only made. */
async function openPlaces(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.evaluate(() => {
    const place = (name: string, kind: "gate" | "meeting-room" | "vehicle", more = {}) =>
      window.pretend.register.put({
        number: null,
        code: "",
        kind,
        name,
        address: "Thôn Phú Lễ 1, Bình Trung, Bình Sơn, Quảng Ngãi",
        contact: "0255 3 850 100",
        responsible: "Đặng Thị Yến",
        capacity: "",
        parent: "",
        from: "",
        until: "",
        ...more,
      });
    place("Cổng chính", "gate", { capacity: "200" });
    place("Phòng họp tầng hai, nhà khối Đảng và đoàn thể", "meeting-room", {
      parent: "BS-001",
      until: "31/12/2026",
    });
    place("Xe 76B-001.23", "vehicle");
    window.pretend.register.mark({ number: 1, state: "posted", note: "Bên phải cửa" });
    window.pretend.register.mark({ number: 3, state: "revoked", note: "" });
  });
  await opened.page.keyboard.press("F11");
  await opened.page.click(at("page-places"));
  await opened.page.waitForSelector(at("places-table"));
  return opened;
}

const state = (page: Page, code: string) => page.innerText(`${at(`place-${code}`)} ${at("place-state")}`);

const sizes = [
  ["vi", "normal", small],
  ["en", "normal", large],
  ["vi", "largest", small],
] as const;

describe("places and their posters", () => {
  it.each(sizes)("look right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openPlaces(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    const name = `places-${language}-${textSize}-${size.width}`;
    await looksRight(page);
    await shoot(page, name);
    await page.click(`${at("place-BS-001")} ${at("place-more")}`);
    await page.setInputFiles(at("places-file"), {
      name: "noi.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("Tên\nKho\n\nNhà xe\n"),
    });
    await page.waitForSelector(at("places-plan"));
    await looksRight(page);
    await shoot(page, `${name}-open`);
    await page.click(at("place-add"));
    await looksRight(page);
    await shoot(page, `${name}-form`);
    await page.click(at("places-print"));
    await looksRight(page);
    await shoot(page, `${name}-print`);
    await page.click(at("places-inspect"));
    await page.click(at("inspect-begin"));
    await page.evaluate(() => window.pretend.holdUpPoster("BS-001/1"));
    await page.waitForSelector(at("inspect-answer"));
    await looksRight(page);
    await shoot(page, `${name}-inspect`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("are made by keyboard, put up with a note, replaced and revoked only when asked twice", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await page.keyboard.press("F11");
    await page.click(at("page-places"));
    await page.waitForSelector(at("places-none"));
    await page.focus(at("place-add"));
    await page.keyboard.press("Enter");
    await page.focus(at("place-name"));
    await page.keyboard.type("Cổng sau");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("places-table"));
    expect(await page.innerText(at("place-said"))).toBe(own.kept("Cổng sau"));
    expect(await state(page, "BS-001")).toBe(own.state.made);
    await page.click(at("place-more"));
    await page.fill(at("place-note"), "Cạnh phòng trực");
    await page.click(at("place-posted"));
    await page.waitForFunction(
      ([selector, text]) => document.querySelector(selector ?? "")?.textContent === text,
      [at("place-said"), own.did.posted("Cổng sau")] as const,
    );
    expect(await state(page, "BS-001")).toBe(own.state.posted);
    expect(await page.innerText(at("place-history"))).toContain("Cạnh phòng trực");
    await page.click(at("place-replaced"));
    expect(await page.innerText(at("place-replaced"))).toBe(own.ask.replaced);
    await page.click(at("place-replaced"));
    await page.waitForSelector(`text=${own.version(2)}`);
    await page.click(at("place-revoked"));
    expect(await state(page, "BS-001")).toBe(own.state.made);
    await page.click(at("place-revoked"));
    await page.waitForFunction(
      ([selector, text]) => document.querySelector(selector ?? "")?.textContent === text,
      [`${at("place-BS-001")} ${at("place-state")}`, own.state.revoked] as const,
    );
    expect((await calls(page, "mark_place")).map(([form]) => (form as { state: string }).state)).toEqual([
      "posted",
      "replaced",
      "revoked",
    ]);
    await page.close();
  });

  it("are found by state and by name without accents", async () => {
    const { page } = await openPlaces("arrangement=to-guard");
    const codes = () => page.locator(`${at("places-table")} tbody tr`).count();
    expect(await codes()).toBe(3);
    await page.fill(at("place-search"), "phong hop");
    expect(await codes()).toBe(1);
    await page.fill(at("place-search"), "");
    await page.selectOption(at("place-filter"), "revoked");
    expect(await codes()).toBe(1);
    await page.selectOption(at("place-filter"), "expired");
    await page.waitForSelector(at("places-none"));
    await page.close();
  });

  it("are printed as one file, those that were chosen, and stopped", async () => {
    const { page } = await openPlaces("arrangement=to-guard");
    await page.check(`${at("place-BS-002")} input`);
    await page.click(at("places-print"));
    await page.check(at("size-a5"));
    await page.fill(at("posters-folder"), "/media/usb");
    await page.click(at("posters-print"));
    await page.waitForSelector(at("posters-saved"));
    expect(await page.innerText(at("posters-saved"))).toBe(own.saved("/media/usb/to-ma-1-noi-a5.pdf"));
    expect(await calls(page, "print_posters")).toEqual([[{ places: [2], size: "a5", folder: "/media/usb" }]]);
    await page.evaluate(() => (window.pretend.register.slow = true));
    await page.check(at("print-all"));
    await page.click(at("posters-print"));
    await page.evaluate(() => (window.pretend.register.printed = 1));
    await page.waitForFunction(
      ([selector, text]) => document.querySelector(selector ?? "")?.textContent === text,
      [at("posters-progress"), own.printing(1, 2)] as const,
    );
    await page.click(at("posters-stop"));
    await page.waitForSelector(at("posters-problem"));
    expect(await page.locator(at("posters-saved")).count()).toBe(0);
    await page.close();
  });

  it("are told at the camera, and go into an inspection while one waits", async () => {
    const { page } = await openPlaces("arrangement=to-guard");
    await page.click(at("places-inspect"));
    await page.click(at("inspect-begin"));
    const hold = (text: string) => page.evaluate((code) => window.pretend.holdUpPoster(code), text);
    await hold("BS-003/1");
    await page.waitForSelector(at("inspect-answer"));
    expect(await page.innerText(at("inspect-answer"))).toBe(own.answer.revoked);
    expect(await page.locator(at("inspect-check")).count()).toBe(0);
    await page.click(at("inspect-next"));
    await page.waitForSelector(`text=${own.inspectWaits}`);
    await hold("BS-001/1");
    await page.waitForSelector(at("inspect-check"));
    expect(await page.innerText(at("inspect-answer"))).toBe(own.answer.right);
    await page.fill(at("inspect-note"), "Còn rõ");
    await page.click(at("inspect-check"));
    await page.waitForSelector(at("inspect-count"));
    expect(await calls(page, "mark_place")).toEqual([[{ number: 1, state: "checked", note: "Còn rõ" }]]);
    await page.click(at("inspect-end"));
    await page.keyboard.press("Escape");
    await hold("ZZ-9/1");
    await page.waitForSelector(`text=${own.answer["not-ours"]}`);
    await looksRight(page);
    await shoot(page, "places-at-the-gate");
    await page.close();
  });
});
