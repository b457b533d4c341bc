import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { words } from "../src/words";
import { at, calls, large, launch, open, shoot, small } from "./browser";
import { looksRight, overflows, tooSmall, violations } from "./looks";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** The page with one target of each kind, each in trouble of its own. */
async function openTargets(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.evaluate(() => {
    const { sending } = window.pretend;
    const day = Date.UTC(2026, 10, 21, 3, 30);
    sending.put({
      name: "Trung tâm Y tế huyện Bình Sơn",
      place: "https://hub.binh-son.example.vn:8443",
      state: "failing",
      level: "red",
      waiting: 1234,
      delivered: 56789,
      deliveredAt: day,
      nextTry: day,
      required: true,
      root: "K".repeat(43),
      groups: [{ group: "identity", purpose: "Truy vết theo Quyết định số 12" }],
      notTaken: [
        {
          kind: "trust",
          words: {
            vi: "Danh sách do nơi khác ký, không phải nơi máy này tin",
            en: "it is signed by KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK, which isn't the root that this post trusts",
          },
          since: day,
        },
      ],
      words: {
        vi: "Mất mạng 3 ngày, vẫn ghi trên máy. Cắm USB rồi bấm Gửi tay. Chờ gửi 1234. Không tìm thấy tên hub.binh-son.example.vn: kiểm tra dây mạng, rồi xem lại chính tả của địa chỉ",
        en: "No network for 3 days, still recording. Plug a stick in and press Carry by hand. 1234 waiting: the name hub.binh-son.example.vn is unknown to the name service",
      },
    });
    sending.put({
      name: "Sở Y tế",
      kind: "https-json",
      place: "https://nhan.example.vn/chot/nhan-du-lieu-cong-co-quan",
      level: "amber",
      refused: 2,
      secret: 1,
      words: { vi: "2 dòng bị trả lại, bấm xem", en: "2 entries sent back, press to see" },
    });
    sending.put({
      name: "Ổ chung",
      kind: "folder",
      place: "/srv/chung/chot",
      reach: null,
      state: "paused",
      waiting: 12,
    });
    sending.put({
      name: "USB",
      kind: "courier",
      place: "/media/usb",
      reach: null,
      state: "waiting",
      waiting: 12,
    });
    sending.refused = [17, 18].map((seq) => ({
      seq,
      kind: "scan",
      at: day,
      withheld: seq === 17,
      why: { vi: "cổng số 7 chưa khai ở đây", en: "gate 7 is unknown here" },
      since: day,
    }));
    const branch = "b".repeat(22);
    sending.toTell = [2, 3].map((target) => ({
      target,
      name: target === 2 ? "Sở Y tế" : "Ổ chung",
      device: "d".repeat(22),
      erased: [17, 18, 1901].map((seq) => ({ of: { branch, seq }, by: { branch, seq: seq + 1 }, at: day })),
    }));
    sending.climb = {
      failed: "tls",
      words: {
        vi: "Chứng thư của hub.binh-son.example.vn không được tin: xem ngày giờ của máy này, hoặc nạp chứng thư CA của cơ quan",
        en: "the certificate of hub.binh-son.example.vn isn't accepted: UnknownIssuer",
      },
    };
  });
  await opened.page.keyboard.press("F11");
  await opened.page.click(at("page-targets"));
  await opened.page.waitForSelector(at("target-4"));
  return opened;
}

describe("the page of targets", () => {
  it.each([
    ["vi", "normal", small],
    ["en", "normal", large],
    ["vi", "largest", small],
    ["vi", "normal", large],
  ] as const)("looks right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openTargets(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    const name = `targets-${language}-${textSize}-${size.width}`;
    await looksRight(page);
    await shoot(page, name);
    const panels: [button: string, shown: string][] = [
      ["target-test-1", "ladder-words-1"],
      ["target-look-1", "dry-run-groups-1"],
      ["target-again-1", "target-again-day-1"],
      ["target-groups-1", "purpose-identity-1"],
      ["target-remove-1", "target-remove-do-1"],
      ["target-see-refused-2", "refused-row"],
      ["target-secret-2", "secret-make-2"],
    ];
    for (const [button, shown] of panels) {
      await page.click(at(button));
      await page.waitForSelector(at(shown));
      await looksRight(page);
      await shoot(page, `${name}-${button}`);
    }
    await page.click(at("secret-make-2"));
    await page.waitForSelector(at("secret-text-2"));
    await looksRight(page);
    await page.click(at("target-add"));
    for (const kind of ["https-json", "folder", "courier", "hub"]) {
      await page.click(at(`target-kind-${kind}`));
      await page.waitForSelector(at(kind === "hub" ? "enrol" : "target-place"));
      await looksRight(page);
      await shoot(page, `${name}-add-${kind}`);
    }
    await page.click(at("target-kind-courier"));
    await page.click(at("target-keys-code-camera"));
    await page.waitForSelector(`${at("target-keys-code")}[data-awaited=waiting]`);
    await looksRight(page);
    await page.evaluate(() => window.pretend.holdUpKeys("CHOTDIST1:whole"));
    await page.waitForSelector(at("target-keys-digits"));
    await looksRight(page);
    await shoot(page, `${name}-keys`);
    await page.click(at("target-kind-hub"));
    await page.click(at("enrol-camera"));
    await page.waitForSelector(`${at("enrol")}[data-awaited=waiting]`);
    await looksRight(page);
    await page.evaluate(() => window.pretend.holdUpCode("https://hub.binh-son.example.vn:8443"));
    await page.waitForSelector(at("enrol-seen"));
    await looksRight(page);
    await shoot(page, `${name}-seen`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is used with the keyboard alone: pause, groups, test, remove, carry", async () => {
    const { page } = await openTargets("arrangement=to-guard");
    const focusAndPress = async (id: string, key = "Enter") => {
      await page.focus(at(id));
      await page.keyboard.press(key);
    };
    await focusAndPress("target-pause-3");
    await page.waitForSelector(`${at("target-3")}[data-state=sent]`);
    await focusAndPress("target-groups-3");
    await page.waitForSelector(at("group-note-3"));
    // From the button on, as Tab goes: the boxes follow in reading order.
    await focusAndPress("group-note-3", "Space");
    await page.waitForSelector(at("purpose-note-3"));
    await page.keyboard.press("Tab");
    await page.keyboard.type("Thong ke");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("groups-3"), { state: "detached" });
    expect(await calls(page, "pick_groups")).toEqual([[3, [{ group: "note", purpose: "Thong ke" }]]]);
    await focusAndPress("target-carry-4");
    await page.waitForSelector(`${at("target-4")}[data-state=carried]`);
    await focusAndPress("target-remove-4");
    await page.waitForSelector(at("target-remove-do-4"));
    expect(await calls(page, "remove_target")).toEqual([]);
    await focusAndPress("target-remove-do-4");
    await page.waitForSelector(at("target-4"), { state: "detached" });
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("gate"));
    await page.close();
  });

  it("enrols by a code before the camera with the keyboard alone, and leaving ends the wait", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await page.keyboard.press("F11");
    await page.focus(at("page-targets"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("targets-none"));
    await page.focus(at("target-add"));
    await page.keyboard.press("Enter");
    await page.focus(at("enrol-camera"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(`${at("enrol")}[data-awaited=waiting]`);
    await page.keyboard.press("Escape");
    await page.waitForSelector(at("gate"));
    expect(await page.evaluate(() => window.pretend.view.awaited)).toBeNull();
    await page.evaluate(() => window.pretend.holdUpCode("https://hub.example.vn"));
    await page.waitForSelector(`${at("verdict-panel")}[data-verdict=foreign]`);
    expect(await calls(page, "enrol")).toEqual([]);

    await page.keyboard.press("F11");
    await page.click(at("page-targets"));
    await page.click(at("target-add"));
    await page.click(at("enrol-camera"));
    await page.evaluate(() => window.pretend.holdUpCode("https://hub.example.vn"));
    await page.focus(at("enrol-do"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("target-1"));
    expect(await page.innerText(at("targets-said"))).toBe(words.vi.admin.targets.enrolled);
    await page.close();
  });
});

describe("telling a receiver of erasures", () => {
  it("is done with the keyboard alone, and the paragraph can be copied", async () => {
    const { page } = await openTargets("arrangement=to-guard");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.focus(at("tell-copy-2"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("tell-copied"));
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      await page.innerText(at("tell-text-2")),
    );
    await page.focus(at("tell-done-2"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("tell-2"), { state: "detached" });
    expect(await page.locator(at("tell-3")).count()).toBe(1);
    expect(await calls(page, "told")).toHaveLength(1);
    await page.close();
  });
});

describe("the guard's screen", () => {
  it.each([
    ["vi", small],
    ["en", large],
  ] as const)("says after three days to plug a stick in: %s, %o", async (language, size) => {
    const { page, complaints } = await open(browser, `arrangement=to-visitor&language=${language}`, size);
    await page.evaluate(() => {
      window.pretend.sync = {
        level: "red",
        words: {
          vi: "Mất mạng 3 ngày, vẫn ghi trên máy. Cắm USB rồi bấm Gửi tay. Chờ gửi 12",
          en: "No network for 3 days, still recording. Plug a stick in and press Carry by hand. 12 waiting",
        },
      };
    });
    await page.waitForSelector(at("sync-late"));
    expect(await page.innerText(at("sync-late"))).toContain(words[language].admin.targets.carry);
    expect(await overflows(page)).toEqual([]);
    expect(await tooSmall(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await shoot(page, `late-${language}`);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
