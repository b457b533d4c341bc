import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { words } from "../src/words";
import { at, calls, large, launch, open, small } from "./browser";
import { looksRight, overflows, tooSmall, violations } from "./looks";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function openAdmin(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.keyboard.press("F11");
  await opened.page.waitForSelector(at("policy-identity-only"));
  return opened;
}

describe("the admin's pages", () => {
  it.each([
    ["vi", "normal", small],
    ["en", "normal", large],
    ["vi", "largest", small],
    ["en", "largest", small],
  ] as const)("look right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openAdmin(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    expect(await page.innerText(at("goes-on"))).toContain(words[language].admin.goesOn);
    await looksRight(page);
    await page.click(at("try-two-doses-recovered-or-pcr"));
    await page.waitForSelector(`${at("trial-result")}[data-action=look]`);
    await looksRight(page);
    await page.click(at("edit-two-doses-recovered-or-pcr"));
    await page.waitForSelector(at("policy-editor"));
    await looksRight(page);
    await page.click(at("page-trust"));
    await page.waitForSelector(at("trust-none"));
    await looksRight(page);
    await page.setInputFiles(at("trust-file"), {
      name: "trust.chot",
      mimeType: "application/octet-stream",
      buffer: Buffer.from(JSON.stringify({ number: 3, issued: 1e12, countries: { DE: 57, VN: 1 } })),
    });
    await page.waitForSelector(at("trust-country"));
    await looksRight(page);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("are opened, used and closed with the keyboard alone while the gate goes on", async () => {
    const { page } = await openAdmin("arrangement=to-guard");
    await page.focus(at("choose-declaration-today"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(`${at("policy-declaration-today")}[data-active=true]`);
    expect(await calls(page, "choose_policy")).toEqual([["declaration-today"]]);
    await page.evaluate(() => window.pretend.show({ verdict: "in", name: "Nguyễn Văn An" }));
    await page.waitForSelector(`${at("goes-on")} b[data-verdict=in]`);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("gate"));
    expect(await page.innerText(at("policy"))).toContain("tờ khai làm trong ngày");
    await page.close();
  });

  it("a policy is edited in a form, and a wrong one says what to mend", async () => {
    const { page } = await openAdmin("arrangement=to-guard");
    await page.click(at("edit-identity-only"));
    await page.fill(at("policy-id"), "Của Tôi");
    await page.click(at("policy-save"));
    await page.waitForSelector(at("rules-problem"));
    await looksRight(page);
    await page.fill(at("policy-id"), "cua-don-vi");
    await page.selectOption(at("policy-0-needs"), "identity-and-declaration-or-certificate");
    await page.fill(at("policy-0-doses"), "2");
    await looksRight(page);
    await page.check(at("policy-0-today"));
    await page.click(at("policy-save"));
    await page.waitForSelector(at("policy-cua-don-vi"));
    await looksRight(page);
    await page.close();
  });
});

describe("the guard's screen", () => {
  const rules = [
    { met: true, words: { vi: "Giấy tờ tùy thân", en: "ID document" } },
    {
      met: false,
      words: {
        vi: "Đủ 2 mũi, mũi cuối ít nhất 14 ngày trước: mới có 1 mũi",
        en: "2 doses, the last at least 14 days ago: 1 so far",
      },
    },
    {
      met: false,
      words: {
        vi: "Khỏi bệnh không quá 180 ngày: chưa có",
        en: "Recovered at most 180 days ago: not shown",
      },
    },
    {
      met: false,
      words: {
        vi: "Xét nghiệm âm tính: PCR ≤ 72 giờ: chưa có",
        en: "Negative test: PCR ≤ 72 hours: not shown",
      },
    },
  ];

  it.each([
    ["to-guard", "vi", small],
    ["to-visitor", "en", small],
    ["to-guard", "en", large],
  ] as const)(
    "says why, what is missing, and offers one key: %s, %s, %o",
    async (arrangement, language, size) => {
      const { page, complaints } = await open(
        browser,
        `arrangement=${arrangement}&language=${language}`,
        size,
      );
      await page.evaluate((asked) => {
        window.pretend.show({
          verdict: "look",
          name: "Nguyễn Thị Thanh Huyền",
          birthYear: 1990,
          lastFour: "0001",
          kind: "vaccine-certificate",
          reasons: ["document-missing"],
          missing: ["identity"],
          rules: asked,
          alike: { name: "Nguyễn Thị Thanh Huyền", initials: "N. T. T. H", since: 0 },
          document: {
            standing: "unknown-issuer",
            issuer: "DE",
            says: [{ vi: "1/2 mũi, 10/11/2021", en: "dose 1/2, 10/11/2021" }],
            until: 1e12,
          },
        });
      }, rules);
      await page.waitForSelector(at("why"));
      expect(await page.locator(at("rule-asked")).count()).toBe(4);
      expect(await page.innerText(at("verdict-panel"))).toContain(
        words[language].admin.stillMissing(words[language].admin.need.identity),
      );
      expect(await page.innerText(at("document"))).toContain(
        words[language].admin.standing["unknown-issuer"],
      );
      expect(await overflows(page)).toEqual([]);
      expect(await tooSmall(page)).toEqual([]);
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("F5");
      await page.waitForSelector(at("alike"), { state: "detached" });
      expect(await calls(page, "same_as")).toHaveLength(1);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it("warns of a clock that was set back, of wrong rules, and tells the rules that are asked", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await page.evaluate(() =>
      window.pretend.set({
        clock: { mark: 1.79e12, behindMs: 7_200_000, behind: true, offsetMs: null },
        policyProblem: true,
        policyId: "declaration-today",
        policy: { vi: "Khách cần tờ khai làm trong ngày.", en: "Visitors need a declaration of today." },
      }),
    );
    await page.waitForSelector(at("clock-behind"));
    expect(await overflows(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.click(`${at("clock-behind-deed")}`);
    await page.waitForSelector(at("clock-mark"));
    await page.close();
  });
});
