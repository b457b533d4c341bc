import { screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { describe, expect, it, vi } from "vitest";
import { draftOf, fileOf, freshRule } from "../src/parts/policy";
import { words } from "../src/words";
import twoDoses from "../../assets/policies/two-doses-recovered-or-pcr.json?raw";
import declarationToday from "../../assets/policies/declaration-today.json?raw";
import eitherOfTwo from "../../assets/policies/everybody-declares-or-certifies.json?raw";
import identityOnly from "../../assets/policies/identity-only.json?raw";
import { asked, openScreen, press, type } from "./screen";

const an = { name: "Nguyễn Văn An", birthYear: 1990, lastFour: "0001", kind: "citizen-card" } as const;

async function openAdmin(...args: Parameters<typeof openScreen>) {
  const gate = await openScreen(...args);
  await press("F11");
  await vi.waitFor(() => screen.getByTestId("policy-identity-only"));
  return gate;
}

describe("what a verdict says of its rules", () => {
  it("lists each rule met and failed, in the screen's language", async () => {
    const gate = await openScreen();
    gate.show({
      verdict: "look",
      ...an,
      reasons: ["document-missing"],
      missing: ["certificate"],
      rules: [
        { met: true, words: { vi: "Giấy tờ tùy thân", en: "ID document" } },
        { met: false, words: { vi: "Đủ 2 mũi: chưa có", en: "2 doses: not shown" } },
      ],
    });
    await vi.waitFor(() => screen.getByTestId("why"), { timeout: 5000 });
    const told = screen.getAllByTestId("rule-asked").map((row) => [row.dataset["met"], row.textContent]);
    expect(told).toEqual([
      ["true", expect.stringContaining("đạt: Giấy tờ tùy thân")],
      ["false", expect.stringContaining("chưa đạt: Đủ 2 mũi: chưa có")],
    ]);
    expect(screen.getByTestId("verdict-panel").textContent).toContain("Còn thiếu: giấy chứng nhận");
    await gate.setLanguage("en");
    await tick();
    expect(screen.getByTestId("why").textContent).toContain("2 doses: not shown");
  });

  it("names the document, its issuer and what it says", async () => {
    const gate = await openScreen();
    gate.show({
      verdict: "already",
      ...an,
      document: {
        standing: "expired",
        issuer: "DE",
        says: [{ vi: "2/2 mũi, 10/11/2021", en: "2/2 doses, 10/11/2021" }],
        until: Date.UTC(2022, 9, 1),
      },
    });
    await vi.waitFor(() => screen.getByTestId("document"));
    expect(screen.getByTestId("document").textContent).toBe(
      "Thẻ căn cước: đã hết hạn, chỉ ghi thông tin · nơi cấp: DE · 2/2 mũi, 10/11/2021 · đến 01/10/2022",
    );
  });

  it("says nothing where one rule was asked and met", async () => {
    const gate = await openScreen();
    gate.show({
      verdict: "already",
      ...an,
      rules: [{ met: true, words: { vi: "Giấy tờ tùy thân", en: "ID document" } }],
    });
    await tick();
    expect(screen.queryByTestId("why")).toBeNull();
  });

  it("offers one key for the same person under another document", async () => {
    const gate = await openScreen();
    gate.show({ verdict: "already", ...an, alike: { name: "Nguyễn Văn An", initials: "N. V. A", since: 0 } });
    await vi.waitFor(() => screen.getByTestId("alike"));
    expect(screen.getByTestId("alike").textContent).toContain("Nguyễn Văn An, đã ghi lúc 08:00");
    await press("F5");
    expect(asked(gate, "same_as")).toHaveLength(1);
    await vi.waitFor(() => expect(screen.queryByTestId("alike")).toBeNull());
    await press("F5");
    await vi.waitFor(() =>
      expect(screen.getByTestId("notice").textContent).toBe(words.vi.refusal["nobody-alike"]),
    );
  });
});

describe("what is wrong with clock or rules", () => {
  it("is said over the gate, and leads to the page that shows it", async () => {
    const gate = await openScreen({
      clock: { mark: Date.UTC(2026, 10, 24, 3, 30), behindMs: 3_600_000, behind: true, offsetMs: null },
    });
    expect(screen.getByTestId("clock-behind").textContent).toContain("chậm hơn sổ 60 phút");
    expect(screen.getByTestId("clock-behind").textContent).toContain("10:30");
    screen.getByTestId("clock-behind-deed").click();
    await vi.waitFor(() => screen.getByTestId("clock-mark"));
    expect(screen.getByTestId("clock-mark").textContent).toBe("10:30 24/11/2026");
    gate.set({ policyProblem: true });
    await press("Escape");
    expect(screen.getByTestId("policy-problem").textContent).toContain("quy tắc trước vẫn được dùng");
  });
});

describe("the rules page", () => {
  it("says that the gate goes on, with its newest word", async () => {
    const gate = await openAdmin();
    expect(screen.getByTestId("goes-on").textContent).toContain("Cổng vẫn đang quét");
    gate.show({ verdict: "in", ...an });
    await tick();
    expect(screen.getByTestId("goes-on").textContent).toContain("MỜI VÀO · Nguyễn Văn An");
    await press("Escape");
    expect(screen.getByTestId("gate")).toBeTruthy();
  });

  it("chooses a policy, whose sentence the guard then reads", async () => {
    const gate = await openAdmin();
    screen.getByTestId("choose-declaration-today").click();
    await vi.waitFor(() =>
      expect(screen.getByTestId("policy-declaration-today").dataset["active"]).toBe("true"),
    );
    expect(asked(gate, "choose_policy")).toEqual([["declaration-today"]]);
    await press("F11");
    await vi.waitFor(() => screen.getByTestId("policy"));
    expect(screen.getByTestId("policy").textContent).toContain("tờ khai làm trong ngày");
  });

  it("edits a policy in a form and saves its file", async () => {
    const gate = await openAdmin();
    screen.getByTestId("edit-two-doses-recovered-or-pcr").click();
    await tick();
    await type("policy-id", "three-doses");
    await type("policy-0-doses", "3");
    screen.getByTestId("policy-save").click();
    await vi.waitFor(() => screen.getByTestId("policy-three-doses"));
    const [saved] = asked(gate, "save_policy") as [[string]];
    const file = JSON.parse(saved[0]) as { id: string; rules: { certificate: { vaccination: unknown } }[] };
    expect(file.id).toBe("three-doses");
    expect(file.rules[0]?.certificate.vaccination).toEqual({ doses: 3, days: 14 });
  });

  it("says what to mend and keeps what was typed", async () => {
    await openAdmin();
    screen.getByTestId("edit-identity-only").click();
    await tick();
    await type("policy-id", "Không dấu");
    screen.getByTestId("policy-save").click();
    await vi.waitFor(() => screen.getByTestId("rules-problem"));
    expect(screen.getByTestId("rules-problem").textContent).toContain("chữ thường không dấu");
    expect(screen.getByTestId<HTMLInputElement>("policy-id").value).toBe("Không dấu");
  });

  it("tries a policy on sample documents and on a code's text", async () => {
    const gate = await openAdmin();
    screen.getByTestId("try-two-doses-recovered-or-pcr").click();
    await vi.waitFor(() => expect(screen.getByTestId("trial-result").dataset["action"]).toBe("look"));
    expect(screen.getByTestId("trial-result").textContent).toContain("Còn thiếu: giấy chứng nhận");
    screen.getByTestId("sample-two-doses-month-ago").click();
    await vi.waitFor(() => expect(screen.getByTestId("trial-result").dataset["action"]).toBe("admit"));
    await type("trial-code", "051090000001||Nguyễn Văn An|05031990|Nam||12052021");
    await vi.waitFor(() =>
      expect(screen.getByTestId("trial-result").textContent).toContain("Mã là: Thẻ căn cước"),
    );
    expect(gate.calls.map(([command]) => command)).not.toContain("choose_policy");
  });
});

describe("a policy's form", () => {
  it("gives back the file that it was made of", () => {
    for (const file of [identityOnly, declarationToday, eitherOfTwo, twoDoses]) {
      const again = fileOf(draftOf(file));
      expect(JSON.parse(again ?? "")).toEqual({ used_again_hours: 24, ...(JSON.parse(file) as object) });
    }
  });

  it("asks how old an ID document may be, where one is needed", () => {
    const draft = draftOf(identityOnly);
    const [rule] = draft.rules;
    if (!rule) throw new Error("no rule");
    rule.identityDays = "3650";
    expect(JSON.parse(fileOf(draft) ?? "")).toMatchObject({ rules: [{ identity: { days: 3650 } }] });
    expect(draftOf(fileOf(draft) ?? "").rules[0]?.identityDays).toBe("3650");
    rule.needs = "any";
    expect(fileOf(draft)).not.toContain('"identity"');
  });

  it("leaves a number that is none to the gate, and CertLogic that is no JSON to the writer", () => {
    const draft = draftOf(twoDoses);
    const [rule] = draft.rules;
    if (!rule) throw new Error("no rule");
    rule.doses = "hai";
    expect(fileOf(draft)).toContain('"doses": "hai"');
    draft.logic = "{";
    expect(fileOf(draft)).toBeNull();
  });

  it("begins a new rule that looks at everything and refuses nobody", () => {
    expect(new Set(Object.values(freshRule().then))).toEqual(new Set(["look"]));
  });
});

describe("the trust page", () => {
  it("says plainly that there is no list, imports one, and refuses an older one", async () => {
    const gate = await openAdmin();
    screen.getByTestId("page-trust").click();
    await vi.waitFor(() => screen.getByTestId("trust-none"));
    const give = async (list: object) => {
      const input = screen.getByTestId<HTMLInputElement>("trust-file");
      const file = new File([JSON.stringify(list)], "trust.chot");
      Object.defineProperty(input, "files", { value: [file], configurable: true });
      input.dispatchEvent(new Event("change", { bubbles: true }));
      await tick();
    };
    const issued = Date.now() - 40 * 86_400_000;
    await give({ number: 7, issued, countries: { DE: 57, VN: 1 } });
    await vi.waitFor(() => expect(screen.getByTestId("trust-age").textContent).toBe("40 ngày"));
    expect(screen.getByTestId("trust-old").textContent).toContain("vẫn được xét");
    expect(screen.getAllByTestId("trust-country").map((row) => row.textContent)).toEqual([
      expect.stringContaining("DE"),
      expect.stringContaining("VN"),
    ]);
    await give({ number: 6, issued, countries: {} });
    await vi.waitFor(() => screen.getByTestId("trust-problem"));
    expect(screen.getByTestId("trust-problem").textContent).toContain("cũ hơn");
    expect(asked(gate, "import_trust")).toHaveLength(2);
  });
});
