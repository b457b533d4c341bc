import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { words } from "../src/words";
import { at, calls, large, launch, open, shoot, small } from "./browser";
import { looksRight } from "./looks";

const KEY = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function openBackup(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.keyboard.press("F11");
  await opened.page.click(at("page-backup"));
  await opened.page.waitForSelector(at("backup-folder"));
  return opened;
}

describe("the page of copies, settings and help", () => {
  it.each([
    ["vi", "normal", small],
    ["en", "normal", large],
    ["vi", "largest", small],
  ] as const)("looks right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openBackup(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    const own = words[language].admin.backup;
    const name = `backup-${language}-${textSize}-${size.width}`;
    expect(await page.innerText(at("backup-last"))).toBe(own.none);
    await looksRight(page);
    await page.fill(at("backup-folder"), "E:\\Chot");
    await page.click(at("backup-choose"));
    await page.waitForSelector(at("backup-said"));
    expect(await page.innerText(at("backup-said"))).toBe(own.chosen);
    expect(await page.innerText(at("backup-last"))).toContain("1204");
    await looksRight(page);
    await shoot(page, name);
    await page.evaluate(() => (window.pretend.copies.there = false));
    await page.click(at("backup-now"));
    await page.waitForSelector(at("backup-problem"));
    await looksRight(page);
    await page.evaluate(() => (window.pretend.copies.there = true));

    await page.fill(at("settings-folder"), "E:\\Chot");
    await page.click(at("settings-sign"));
    await page.waitForSelector(at("settings-signed"));
    await page.fill(at("settings-file"), "F:\\other.chot");
    await page.click(at("settings-look"));
    await page.waitForSelector(at("settings-problem"));
    await page.fill(at("settings-file"), "F:\\chot-settings.chot");
    await page.click(at("settings-look"));
    await page.waitForSelector(at("settings-changes"));
    expect(await page.innerText(at("settings-changes"))).toContain(own.choice.keep_subjects_days);
    expect(await page.innerText(at("settings-compare"))).toContain("2468 1357 9024");
    await page.locator(at("settings-take")).scrollIntoViewIfNeeded();
    await looksRight(page);
    await shoot(page, `${name}-settings`);
    await page.click(at("settings-take"));
    await page.waitForSelector(at("settings-said"));
    expect(await calls(page, "take_settings")).toEqual([
      [{ path: "F:\\chot-settings.chot", digits: "2468 1357 9024" }],
    ]);
    await page.fill(at("help-folder"), "E:\\Chot");
    await page.click(at("help-save"));
    await page.waitForSelector(at("help-said"));
    expect(await page.innerText(at("help-said"))).toContain(".zip");
    await looksRight(page);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("restores with the keyboard alone, and asks before a log goes aside", async () => {
    const { page } = await openBackup("arrangement=to-guard");
    const own = words.vi.admin.backup;
    await page.evaluate(() => (window.pretend.copies.visitors = true));
    await page.focus(at("restore-open"));
    await page.keyboard.press("Enter");
    const answer = async (key: string) => {
      await page.fill(at("restore-key"), key);
      await page.keyboard.press("Enter");
      await page.waitForSelector(at("restore-problem"));
      return page.innerText(at("restore-problem"));
    };
    await page.fill(at("restore-folder"), "E:\\Chot");
    expect(await answer("AAAA")).toContain("so lại từng chữ");
    expect(await page.isVisible(at("restore-aside"))).toBe(false);
    await page.fill(at("restore-key"), KEY);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("restore-aside"));
    await looksRight(page);
    await shoot(page, "backup-restore-asks");
    await page.focus(at("restore-aside"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("restore-done"));
    expect(await page.innerText(at("restore-done"))).toContain(own.staged);
    await page.waitForSelector(at("backup-staged"));
    await looksRight(page);
    await page.close();
  });

  it.each([
    ["vi", small],
    ["en", large],
  ] as const)("begins a machine with a backup on the first screen in %s, %o", async (language, size) => {
    const { page, complaints } = await open(browser, `arrangement=none&language=${language}`, size);
    await page.click(at("setup-restore"));
    await page.fill(at("restore-folder"), "/media/usb/ab");
    await page.fill(at("restore-key"), KEY);
    await looksRight(page);
    await shoot(page, `backup-setup-${language}`);
    await page.click(at("restore-do"));
    await page.waitForSelector(at("restore-done"));
    await looksRight(page);
    expect(await calls(page, "choose_arrangement")).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("gives the unit head the ZIP alone", async () => {
    const { page } = await open(browser, "arrangement=to-guard", small);
    await page.evaluate(() => {
      const { staffed } = window.pretend;
      staffed.keep({ number: null, name: "Trần Thị Quản", role: "admin", pin: "25801357" });
      staffed.keep({ number: null, name: "Phạm Lãnh Đạo", role: "unit-head", pin: "25801357" });
      const { people } = staffed.people();
      const head = people.find(({ role }) => role === "unit-head");
      staffed.signOn({ number: head?.number ?? 0, pin: "25801357", seat: "desk" });
    });
    await page.keyboard.press("F11");
    await page.click(at("page-backup"));
    await page.waitForSelector(at("help-save"));
    expect(await page.isVisible(at("backup-folder"))).toBe(false);
    expect(await page.isVisible(at("unit-settings"))).toBe(false);
    await looksRight(page);
    await page.close();
  });
});
