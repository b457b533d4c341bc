import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { words } from "../src/words";
import { at, calls, large, launch, open, shoot, small } from "./browser";
import { looksRight } from "./looks";

const ADMIN_PIN = "25801357";
const NAME = "Hồ Thị Thanh";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** A gate with an admin, a guard on duty, and an inspector who has a badge. */
async function openStaffed(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.evaluate(
    ([pin, name]) => {
      const { staffed } = window.pretend;
      staffed.keep({ number: null, name: "Lê Văn Bảo", role: "guard", pin: "2580" });
      staffed.keep({ number: null, name: "Trần Thị Quản", role: "admin", pin });
      staffed.keep({ number: null, name, role: "inspector", pin: null });
      staffed.signOn({ number: 1, pin: "2580", seat: "gate" });
      staffed.issue(3, "/tmp");
    },
    [ADMIN_PIN, NAME] as const,
  );
  return opened;
}

const holdUp = (page: Page) => page.evaluate((name) => window.pretend.holdUpBadge(name), NAME);

const sizes = [
  ["vi", "normal", small],
  ["en", "normal", large],
  ["vi", "largest", small],
  ["en", "largest", small],
] as const;

describe("an inspector's badge", () => {
  it.each(sizes)("opens a page that looks right in %s, text %s, %o", async (language, textSize, size) => {
    const query = `arrangement=to-visitor&language=${language}&textSize=${textSize}`;
    const { page, complaints } = await openStaffed(query, size);
    await holdUp(page);
    await page.waitForSelector(at("inspection"));
    expect(await page.innerText(at("inspector"))).toBe(`${NAME} · ${words[language].staff.role.inspector}`);
    expect(await page.inputValue(at("inspect-duty"))).toBe("Lê Văn Bảo");
    await page.check(at("inspect-counts"));
    await page.evaluate(() => window.pretend.show({ verdict: "in", name: "Nguyễn Văn An" }));
    await page.waitForSelector(`${at("goes-on")} b[data-verdict=in]`);
    await looksRight(page);
    await shoot(page, `inspector-${language}-${textSize}-${size.width}`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is entered in the inspector's name, and closing the page signs them off and leaves the shift", async () => {
    const { page } = await openStaffed("arrangement=to-guard");
    await holdUp(page);
    await page.fill(at("inspect-position"), "Cổng chính");
    // Digits and function keys are the page's, not the gate's behind it.
    await page.focus(at("inspect-reminder"));
    await page.keyboard.press("Delete");
    await page.keyboard.type("2", { delay: 120 });
    await page.keyboard.press("F7");
    expect(await calls(page, "undo")).toEqual([]);
    expect(await calls(page, "purpose")).toEqual([]);
    expect(await calls(page, "decide")).toEqual([]);
    await page.fill(at("inspect-reminder"), "2");
    await page.click(at("inspect-keep"));
    await page.waitForSelector(at("inspect-said"));
    expect(await page.innerText(at("inspected"))).toContain(words.vi.accounts.inspect.by(NAME));
    expect((await calls(page, "stay")).length).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("inspection"), { state: "detached" });
    expect(await calls(page, "sign_off")).toEqual([["inspection"]]);
    expect(await page.innerText(at("guard"))).toContain("Lê Văn Bảo");
    await page.close();
  });

  it("leaves what the guard types behind it, and keeps what the inspector typed when the page closes by itself", async () => {
    const { page } = await openStaffed("arrangement=to-guard");
    await page.keyboard.press("F2");
    await page.fill(at("manual-name"), "Nguyễn Văn Mới");
    await holdUp(page);
    await page.fill(at("inspect-position"), "Cổng phụ, sau nhà xe");
    await page.evaluate(() => window.pretend.staffed.signOff("inspection"));
    await page.waitForSelector(at("inspection"), { state: "detached" });
    expect(await page.inputValue(at("manual-name"))).toBe("Nguyễn Văn Mới");
    await holdUp(page);
    expect(await page.inputValue(at("inspect-position"))).toBe("Cổng phụ, sau nhà xe");
    await page.close();
  });

  it("comes behind the roll-call, which its page gives way to", async () => {
    const { page } = await openStaffed("arrangement=to-guard");
    await holdUp(page);
    await page.waitForSelector(at("inspection"));
    await page.keyboard.down("F12");
    await page.waitForSelector(at("roll-missing"));
    await page.keyboard.up("F12");
    expect(await page.locator(at("inspection")).count()).toBe(0);
    await looksRight(page);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("inspection"));
    await page.close();
  });

  it("opens nothing while somebody has the admin's pages open, nor when it was revoked", async () => {
    const { page } = await openStaffed("arrangement=to-guard");
    await page.keyboard.press("F11");
    await page.waitForSelector(at("desk-pin"));
    await page.fill(at("desk-pin"), ADMIN_PIN);
    await page.keyboard.press("Enter");
    await page.click(at("page-staff"));
    await holdUp(page);
    await page.waitForSelector(`${at("goes-on")} b[data-verdict=badge]`);
    expect(await page.locator(at("inspection")).count()).toBe(0);
    await page.locator(at("person-inspector")).locator(at("revoke-badge")).click();
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("gate"));
    await holdUp(page);
    await page.getByText(words.vi.badge.revoked()).first().waitFor();
    await looksRight(page);
    await shoot(page, "inspector-revoked");
    expect(await page.locator(at("inspection")).count()).toBe(0);
    await page.close();
  });
});

describe("an inspector on the list of the staff", () => {
  it.each(sizes)("is added without a PIN, in %s, text %s, %o", async (language, textSize, size) => {
    const query = `arrangement=to-guard&language=${language}&textSize=${textSize}`;
    const { page, complaints } = await openStaffed(query, size);
    await page.keyboard.press("F11");
    await page.waitForSelector(at("desk-pin"));
    await page.fill(at("desk-pin"), ADMIN_PIN);
    await page.keyboard.press("Enter");
    await page.click(at("page-staff"));
    await page.click(at("person-add"));
    await page.fill(at("person-name"), "Đinh Thị Ngọc");
    await page.selectOption(at("person-role"), "inspector");
    await page.waitForSelector(at("person-by-badge"));
    expect(await page.locator(at("person-pin")).count()).toBe(0);
    await looksRight(page);
    await shoot(page, `inspector-list-${language}-${textSize}-${size.width}`);
    await page.click(at("person-save"));
    await page.waitForFunction((id) => document.querySelectorAll(id).length === 2, at("person-inspector"));
    expect((await calls(page, "keep_person")).at(-1)).toEqual([
      { number: null, name: "Đinh Thị Ngọc", role: "inspector", pin: null },
    ]);
    // Guard and inspectors have badges to be issued; whoever signs on by a PIN has none.
    expect(await page.locator(at("issue-badge")).count()).toBe(3);
    await page.keyboard.press("Escape");
    await page.keyboard.press("F9");
    await page.waitForSelector(at("handover-who"));
    expect(await page.locator(`${at("handover-who")} option`).allInnerTexts()).not.toContain("Đinh Thị Ngọc");
    expect(complaints).toEqual([]);
    await page.close();
  });
});
