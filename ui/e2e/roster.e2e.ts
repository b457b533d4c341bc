import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { words } from "../src/words";
import { at, calls, large, launch, open, shoot, small } from "./browser";
import { looksRight } from "./looks";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const own = words.vi.roster;

/** A school's list of two classes, of which some were seen. */
async function openLists(query: string, size = small) {
  const opened = await open(browser, query, size);
  await opened.page.evaluate(() => {
    const seven = Date.parse("2026-11-24T00:05:00Z");
    const people = Array.from({ length: 38 }, (_, n) => ({
      name: n === 7 ? "Trần Thị Bé" : `Nguyễn Văn An ${n + 1}`,
      birthYear: 2014,
      lastFour: n % 2 === 0 ? String(1000 + n) : null,
      group: "6A",
      today: n < 30,
      week: n < 35,
      last: n < 35 ? seven : null,
      by: n < 35 ? ["citizen-card" as const] : [],
      app: n < 3,
    }));
    window.pretend.roster.put("Khối 6", "pupil", [...people, { name: "Lê Hữu Đạt", group: "6B" }]);
  });
  await opened.page.keyboard.press("F11");
  await opened.page.click(at("page-lists"));
  await opened.page.waitForSelector(at("roster-people"));
  return opened;
}

const file = (text: string) => ({ name: "lop.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

const sizes = [
  ["vi", "normal", small],
  ["en", "normal", large],
  ["vi", "largest", small],
] as const;

describe("the unit's lists", () => {
  it.each(sizes)("look right in %s, text %s, %o", async (language, textSize, size) => {
    const { page, complaints } = await openLists(
      `arrangement=to-guard&language=${language}&textSize=${textSize}`,
      size,
    );
    const name = `lists-${language}-${textSize}-${size.width}`;
    await looksRight(page);
    await shoot(page, name);
    await page.click(at("roster-renew"));
    await page.evaluate(() => {
      window.pretend.roster.planned = {
        changed: 4,
        same: 30,
        gone: 1,
        goneNames: ["Trần Thị Bé"],
        padded: 12,
        wrong: 1,
        unlisted: [
          { sheet: "6A", line: 12, why: { vi: "Thiếu họ tên: ghi vào", en: "the name is missing" } },
        ],
      };
    });
    await page.setInputFiles(at("roster-file"), file("Họ tên\nPhạm Văn Cũ\n"));
    await page.waitForSelector(at("roster-plan"));
    await looksRight(page);
    await shoot(page, `${name}-import`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("takes a list from a file only after it was looked at", async () => {
    const { page } = await open(browser, "arrangement=to-guard");
    await page.keyboard.press("F11");
    await page.click(at("page-lists"));
    await page.waitForSelector(at("roster-none"));
    await page.click(at("roster-add"));
    await page.fill(at("roster-name"), "Cán bộ");
    await page.selectOption(at("roster-kind"), "staff");
    await page.setInputFiles(at("roster-file"), file("Họ tên\nPhạm Văn Cũ\nTrần Thị Bé\n"));
    await page.waitForSelector(at("roster-plan"));
    expect(await page.innerText(at("roster-plan"))).toContain(own.plan(2, 0, 0));
    expect(await calls(page, "take_roster")).toEqual([]);
    await page.click(at("roster-take"));
    await page.waitForSelector(at("roster-people"));
    expect(await page.innerText(at("roster-said"))).toBe(own.taken("Cán bộ"));
    expect(await page.innerText(at("roster-title"))).toBe(own.title("Cán bộ", 2, "staff"));
    const [kept] = await calls(page, "take_roster");
    expect(kept).toEqual([{ token: expect.any(Number), keepsGone: true }]);
    await page.click(at("roster-remove"));
    expect(await calls(page, "remove_roster")).toEqual([]);
    await page.click(at("roster-remove"));
    await page.waitForSelector(at("roster-none"));
    await page.close();
  });

  it("shows who has which code by group, and who is missing", async () => {
    const { page, complaints } = await openLists("arrangement=to-guard");
    await page.click(`${at("roster-reached")} summary`);
    const rows = await page.locator(`${at("roster-reached")} tbody tr`).allInnerTexts();
    expect(rows[0]).toMatch(/^6A\s+38\s+35\/38 · 92,1%\s+35\/38 · 92,1%\s+3\/38 · 7,9%\s+0\/38/);
    expect(rows[2]).toMatch(/39\s+35\/39 · 89,7%/);
    await looksRight(page);
    await shoot(page, "lists-reached");
    await page.click(at("missing-6A"));
    expect(await page.innerText(at("roster-title"))).toContain("6A");
    expect(await page.locator(at("roster-member")).count()).toBe(3);
    expect(await page.inputValue(at("roster-showing"))).toBe("never");
    expect(await page.locator(at("roster-group")).inputValue()).toBe("0");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("puts one line right by hand and sends only what was typed anew", async () => {
    const { page, complaints } = await openLists("arrangement=to-guard");
    const first = page.locator(at("roster-member")).first();
    await first.getByRole("button", { name: own.change }).click();
    expect(await page.inputValue(at("member-id"))).toBe("…1000");
    await page.fill(at("member-name"), "Nguyễn Văn Ân");
    await page.fill(at("member-phone"), "0912000001");
    await looksRight(page);
    await shoot(page, "lists-change");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("roster-said"));
    expect(await page.innerText(at("roster-said"))).toBe(own.memberKept("Nguyễn Văn Ân"));
    const [put] = await calls(page, "put_member");
    expect(put).toEqual([
      {
        roster: expect.any(Number),
        member: expect.any(Number),
        name: "Nguyễn Văn Ân",
        group: "6A",
        birth: null,
        id: null,
        phone: "0912000001",
      },
    ]);
    expect(await first.innerText()).toContain("Nguyễn Văn Ân");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("prints badges of a group, and revokes one by its holder's name when it is lost", async () => {
    const { page, complaints } = await openLists("arrangement=to-guard");
    expect(await page.innerText(at("badges-print"))).toBe(own.badges.print(39));
    await page.selectOption(at("roster-group"), "1");
    expect(await page.innerText(at("badges-print"))).toBe(own.badges.print(1));
    await page.click(at("badges-print"));
    await page.waitForSelector(at("badges-problem"));
    await page.fill(at("badges-folder"), "/media/usb");
    await page.click(at("badges-print"));
    await page.waitForSelector(at("badges-said"));
    expect(await page.innerText(at("badges-said"))).toBe(own.badges.printed("/media/usb/the.pdf"));
    const [, printed] = await calls(page, "print_badges");
    expect(printed).toEqual([
      { roster: expect.any(Number), group: "6B", again: false, folder: "/media/usb" },
    ]);
    expect(await page.innerText(at("badges-print"))).toBe(own.badges.print(0));
    await page.fill(at("badge-lost-name"), "tran thi be");
    await page.waitForSelector(at("badge-lost-nobody"));
    await page.fill(at("badge-lost-name"), "dat");
    const lost = '[data-testid^="badge-lost-"]:is(button)';
    await page.click(lost);
    expect(await page.innerText(lost)).toBe(own.badges.revokeAsk);
    expect(await calls(page, "revoke_member_badge")).toEqual([]);
    await shoot(page, "lists-badge-lost");
    await page.click(lost);
    await page.waitForSelector(at("badges-said"));
    expect(await page.innerText(at("badges-said"))).toBe(own.badges.revoked("Lê Hữu Đạt"));
    expect(await page.innerText(at("badges-print"))).toBe(own.badges.print(1));
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("puts somebody on a list and takes them off only when asked twice", async () => {
    const { page } = await openLists("arrangement=to-guard");
    await page.click(at("member-add"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("member-problem"));
    await page.fill(at("member-name"), "Vũ Thị Mới");
    await page.fill(at("member-group"), "6B");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("roster-said"));
    expect(await page.innerText(at("roster-title"))).toBe(own.title("Khối 6", 40, "pupil"));
    const added = page.locator(at("roster-member"), { hasText: "Vũ Thị Mới" });
    await added.getByRole("button", { name: own.change }).click();
    await page.click(at("member-remove"));
    expect(await calls(page, "remove_member")).toEqual([]);
    await page.click(at("member-remove"));
    await page.waitForSelector(at("roster-said"));
    expect(await page.innerText(at("roster-said"))).toBe(own.memberRemoved("Vũ Thị Mới"));
    expect(await page.innerText(at("roster-title"))).toBe(own.title("Khối 6", 39, "pupil"));
    await page.close();
  });

  it("takes nobody off a list before it was said how many", async () => {
    const { page } = await openLists("arrangement=to-guard");
    await page.click(at("roster-renew"));
    await page.evaluate(() => {
      window.pretend.roster.planned = { gone: 2, goneNames: ["Trần Thị Bé", "Lê Hữu Đạt"] };
    });
    await page.setInputFiles(at("roster-file"), file("Họ tên\nPhạm Văn Cũ\n"));
    await page.waitForSelector(at("roster-gone"));
    const names = "Trần Thị Bé, Lê Hữu Đạt";
    expect(await page.innerText(at("roster-gone"))).toBe(own.gone(true, 2, names));
    expect(await page.innerText(at("roster-take"))).toBe(own.take(1, 0));
    await page.click(at("roster-keep-gone"));
    expect(await page.innerText(at("roster-gone"))).toBe(own.gone(false, 2, names));
    expect(await page.innerText(at("roster-take"))).toBe(own.take(1, 2));
    await page.click(at("roster-take"));
    await page.waitForSelector(at("roster-said"));
    const [taken] = await calls(page, "take_roster");
    expect(taken).toEqual([{ token: expect.any(Number), keepsGone: false }]);
    await page.close();
  });

  it.each(sizes)("ask what the columns are, in %s, text %s, %o", async (language, textSize, size) => {
    const { page } = await openLists(`arrangement=to-guard&language=${language}&textSize=${textSize}`, size);
    await page.click(at("roster-renew"));
    await page.evaluate(() => {
      window.pretend.roster.planned = {
        problem: { vi: "Không thấy cột họ tên", en: "no row has a heading" },
        unknown: [
          ["STT", "A", "B", "C"],
          ["1", "Nguyễn Văn An", "6A", "5/6/2014"],
        ],
      };
    });
    await page.setInputFiles(at("roster-file"), file("STT,A,B,C\n1,Nguyễn Văn An,6A,5/6/2014\n"));
    await page.waitForSelector(at("roster-columns"));
    expect(await page.isDisabled(at("roster-columns-chosen"))).toBe(true);
    await page.selectOption(at("roster-column-0"), "name");
    await page.selectOption(at("roster-column-1"), "name");
    await page.selectOption(at("roster-column-2"), "group");
    await page.check(at("roster-first-1"));
    expect(await page.inputValue(at("roster-column-0"))).toBe("");
    await looksRight(page);
    await shoot(page, `columns-${language}-${textSize}-${size.width}`);
    await page.evaluate(() => (window.pretend.roster.planned = null));
    await page.click(at("roster-columns-chosen"));
    await page.waitForSelector(at("roster-plan"));
    const [, form] = await calls(page, "look_roster");
    expect(form).toMatchObject([{ file: { columns: [null, "name", "group", null], above: 1 } }]);
    await page.close();
  });

  it("tells how far a file was read, and asks what the columns of lines are", async () => {
    const { page } = await openLists("arrangement=to-guard");
    await page.click(at("lists-watch"));
    await page.waitForSelector(at("watch-none"));
    await page.evaluate(() => {
      const { pretend } = window;
      const { lookWatched } = pretend;
      pretend.rowsRead = 1250;
      // It takes until a key is pressed.
      const pressed = new Promise((press) => window.addEventListener("keydown", press, { once: true }));
      pretend.lookWatched = (form) => pressed.then(() => lookWatched(form));
    });
    await page.setInputFiles(at("watch-file"), file("Phạm Văn Cũ,hỏi giấy,1945\nLý Thị Thử,mời vào,1990\n"));
    const told = words.vi.roster.reading(1250);
    await page.waitForFunction(([place, text]) => document.querySelector(place)?.textContent === text, [
      at("watch-reading"),
      told,
    ] as const);
    await page.keyboard.press("Shift");
    await page.waitForSelector(at("roster-columns"));
    expect(await page.innerText(at("watch-file-problem"))).not.toBe("");
    await page.selectOption(at("roster-column-0"), "name");
    await page.selectOption(at("roster-column-1"), "reason");
    await looksRight(page);
    await page.click(at("roster-columns-chosen"));
    await page.waitForSelector(at("watch-plan"));
    await page.click(at("watch-take"));
    await page.waitForSelector(at("watch-list"));
    expect(await page.innerText(at("watch-list"))).toContain("hỏi giấy");
    const [, form] = await calls(page, "look_watched");
    expect(form).toMatchObject([{ columns: ["name", "reason", null], above: 0 }]);
    await page.close();
  });

  it("lists a class, and notes who is absent by one key", async () => {
    const { page } = await openLists("arrangement=to-guard");
    await page.selectOption(at("roster-group"), { label: "6A (38)" });
    expect(await page.innerText(at("roster-title"))).toBe(own.title("6A", 38, "pupil"));
    expect(await page.innerText(at("roster-tiles"))).toContain(own.figure(30, 38, 789));
    await page.selectOption(at("roster-showing"), "not-today");
    await page.waitForFunction((row) => document.querySelectorAll(row).length === 8, at("roster-member"));
    const first = page.locator(`${at("roster-people")} button`).first();
    await first.focus();
    for (const key of ["Space", "ArrowDown", "ArrowDown", "Space", "ArrowUp", "Space", "Space"])
      await page.keyboard.press(key);
    await page.waitForFunction(
      () => window.pretend.calls.filter(([name]) => name === "mark_absent").length === 4,
    );
    await page.waitForFunction(
      ([title, text]) => document.querySelector(title)?.textContent?.includes(text),
      [at("roster-title"), own.absentees(2)] as const,
    );
    const marks = (await calls(page, "mark_absent")).map(([, absent]) => absent);
    expect(marks).toEqual([true, true, true, false]);
    await page.click(at("roster-xlsx"));
    await page.waitForSelector(at("roster-problem"));
    await page.fill(at("roster-folder"), "/media/usb");
    await page.click(at("roster-csv"));
    await page.waitForSelector(at("roster-said"));
    const [form] = (await calls(page, "save_roster")).slice(-1);
    expect(form).toEqual([{ number: expect.any(Number), group: "6A", folder: "/media/usb", xlsx: false }]);
    await page.close();
  });

  it.each(sizes)(
    "of those to be looked at look right in %s, text %s, %o",
    async (language, textSize, size) => {
      const { page, complaints } = await openLists(
        `arrangement=to-guard&language=${language}&textSize=${textSize}`,
        size,
      );
      await page.click(at("lists-watch"));
      await page.waitForSelector(at("watch-none"));
      await page.click(at("watch-add"));
      await page.fill(at("watch-name"), "Lý Thị Thử");
      await page.click(at("watch-keep"));
      await page.waitForSelector(at("watch-problem"));
      await looksRight(page);
      await page.fill(at("watch-reason"), "mời gặp bảo vệ trưởng");
      await page.fill(at("watch-until"), "31/12/2026");
      await page.click(at("watch-keep"));
      await page.waitForSelector(at("watch-list"));
      await page.setInputFiles(at("watch-file"), file("Họ tên,Lý do\nPhạm Văn Cũ,hỏi giấy\n"));
      await page.waitForSelector(at("watch-plan"));
      await looksRight(page);
      await shoot(page, `watch-${language}-${textSize}-${size.width}`);
      await page.click(at("watch-take"));
      await page.waitForSelector(at("watched-3"));
      await page.click(`${at("watched-3")} ${at("watch-remove")}`);
      expect(await calls(page, "remove_watched")).toEqual([]);
      await page.click(`${at("watched-3")} ${at("watch-remove")}`);
      await page.waitForSelector(at("watched-3"), { state: "detached" });
      await page.click(`${at("watched-1")} ${at("watch-change")}`);
      expect(await page.inputValue(at("watch-until"))).toBe("31/12/2026");
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it.each(sizes)(
    "of visitors who are expected look right in %s, text %s, %o",
    async (language, textSize, size) => {
      const { page, complaints } = await openLists(
        `arrangement=to-guard&language=${language}&textSize=${textSize}`,
        size,
      );
      const text = words[language].expected;
      await page.click(at("lists-expected"));
      await page.waitForSelector(at("expected-none"));
      await page.click(at("expected-add"));
      await page.fill(at("expected-name"), "Lý Thị Thử");
      await page.click(at("expected-keep"));
      await page.waitForSelector(at("expected-problem"));
      await looksRight(page);
      await page.fill(at("expected-birth"), "1990");
      await page.fill(at("expected-organisation"), "Công ty TNHH Vật liệu xây dựng Thử Nghiệm");
      await page.fill(at("expected-host"), "Trần Thị Thử, Văn phòng");
      await page.fill(at("expected-purpose"), "Ký hồ sơ");
      await page.fill(at("expected-from"), "08:30");
      await page.click(at("expected-keep"));
      await page.waitForSelector(at("expected-list"));
      await page.setInputFiles(
        at("expected-file"),
        file("Họ tên,Gặp ai\nPhạm Văn Cũ,Lê Thị Trưởng\nĐỗ Văn Hẹn,Trần Thị Thử\n"),
      );
      await page.waitForSelector(at("expected-plan"));
      await looksRight(page);
      await page.click(at("expected-take"));
      await page.waitForSelector(at("expected-4"));
      await page.evaluate((seven) => {
        window.pretend.visitors.come(1, seven, true);
        window.pretend.visitors.come(3, seven, false);
      }, Date.parse("2026-11-24T00:05:00Z"));
      await page.fill(at("expected-on"), "25/11/2026");
      await page.press(at("expected-on"), "Enter");
      await page.waitForSelector(at("expected-none"));
      await page.fill(at("expected-on"), "24/11/2026");
      await page.press(at("expected-on"), "Enter");
      await page.waitForSelector(at("expected-list"));
      expect(await page.innerText(at("expected-figures"))).toBe(`24/11/2026: ${text.figures(3, 1, 1)}`);
      expect(await page.locator(at("expected-came")).allInnerTexts()).toEqual([
        text.came("07:05"),
        text.mayHaveCome("07:05"),
        text.notYet,
      ]);
      await looksRight(page);
      await shoot(page, `expected-${language}-${textSize}-${size.width}`);
      await page.click(`${at("expected-4")} ${at("expected-remove")}`);
      expect(await calls(page, "remove_expected")).toEqual([]);
      await page.click(`${at("expected-4")} ${at("expected-remove")}`);
      await page.waitForSelector(at("expected-4"), { state: "detached" });
      await page.click(`${at("expected-1")} ${at("expected-change")}`);
      expect(await page.inputValue(at("expected-day"))).toBe("24/11/2026");
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it.each(["to-guard", "to-visitor"])(
    "tell whom a visitor comes to see to the guard alone, %s",
    async (side) => {
      const { page } = await open(browser, `arrangement=${side}`);
      await page.evaluate(() => {
        const said = { born: "1990", organisation: "Công ty Thử", from: "08:30", until: "10:00" };
        window.pretend.show({
          verdict: "in",
          name: "Lý Thị Thử",
          expected: [
            { name: "Lý Thị Thử", host: "Trần Văn Hẹn", purpose: "Ký hồ sơ", sure: true, ...said },
            { name: "Lý Thị Thu", host: "Lê Thị Khác", purpose: "", sure: false, ...said },
          ],
        });
      });
      await page.waitForSelector(`${at("verdict-panel")}[data-verdict="in"][data-phase="panel"]`);
      const text = await page.innerText("body");
      const own = words.vi.expected;
      expect(text.includes(own.expected("Trần Văn Hẹn", "Ký hồ sơ"))).toBe(side === "to-guard");
      expect(text.includes("Lê Thị Khác")).toBe(side === "to-guard");
      if (side === "to-guard") {
        await looksRight(page);
        await shoot(page, "expected-at-the-gate");
      }
      await page.close();
    },
  );

  it.each(["to-guard", "to-visitor"])("tell whom somebody may be to the guard alone, %s", async (side) => {
    const { page } = await open(browser, `arrangement=${side}`);
    await page.evaluate(() => {
      window.pretend.show({
        verdict: "look",
        name: "Lý Thị Thử",
        reasons: ["watched"],
        watched: [
          {
            name: "Lí Thị Thử",
            born: "1990",
            reason: "mời gặp bảo vệ trưởng",
            authority: "CV 12",
            spelling: "respelt",
            birth: true,
            digits: false,
          },
        ],
      });
    });
    await page.waitForSelector(`${at("verdict-panel")}[data-verdict="look"][data-phase="panel"]`);
    const text = await page.innerText("body");
    expect(text.includes("mời gặp bảo vệ trưởng")).toBe(side === "to-guard");
    expect(text.includes("Lí Thị Thử")).toBe(side === "to-guard");
    if (side === "to-guard") await looksRight(page);
    await page.close();
  });

  it("tells whom somebody may be on a screen that faces visitors once the guard has proved to be there", async () => {
    const { page, complaints } = await open(browser, "arrangement=to-visitor");
    await page.evaluate(() => {
      const { staffed } = window.pretend;
      staffed.keep({ number: null, name: "Trần Thị Quản", role: "admin", pin: "25801357" });
      staffed.keep({ number: null, name: "Nguyễn Văn Bảo", role: "guard", pin: "2468" });
      staffed.signOn({ number: 2, pin: "2468", seat: "gate" });
      window.pretend.show({
        verdict: "look",
        name: "Lý Thị Thử",
        reasons: ["watched"],
        watched: [
          {
            name: "Lí Thị Thử",
            born: "1990",
            reason: "mời gặp bảo vệ trưởng",
            authority: "CV 12",
            spelling: "respelt",
            birth: true,
            digits: false,
          },
        ],
      });
    });
    await page.waitForSelector(at("names-ask"));
    await looksRight(page);
    await page.keyboard.press("/");
    await page.waitForSelector(at("names-form"));
    await looksRight(page);
    await shoot(page, "names-to-visitor");
    await page.keyboard.type("1357");
    await page.keyboard.press("Enter");
    await page.waitForFunction((said) => document.querySelector(said)?.textContent !== "", at("names-said"));
    expect(await page.innerText("body")).not.toContain("mời gặp bảo vệ trưởng");
    await page.keyboard.type("2468");
    await page.keyboard.press("Enter");
    await page.waitForSelector(at("watched"));
    expect(await page.innerText(at("watched"))).toContain("mời gặp bảo vệ trưởng");
    await looksRight(page);
    await page.evaluate(() => window.pretend.set({ named: false }));
    await page.waitForSelector(at("watched"), { state: "detached" });
    expect(complaints).toEqual([]);
    await page.close();
  });
});
