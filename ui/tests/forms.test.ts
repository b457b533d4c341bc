import { words } from "../src/words";
import { screen } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { asked, openScreen, press, type, verdict } from "./screen";

const nothingBesides = { host: null, phone: null, address: null, class: null, guardian: null, told: null };

describe("F2, by hand", () => {
  it("lists earlier visitors from two letters without accents and takes one with ↓ Enter", async () => {
    const gate = await openScreen();
    await press("F2");
    expect(document.activeElement).toBe(screen.getByTestId("manual-name"));
    await type("manual-name", "d");
    expect(asked(gate, "find_visitors")).toEqual([]);
    await type("manual-name", "duc");
    await vi.waitFor(() => expect(screen.getByTestId("manual-list").textContent).toContain("Nguyễn Văn Đức"));
    await press("ArrowDown");
    await press("Enter");
    await vi.waitFor(() => expect(verdict()).toBe("in"));
    expect(asked(gate, "enter_by_hand")).toEqual([
      [
        {
          visitor: "duc",
          name: "Nguyễn Văn Đức",
          birthYear: 1978,
          number: null,
          direction: null,
          ...nothingBesides,
        },
      ],
    ]);
    expect(screen.queryByTestId("manual-form")).toBeNull();
  });

  it("lists by the last four digits", async () => {
    const gate = await openScreen();
    await press("F2");
    await type("manual-name", "9317");
    await vi.waitFor(() => expect(screen.getByTestId("manual-list").children).toHaveLength(1));
    await press("Enter");
    expect(asked(gate, "enter_by_hand")).toHaveLength(0);
    await press("Enter");
    await vi.waitFor(() => expect(asked(gate, "enter_by_hand")).toHaveLength(1));
  });

  it("says of whom it lists which list they are of and who expects them", async () => {
    const gate = await openScreen();
    const nobody = { birthYear: null, lastFour: null, lastSeen: null };
    gate.known.push(
      { visitor: "nga", name: "Nguyễn Thị Nga", ofList: "Cán bộ · Tài chính", host: null, ...nobody },
      { visitor: "hen", name: "Đỗ Thị Nga", ofList: null, host: "Trần Thị Thử", ...nobody },
    );
    await press("F2");
    await type("manual-name", "nga");
    const list = screen.getByTestId("manual-list");
    await vi.waitFor(() => expect(list.children).toHaveLength(2));
    expect(list.children[0]?.textContent).toContain("Cán bộ · Tài chính");
    expect(list.children[1]?.textContent).toContain("hẹn gặp Trần Thị Thử");
    await press("ArrowDown");
    await press("Enter");
    await vi.waitFor(() => expect(asked(gate, "enter_by_hand")).toHaveLength(1));
    expect(asked(gate, "enter_by_hand")[0]?.[0]).toMatchObject({ visitor: "nga" });
  });

  it("takes a new person with name and birth year", async () => {
    const gate = await openScreen();
    await press("F2");
    await type("manual-name", "Đỗ Thị Ánh");
    await press("Enter");
    expect(document.activeElement).toBe(screen.getByTestId("manual-year"));
    await type("manual-year", "1968");
    await press("Enter");
    await vi.waitFor(() => expect(verdict()).toBe("in"));
    expect(asked(gate, "enter_by_hand")).toEqual([
      [
        {
          visitor: null,
          name: "Đỗ Thị Ánh",
          birthYear: 1968,
          number: null,
          direction: null,
          ...nothingBesides,
        },
      ],
    ]);
  });

  it("does not act on the Enter that ends a Telex composition", async () => {
    const gate = await openScreen();
    await press("F2");
    await type("manual-year", "1968");
    await type("manual-name", "Đỗ Thị Ánh");
    await press("Enter", { isComposing: true });
    await press("Enter", { keyCode: 229 });
    expect(asked(gate, "enter_by_hand")).toEqual([]);
    await press("Enter");
    await vi.waitFor(() => expect(asked(gate, "enter_by_hand")).toHaveLength(1));
  });

  it("says what is missing and goes to the field", async () => {
    const gate = await openScreen();
    await press("F2");
    await type("manual-year", "68");
    await press("Enter");
    expect(screen.getByTestId("manual-error").textContent).toBe("Xin ghi họ tên.");
    await type("manual-name", "Đỗ Thị Ánh");
    await press("Enter");
    expect(screen.getByTestId("manual-error").textContent).toBe("Năm sinh gồm bốn số, ví dụ 1990.");
    expect(document.activeElement).toBe(screen.getByTestId("manual-year"));
    expect(asked(gate, "enter_by_hand")).toEqual([]);
  });

  it("is prefilled with a bare number that was read, and sends it", async () => {
    const gate = await openScreen();
    gate.show({ verdict: "unknown", kind: "id-number", number: "051090000001" });
    await press("F2");
    expect(screen.getByTestId<HTMLInputElement>("manual-number").value).toBe("051090000001");
    await type("manual-name", "Nguyễn Văn An");
    await type("manual-year", "1990");
    await press("Enter");
    await vi.waitFor(() => expect(asked(gate, "enter_by_hand")).toHaveLength(1));
    expect(asked(gate, "enter_by_hand")[0]?.[0]).toMatchObject({ number: "051090000001" });
  });

  it("keeps what was typed when the gate can't store it", async () => {
    await openScreen({ store: "disk-full" });
    await press("F2");
    await type("manual-name", "Đỗ Thị Ánh");
    await type("manual-year", "1968");
    await press("Enter");
    await vi.waitFor(() =>
      expect(screen.getByTestId("manual-error").textContent).toBe(
        "CHƯA GHI ĐƯỢC. Ghi sổ giấy, nhập bù sau (F3).",
      ),
    );
    expect(screen.getByTestId<HTMLInputElement>("manual-name").value).toBe("Đỗ Thị Ánh");
  });

  it("closes with Esc and gives the digits back to the purposes", async () => {
    const gate = await openScreen();
    gate.show({ verdict: "in", name: "Nguyễn Văn An" });
    await press("F2");
    await press("3");
    expect(asked(gate, "purpose")).toEqual([]);
    await press("Escape");
    expect(screen.queryByTestId("manual-form")).toBeNull();
    await press("3");
    expect(asked(gate, "purpose")).toEqual([[3]]);
  });
});

describe("F3, from the paper book", () => {
  it("sends one line and is ready for the next", async () => {
    const gate = await openScreen({
      gap: { from: Date.UTC(2026, 0, 5, 2, 10), to: Date.UTC(2026, 0, 5, 2, 55) },
    });
    await press("F3");
    expect(screen.getByTestId<HTMLInputElement>("paper-day").value).toBe("05/01/2026");
    await type("paper-time", "9h20");
    await type("paper-name", "Phạm Văn Cũ");
    await type("paper-year", "1945");
    await type("paper-purpose", "3");
    await type("paper-way", "r");
    await press("Enter");
    await vi.waitFor(() =>
      expect(screen.getByTestId("paper-saved").textContent).toBe("Đã ghi bù: Phạm Văn Cũ (1 dòng)"),
    );
    expect(asked(gate, "enter_from_paper")).toEqual([
      [
        {
          day: "2026-01-05",
          time: "09:20",
          name: "Phạm Văn Cũ",
          birthYear: 1945,
          direction: "out",
          purpose: "Họp",
        },
      ],
    ]);
    expect(screen.getByTestId<HTMLInputElement>("paper-time").value).toBe("");
    expect(screen.queryByTestId("gap")).toBeNull();
  });

  it("refuses a time that is none, one to come, and a line without a name", async () => {
    const gate = await openScreen();
    await press("F3");
    const error = () => screen.getByTestId("paper-error").textContent;
    await type("paper-time", "25:00");
    await press("Enter");
    expect(error()).toBe("Giờ ghi như 9:15, ngày ghi như 24/11.");
    await type("paper-day", "1/1/2999");
    await type("paper-time", "0:00");
    await press("Enter");
    expect(error()).toBe("Giờ này chưa tới.");
    await type("paper-day", "1/1/2026");
    await press("Enter");
    await press("Enter");
    expect(error()).toBe("Xin ghi họ tên.");
    expect(asked(gate, "enter_from_paper")).toEqual([]);
  });

  it("a wrong line waits with its error while others are written, also while the form is closed", async () => {
    const gate = await openScreen();
    const states = () => screen.getAllByTestId("paper-line").map((line) => line.dataset["state"]);
    await press("F3");
    await type("paper-day", "1/1/2026");
    await type("paper-time", "8:00");
    await type("paper-name", "Phạm Văn Cũ");
    await type("paper-year", "45");
    await press("Enter");
    await press("ArrowDown");
    await vi.waitFor(() => expect(states()).toEqual(["wrong", "new"]));
    await type("paper-time", "8:05");
    await type("paper-name", "Lê Thị Mới");
    await press("Enter");
    await vi.waitFor(() => expect(states()).toEqual(["wrong", "saved", "new"]));
    expect(asked(gate, "enter_from_paper")).toHaveLength(1);
    await press("Escape");
    await vi.waitFor(() =>
      expect(screen.getByTestId("notice").textContent).toBe("Còn 1 dòng chưa ghi. Bấm F3 để ghi tiếp."),
    );
    await press("F3");
    expect(states()).toEqual(["wrong", "new"]);
    expect(screen.getByLabelText<HTMLInputElement>("Họ tên, dòng 1").value).toBe("Phạm Văn Cũ");
  });
});

describe("F4, unscanned", () => {
  it("takes a number and a group by keys alone", async () => {
    const gate = await openScreen();
    await press("F4");
    await type("passed-count", "12");
    await press("/");
    await press("/");
    await press("Enter");
    await vi.waitFor(() => expect(verdict()).toBe("in"));
    expect(asked(gate, "pass_unscanned")).toEqual([[{ count: 12, party: "pupil", direction: null }]]);
    expect(screen.getByTestId("counter-in").textContent).toBe("12");
  });

  it("asks for a number of people", async () => {
    const gate = await openScreen();
    await press("F4");
    await type("passed-count", "0");
    await press("Enter");
    expect(screen.getByTestId("passed-error").textContent).toBe(words.vi.refusal["count-wrong"]);
    expect(asked(gate, "pass_unscanned")).toEqual([]);
  });
});

describe("F8, who is inside", () => {
  it("lists names to the guard and initials to the visitor", async () => {
    const gate = await openScreen({ arrangement: "to-visitor" });
    gate.show({ verdict: "in", name: "Nguyễn Văn An" });
    await press("F8");
    await vi.waitFor(() => expect(screen.getByTestId("inside-row").textContent).toContain("N. V. A"));
    expect(screen.getByTestId("inside-row").textContent).not.toContain("Nguyễn");
    await gate.chooseArrangement("to-guard");
    await vi.waitFor(() => expect(screen.getByTestId("inside-row").textContent).toContain("Nguyễn Văn An"));
  });
});
