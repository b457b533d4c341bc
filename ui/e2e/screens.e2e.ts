import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GateView, TextSizeWord } from "../src/backend/bindings";
import { firstView } from "../src/backend/pretend-view";
import { words } from "../src/words";
import { at, calls, large, launch, open, small } from "./browser";
import { overflows, tooSmall, violations } from "./looks";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const verdict = (page: Page, word: string) =>
  page.waitForSelector(`${at("verdict-panel")}[data-verdict=${word}]`);

/** A busy gate: the strip is full of long names, someone must be looked at. */
async function busy(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const name of [
      "Phạm Văn Cũ",
      "Nguyễn Lê Khả Hân",
      "Trần Nguyễn Phương Thảo",
      "Nguyễn Thị Thanh Huyền",
    ])
      window.pretend.show({ verdict: "in", name, birthYear: 1987, lastFour: "9317" });
    window.pretend.show({
      verdict: "look",
      name: "Nguyễn Hoàng Phương Uyên",
      birthYear: 1990,
      lastFour: "0001",
      reasons: ["possible-double", "against-habit"],
    });
    window.pretend.set({ counters: { inside: 128, entered: 1204, left: 1076 } });
  });
  await page.waitForSelector(`${at("verdict-panel")}[data-phase=panel]`);
}

/** As a person types: what comes faster is a reader's. */
const aPerson = { delay: 130 };

async function set(page: Page, change: Partial<GateView>): Promise<void> {
  await page.evaluate((what) => window.pretend.set(what), change);
}

async function fits(page: Page): Promise<void> {
  expect(await overflows(page)).toEqual([]);
  expect(await tooSmall(page)).toEqual([]);
}

async function looksRight(page: Page): Promise<void> {
  await fits(page);
  expect(await violations(page)).toEqual([]);
}

describe("the idle gate", () => {
  it.each([
    ["vi", small],
    ["en", small],
    ["vi", large],
    ["en", large],
  ] as const)("invites in both languages and tells what is kept: %s, %o", async (language, size) => {
    const { page, complaints } = await open(browser, `arrangement=to-visitor&language=${language}`, size);
    const read = (await page.innerText(at("verdict-panel"))).replace(/\s+/g, " ");
    expect(read).toContain("MỜI ĐƯA MÃ QR TRÊN THẺ CĂN CƯỚC VÀO KHUNG");
    expect(read).toContain("Hold your ID card's QR code in the frame");
    expect(read).toContain(words[language].noCard.join(" "));
    expect(read).toContain(firstView.notice[language]);
    expect(await page.locator(`${at("verdict-panel")} svg`).count()).toBe(2);
    await page.waitForSelector(`${at("light-sync")}[data-word=none]`);
    expect(await page.innerText(at("light-sync"))).toContain(
      language === "vi" ? "Chưa có nơi nhận" : "No target yet",
    );
    expect(await page.innerText(at("guard"))).toContain(words[language].guard);
    expect(await page.getAttribute("html", "lang")).toBe(language);
    await looksRight(page);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("has a top bar of 56 px, and gives the camera 62 parts of a hundred", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    const measured = await page.evaluate(() => ({
      bar: document.querySelector("header")?.getBoundingClientRect().height,
      camera: (document.querySelector(".camera")?.getBoundingClientRect().width ?? 0) / innerWidth,
    }));
    expect(measured.bar).toBe(56);
    expect(measured.camera).toBeCloseTo(0.62, 2);
    await page.close();
  });

  it("shows hints over the preview and widens its white frame in the dark", async () => {
    const { page } = await open(browser, "arrangement=to-visitor");
    const frame = () =>
      page.evaluate(() =>
        parseFloat(getComputedStyle(document.querySelector(".frame") as Element).paddingTop),
      );
    const bright = await frame();
    for (const [hint, text] of Object.entries(words.vi.hint)) {
      await set(page, { hint: hint as GateView["hint"], darkness: 1 });
      await page.waitForFunction(
        ([id, expected]) => document.querySelector(`[data-testid=${id}]`)?.textContent === expected,
        ["hint", text] as const,
      );
    }
    await page.waitForFunction(
      (before) =>
        parseFloat(getComputedStyle(document.querySelector(".frame") as Element).paddingTop) > before * 4,
      bright,
    );
    await looksRight(page);
    await page.close();
  });
});

describe("trouble", () => {
  it("of camera, sound and store, with a gap and the demo's mark: everything still fits", async () => {
    for (const language of ["vi", "en"]) {
      const { page } = await open(browser, `arrangement=to-visitor&demo&language=${language}`);
      await set(page, {
        sound: "absent",
        store: "key-file",
        gap: { from: 1e12, to: 1e12 + 5e6 },
        camera: "busy",
      });
      await page.waitForSelector(at("gap"));
      expect(await page.innerText(at("demo-mark"))).toContain("TRÌNH DIỄN – DỮ LIỆU MẪU / demo");
      await looksRight(page);
      await set(page, { store: "missing-key" });
      await verdict(page, "not-stored");
      await looksRight(page);
      await page.click(at("gap-deed"));
      expect(await calls(page, "dismiss_gap")).toHaveLength(1);
      await page.click(at("banner-deed"));
      expect(await calls(page, "retry_camera")).toHaveLength(1);
      await page.close();
    }
  });

  it.each(["still", "absent", "unplugged", "busy", "denied", "wrong-format", "stalled"] as const)(
    "of the camera (%s) is said with its deed, and the lights still fit",
    async (camera) => {
      const { page } = await open(browser, `arrangement=to-guard&camera=${camera}`);
      expect(await page.innerText(at("banner"))).toContain(words.vi.cameraDeed[camera]);
      expect(await page.innerText(at("light-camera"))).toBe(words.vi.camera[camera]);
      await looksRight(page);
      await page.close();
    },
  );

  it("of the store leaves the lights, the strip and the keys in reach", async () => {
    const { page } = await open(browser, "arrangement=to-guard&store=disk-full");
    await verdict(page, "not-stored");
    await page.click(at("key-F2"));
    await page.waitForSelector(at("manual-form"));
    await looksRight(page);
    await page.close();
  });
});

describe("text sizes", () => {
  const forms = ["F2", "F3", "F4", "F8", "purpose"];
  it.each(["normal", "large", "largest"] as TextSizeWord[])(
    "nothing overflows at 1366×768 in %s",
    async (textSize) => {
      for (const language of ["vi", "en"]) {
        for (const arrangement of ["to-visitor", "to-guard"]) {
          const { page } = await open(
            browser,
            `arrangement=${arrangement}&language=${language}&textSize=${textSize}`,
          );
          await fits(page);
          await busy(page);
          await fits(page);
          for (const form of forms) {
            await page.click(at(`key-${form}`));
            await page.waitForSelector("[role=dialog]");
            if (form === "F2") {
              await page.evaluate(() => {
                const nobody = { birthYear: 1985, lastFour: "0002", lastSeen: null };
                window.pretend.known.unshift(
                  { visitor: "1", name: "Nguyễn Thị Văn Nga", ofList: "Cán bộ · Phòng Tài chính", host: null, ...nobody },
                  { visitor: "2", name: "Nguyễn Văn Hẹn", ofList: null, host: "Trần Thị Thử, Văn phòng", ...nobody },
                );
              });
              await page.keyboard.type("ng", aPerson);
              await page.waitForSelector("[role=option]");
            }
            await fits(page);
          }
          await page.close();
        }
      }
    },
  );

  it("grow with Ctrl +, shrink with Ctrl −, and return with Ctrl 0", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await busy(page);
    const read = () =>
      page.evaluate(() =>
        ["strip-row", "person", "guard-note"].map((id) => {
          const part = document.querySelector(`[data-testid=${id}]`);
          return part ? parseFloat(getComputedStyle(part).fontSize) : 0;
        }),
      );
    const seen = [await read()];
    for (const key of ["Equal", "Equal", "Equal", "Minus", "0"]) {
      await page.keyboard.press(`Control+${key}`);
      seen.push(await read());
    }
    const [normal, large, largest, still, back, reset] = seen;
    for (const part of [0, 1, 2]) {
      expect(normal?.[part]).toBeGreaterThanOrEqual(24);
      expect(large?.[part]).toBeGreaterThan(normal?.[part] ?? 0);
      expect(largest?.[part]).toBeGreaterThan(large?.[part] ?? 0);
    }
    expect([still, back, reset]).toEqual([largest, large, normal]);
    await page.close();
  });
});

describe("keys alone", () => {
  it("enter a person by hand, twice: new, then from the list", async () => {
    const { page, complaints } = await open(browser, "arrangement=to-guard");
    await page.keyboard.press("F2");
    await page.keyboard.type("Đỗ Thị Ánh", aPerson);
    await page.keyboard.press("Tab");
    await page.keyboard.type("1968", aPerson);
    await page.keyboard.press("Enter");
    await verdict(page, "in");
    expect(await page.innerText(at("verdict-panel"))).toContain("Đỗ Thị Ánh");
    await page.keyboard.press("F2");
    await page.keyboard.type("han", aPerson);
    await page.waitForSelector("[role=option]");
    await looksRight(page);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("manual-form"), { state: "detached" });
    expect((await calls(page, "enter_by_hand")).flat()).toMatchObject([
      { visitor: null, name: "Đỗ Thị Ánh", birthYear: 1968 },
      { visitor: "han", name: "Nguyễn Lê Khả Hân" },
    ]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("a composition is typed as an input method does, and its Enter writes nothing", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await page.keyboard.press("F2");
    await page.waitForSelector(at("manual-form"));
    const input = await page.context().newCDPSession(page);
    for (const text of ["D", "Đ", "Đo", "Đô", "Đỗ"])
      await input.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    // What a browser reports of the Enter that an input method takes for itself.
    await input.send("Input.dispatchKeyEvent", {
      type: "rawKeyDown",
      key: "Process",
      code: "Enter",
      windowsVirtualKeyCode: 229,
    });
    await input.send("Input.insertText", { text: "Đỗ" });
    expect(await page.inputValue(at("manual-name"))).toBe("Đỗ");
    expect(await calls(page, "enter_by_hand")).toEqual([]);
    await page.close();
  });

  it("F3 writes a line of the paper book, F4 counts those without a scan", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await page.keyboard.press("F3");
    await page.keyboard.type("0h00", aPerson);
    await page.keyboard.press("Tab");
    await page.keyboard.type("Phạm Văn Cũ", aPerson);
    await page.keyboard.press("Tab");
    await page.keyboard.type("1945", aPerson);
    await looksRight(page);
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      (id) => document.querySelector(id)?.textContent?.trim() !== "",
      at("paper-saved"),
    );
    expect((await calls(page, "enter_from_paper")).flat()).toMatchObject([
      { time: "00:00", name: "Phạm Văn Cũ", birthYear: 1945, direction: "in", purpose: null },
    ]);
    await page.keyboard.press("F4");
    await page.waitForSelector(at("passed-form"));
    await page.keyboard.type("3", aPerson);
    await page.keyboard.press("/");
    await looksRight(page);
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("passed-form"), { state: "detached" });
    expect(await calls(page, "pass_unscanned")).toEqual([[{ count: 3, party: "staff", direction: null }]]);
    expect(await page.innerText(at("counter-inside"))).toBe("4");
    await page.close();
  });

  it("F6 turns round, F7 undoes, F8 lists, digits give the purpose, * and a digit stand for F keys", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await page.evaluate(() => window.pretend.show({ verdict: "in", name: "Nguyễn Văn An", birthYear: 1990 }));
    await verdict(page, "in");
    await page.keyboard.press("Numpad1");
    await page.waitForSelector(`${at("notice")}:has-text("Một cửa")`);
    await page.keyboard.press("F8");
    await page.waitForSelector(`${at("inside-row")}:has-text("Nguyễn Văn An")`);
    await looksRight(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("F6");
    await verdict(page, "out");
    expect(await page.innerText(at("counter-out"))).toBe("1");
    await page.keyboard.press("F7");
    await verdict(page, "undone");
    expect(await page.innerText(at("counter-out"))).toBe("0");
    await looksRight(page);
    await page.keyboard.press("NumpadMultiply");
    await page.keyboard.press("Numpad4");
    await page.waitForSelector(at("passed-form"));
    await page.close();
  });

  it("reach every button of the screen with Tab, and each shows that it has the focus", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    const buttons = await page.locator("button").count();
    const reached = new Set<string>();
    for (let step = 0; step < buttons; step += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        return {
          id: element.dataset["testid"] ?? element.tagName,
          outline: getComputedStyle(element).outlineStyle,
        };
      });
      expect(focused.outline, focused.id).toBe("solid");
      reached.add(focused.id);
    }
    expect(reached.size).toBe(buttons);
    await page.close();
  });
});

describe("by mouse", () => {
  it("the direction is chosen from a menu, the language with one key", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await page.click(at("mode"));
    await looksRight(page);
    await page.click(at("mode-out"));
    await page.waitForSelector(`${at("mode")}[data-mode=out]`);
    expect(await page.innerText(at("mode"))).toBe("RA");
    await page.click(at("key-language"));
    await page.waitForSelector("html[lang=en]");
    expect(await page.innerText(at("mode"))).toBe("OUT");
    await page.close();
  });

  it("a purpose is chosen from the list that its key opens", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await page.evaluate(() => window.pretend.show({ verdict: "in", name: "Trần Thị Bé" }));
    await page.waitForSelector(`${at("verdict-panel")}[data-phase=panel]`);
    await page.click(at("key-purpose"));
    await page.waitForSelector(at("purposes-form"));
    await looksRight(page);
    await page.click(at("purpose-3"));
    await page.waitForSelector(`${at("notice")}:has-text("Họp")`);
    expect(await calls(page, "purpose")).toEqual([[3]]);
    await page.close();
  });
});

it("whoever prefers reduced motion sees none", async () => {
  const { page } = await open(browser, "arrangement=to-guard");
  await page.emulateMedia({ reducedMotion: "reduce" });
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        return (
          style.animationName !== "none" ||
          (style.transitionDuration !== "0s" &&
            style.transitionProperty !== "none" &&
            style.transitionProperty !== "all")
        );
      }).length,
  );
  expect(moving).toBe(0);
  await page.close();
});
