import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { words } from "../src/words";
import { at, calls, large, launch, open, shoot, small } from "./browser";
import { looksRight, overflows, tooSmall, violations } from "./looks";

const ADMIN_PIN = "25801357";
const GUARD_PIN = "2580";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** A gate with an admin and two guards. */
async function openStaffed(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.evaluate(
    ([admin, guard]) => {
      const { staffed } = window.pretend;
      staffed.keep({ number: null, name: "Lê Văn Bảo", role: "guard", pin: guard });
      staffed.keep({ number: null, name: "Võ Thị Ca", role: "guard", pin: guard });
      staffed.keep({ number: null, name: "Phạm Lãnh Đạo", role: "unit-head", pin: admin });
      staffed.keep({ number: null, name: "Trần Thị Quản", role: "admin", pin: admin });
    },
    [ADMIN_PIN, GUARD_PIN] as const,
  );
  return opened;
}

async function choose(page: Page, pad: string, name: string) {
  const value = await page
    .locator(`${at(`${pad}-who`)} option`, { hasText: name })
    .first()
    .getAttribute("value");
  await page.selectOption(at(`${pad}-who`), value);
}

/** At the pace of a person: what comes faster is a reader's. */
const type = (page: Page, digits: string) => page.keyboard.type(digits, { delay: 120 });

const sizes = [
  ["vi", "normal", small],
  ["en", "normal", large],
  ["vi", "largest", small],
  ["en", "largest", small],
] as const;

describe("the admin's pages behind a PIN", () => {
  it.each(sizes)("look right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openStaffed(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    const name = `staff-${language}-${textSize}-${size.width}`;
    await page.keyboard.press("F11");
    await page.waitForSelector(at("desk-pin"));
    expect(await page.innerText(at("goes-on"))).toContain(words[language].admin.goesOn);
    await looksRight(page);
    await choose(page, "desk", "Trần Thị Quản");
    await page.fill(at("desk-pin"), "1");
    await page.keyboard.press("Enter");
    await page.waitForFunction((id) => document.querySelector(id)?.textContent !== "", at("desk-said"));
    expect(await page.innerText(at("desk-said"))).toBe(words[language].staff.left(4));
    await looksRight(page);
    await shoot(page, `${name}-locked`);
    await page.click(at("forgot"));
    await page.waitForSelector(at("pin-reset"));
    await looksRight(page);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("gate"));

    await page.keyboard.press("F11");
    await page.waitForSelector(at("desk-pin"));
    await choose(page, "desk", "Trần Thị Quản");
    await page.fill(at("desk-pin"), ADMIN_PIN);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("admin"));
    await page.click(at("page-staff"));
    await page.waitForSelector(at("person-add"));
    await looksRight(page);
    await page.click(at("person-add"));
    await page.waitForSelector(at("person-form"));
    await looksRight(page);
    await shoot(page, `${name}-people`);
    await page.click(at("recovery-make"));
    await page.waitForSelector(at("recovery-key"));
    await looksRight(page);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("are opened by the keyboard or by clicks alone, locked by leaving them, and the gate goes on", async () => {
    const { page } = await openStaffed("arrangement=to-guard");
    await page.keyboard.press("F11");
    await page.waitForSelector(`${at("desk-pin")}:focus`);
    await type(page, ADMIN_PIN);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("admin"));
    expect(await page.innerText(at("desk"))).toContain("Phạm Lãnh Đạo");
    expect(await page.locator("nav button").allInnerTexts()).toEqual([
      words.vi.admin.pages.book,
      words.vi.admin.pages.lists,
      words.vi.admin.pages.places,
      words.vi.admin.pages.privacy,
      words.vi.admin.pages.targets,
      words.vi.admin.pages.rules,
      words.vi.admin.pages.trust,
      words.vi.admin.pages.backup,
    ]);
    await page.evaluate(() => window.pretend.show({ verdict: "in", name: "Nguyễn Văn An" }));
    await page.waitForSelector(`${at("goes-on")} b[data-verdict=in]`);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("gate"));
    expect(await calls(page, "sign_off")).toEqual([["desk"]]);

    await page.keyboard.press("F11");
    await page.waitForSelector(at("desk-pad"));
    await choose(page, "desk", "Trần Thị Quản");
    for (const digit of ADMIN_PIN)
      await page.click(`${at("desk-pad")} button:text-is("${digit}")`, { delay: 20 });
    await page.click(at("desk-enter"));
    await page.waitForSelector(at("admin"));
    expect((await calls(page, "stay")).length).toBeLessThan(3);
    // Nobody touched it: the pad is back, over the page that was open.
    await page.evaluate(() => window.pretend.staffed.signOff("desk"));
    await page.waitForSelector(at("desk-pad"));
    await page.close();
  });

  it("take no PIN after five wrong ones, count the seconds, and a card is scanned meanwhile", async () => {
    const { page } = await openStaffed("arrangement=to-guard");
    await page.keyboard.press("F11");
    await page.waitForSelector(at("desk-pad"));
    for (const left of [4, 3, 2, 1]) {
      await page.fill(at("desk-pin"), "97531");
      await page.keyboard.press("Enter");
      await page.waitForFunction(([id, said]) => document.querySelector(id)?.textContent === said, [
        at("desk-said"),
        words.vi.staff.left(left),
      ] as const);
    }
    await page.fill(at("desk-pin"), "97531");
    await page.keyboard.press("Enter");
    await page.waitForSelector(`${at("desk-enter")}:disabled`);
    expect(await page.innerText(at("desk-said"))).toMatch(/Chờ 0:(30|29)/);
    await page.waitForFunction(
      (id) => /0:2[0-8]/.test(document.querySelector(id)?.textContent ?? ""),
      at("desk-said"),
    );
    await page.evaluate(() => window.pretend.show({ verdict: "in", name: "Nguyễn Văn An" }));
    await page.waitForSelector(`${at("goes-on")} b[data-verdict=in]`);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it("are open until there is an admin, and a PIN that was forgotten is reset by the key that was typed back", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await page.keyboard.press("F11");
    await page.click(at("page-staff"));
    await page.waitForSelector(at("staff-open"));
    await page.click(at("person-add"));
    await page.fill(at("person-name"), "Trần Thị Quản");
    await page.fill(at("person-pin"), "2580");
    await page.fill(at("person-again"), "2581");
    await page.click(at("person-save"));
    expect(await page.innerText(at("staff-problem"))).toBe(words.vi.staff.pinsDiffer);
    await page.fill(at("person-again"), "2580");
    await page.click(at("person-save"));
    await page.waitForFunction(
      (id) => document.querySelector(id)?.textContent?.includes("8 số") ?? false,
      at("staff-problem"),
    );
    await page.fill(at("person-pin"), ADMIN_PIN);
    await page.fill(at("person-again"), ADMIN_PIN);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("desk-pad"));
    await page.fill(at("desk-pin"), ADMIN_PIN);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("recovery-make"));
    await page.click(at("recovery-make"));
    const key = await page.innerText(at("recovery-key"));
    await page.fill(at("recovery-typed"), "AAAAAA");
    await page.click(at("recovery-keep"));
    await page.waitForSelector(at("recovery-problem"));
    await page.fill(at("recovery-typed"), key.replaceAll("-", "").slice(-6));
    await page.click(at("recovery-keep"));
    await page.waitForSelector(at("recovery-kept"));
    await page.click(at("remove-admin"));
    await page.click(at("remove-admin"));
    await page.waitForSelector(at("staff-problem"));

    await page.keyboard.press("Escape");
    await page.keyboard.press("F11");
    await page.click(at("forgot"));
    await page.fill(at("reset-key"), key);
    await page.fill(at("reset-pin"), "86427531");
    await page.fill(at("reset-again"), "86427531");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("admin"));
    await page.close();
  });
});

describe("F9", () => {
  it.each(sizes)("looks right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openStaffed(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    const name = `handover-${language}-${textSize}-${size.width}`;
    const right = async () => {
      const found = await overflows(page);
      expect(found.filter((one) => !one.startsWith("out of the window"))).toEqual([]);
      expect(await tooSmall(page)).toEqual([]);
      expect(await violations(page)).toEqual([]);
    };
    await right();
    await page.keyboard.press("F9");
    await page.waitForSelector(at("slip"));
    await right();
    await shoot(page, `${name}-take`);
    await page.fill(at("handover-pin"), GUARD_PIN);
    await page.keyboard.press("Enter");
    await page.waitForFunction((id) => document.querySelector(id)?.textContent?.includes("Bảo"), at("guard"));
    await page.keyboard.press("F9");
    await page.waitForSelector(at("handover-note"));
    await right();
    await page.fill(at("handover-note"), "Chìa khoá kho ở tủ số 2");
    await shoot(page, `${name}-slip`);
    await page.fill(at("handover-pin"), GUARD_PIN);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("handed"));
    await right();
    await shoot(page, `${name}-seal`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is what the lists of visitors ask for while nobody is on duty; a new person is entered all the same", async () => {
    const { page } = await openStaffed("arrangement=to-guard");
    await page.keyboard.press("F8");
    await page.waitForSelector(at("inside-error"));
    expect(await page.innerText(at("inside-error"))).toBe(words.vi.refusal["needs-guard"]);
    await page.keyboard.press("F2");
    await page.fill(at("manual-name"), "Nguyễn Văn Mới");
    await page.waitForSelector(at("manual-error"));
    expect(await page.innerText(at("manual-error"))).toBe(words.vi.refusal["needs-guard"]);
    await page.fill(at("manual-year"), "1990");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("manual-form"), { state: "detached" });
    expect(await calls(page, "enter_by_hand")).toHaveLength(1);
    await page.close();
  });

  it("takes a shift and hands it over by the keyboard alone", async () => {
    const { page } = await openStaffed("arrangement=to-guard");
    expect(await page.innerText(at("guard"))).toContain(words.vi.guard);
    await page.evaluate(() => {
      window.pretend.show({ verdict: "in", name: "Nguyễn Văn An" });
      window.pretend.show({ verdict: "look", name: "Trần Thị Bé" });
    });
    await page.keyboard.press("F9");
    await page.waitForSelector(`${at("handover-pin")}:focus`);
    expect(await page.innerText(at("slip-entered"))).toBe("1");
    expect(await page.innerText(at("slip-open"))).toBe("1");
    await type(page, GUARD_PIN);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("handover-form"), { state: "detached" });
    expect(await page.innerText(at("guard"))).toContain("Lê Văn Bảo");

    await page.keyboard.press("F9");
    await page.waitForSelector(at("handover-note"));
    await page.focus(at("handover-note"));
    await page.keyboard.type("Khoá kho", { delay: 120 });
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await type(page, "9753");
    await page.keyboard.press("Enter");
    await page.waitForFunction((id) => document.querySelector(id)?.textContent !== "", at("handover-said"));
    expect(await page.innerText(at("guard"))).toContain("Lê Văn Bảo");
    await type(page, GUARD_PIN);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("handed"));
    expect(await page.innerText(at("guard"))).toContain("Võ Thị Ca");
    const handed = await calls(page, "hand_over");
    expect(handed.at(-1)).toEqual([{ note: "Khoá kho", next: 2, pin: GUARD_PIN, badge: false }]);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("handover-form"), { state: "detached" });
    await page.close();
  });

  it("takes the shift for whoever holds a badge up, and without it begins one at the gate", async () => {
    const { page } = await openStaffed("arrangement=to-guard");
    await page.evaluate(() => {
      const { staffed } = window.pretend;
      staffed.issue(1, "/tmp");
      staffed.issue(2, "/tmp");
      window.pretend.holdUpBadge("Lê Văn Bảo");
    });
    await page.waitForFunction(([id, name]) => document.querySelector(id)?.textContent?.includes(name), [
      at("guard"),
      "Lê Văn Bảo",
    ] as const);
    await page.getByText(words.vi.badge.begun("Lê Văn Bảo")).first().waitFor();
    await looksRight(page);
    await shoot(page, "badge-begun");
    await page.evaluate(() => window.pretend.holdUpBadge("Võ Thị Ca"));
    await page.getByText(words.vi.badge.another("Võ Thị Ca")).first().waitFor();

    await page.keyboard.press("F9");
    await page.waitForSelector(at("handover-note"));
    expect(await page.innerText(at("handover-badge"))).toBe(words.vi.staff.badgeNext);
    await page.fill(at("handover-note"), "Khoá kho");
    await page.evaluate(() => window.pretend.holdUpBadge("Võ Thị Ca"));
    await page.waitForSelector(at("handover-by-badge"));
    await shoot(page, "badge-handover");
    await page.click(at("handover-by-badge"));
    await page.waitForSelector(at("handed"));
    expect(await page.innerText(at("guard"))).toContain("Võ Thị Ca");
    expect((await calls(page, "hand_over")).at(-1)).toEqual([
      { note: "Khoá kho", next: null, pin: "", badge: true },
    ]);
    await page.close();
  });

  it.each(sizes)(
    "has badges that an admin issues and revokes, in %s, text %s, %o",
    async (language, textSize, size) => {
      const { page, complaints } = await openStaffed(
        `arrangement=to-guard&language=${language}&textSize=${textSize}`,
        size,
      );
      const own = words[language].staff;
      await page.keyboard.press("F11");
      await choose(page, "desk", "Trần Thị Quản");
      await page.fill(at("desk-pin"), ADMIN_PIN);
      await page.keyboard.press("Enter");
      await page.waitForSelector(at("admin"));
      await page.click(at("page-staff"));
      const guard = page.locator(at("person-guard")).first();
      expect(await page.locator(at("issue-badge")).count()).toBe(2);
      await guard.locator(at("issue-badge")).click();
      await page.click(at("badge-save"));
      await page.waitForSelector(at("badge-problem"));
      await page.fill(at("badge-folder"), "/media/usb");
      await page.click(at("badge-save"));
      await page.waitForSelector(at("badge-saved"));
      await guard.locator(at("revoke-badge")).waitFor();
      await looksRight(page);
      await shoot(page, `badges-${language}-${textSize}-${size.width}`);
      await guard.locator(at("revoke-badge")).click();
      await page.waitForFunction(([id, text]) => document.querySelector(id)?.textContent === text, [
        at("staff-said"),
        own.badgeRevoked("Lê Văn Bảo"),
      ] as const);
      expect(await page.locator(at("revoke-badge")).count()).toBe(0);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});
