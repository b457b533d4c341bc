import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TypedForm } from "../src/backend/bindings";
import { Burst, FEWEST, OVER_MS, TOGETHER_MS, Wedge } from "../src/screens/wedge";

const CARD = "051090000001||Nguyen Van An|05031990|Nam|Binh Son|12052021";

let read: TypedForm[];
let stop: () => void;
let field: HTMLInputElement;
let button: HTMLButtonElement;
/** What the gate's own keys got to see. */
let seen: string[];
let clicks: number;
let typedIn: boolean;

const note = (event: KeyboardEvent) => void seen.push(event.key);

beforeEach(() => {
  vi.useFakeTimers();
  [read, seen, clicks] = [[], [], 0];
  field = document.createElement("input");
  button = document.createElement("button");
  button.addEventListener("click", () => (clicks += 1));
  document.body.append(field, button);
  typedIn = false;
  const wedge = new Wedge(
    (typed) => void read.push(typed),
    () => typedIn,
  );
  stop = wedge.listen(window);
  window.addEventListener("keydown", note);
});

afterEach(() => {
  stop();
  window.removeEventListener("keydown", note);
  field.remove();
  button.remove();
  vi.useRealTimers();
});

/** One key as a browser reports it, with what it does to a field where nobody takes it. */
function press(key: string, init: KeyboardEventInit & { keyCode?: number } = {}): boolean {
  const on = document.activeElement ?? document.body;
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  Object.defineProperty(event, "timeStamp", { value: performance.now() });
  if (init.keyCode !== undefined) Object.defineProperty(event, "keyCode", { value: init.keyCode });
  const taken = !on.dispatchEvent(event);
  if (!taken && on instanceof HTMLInputElement) {
    if (key.length === 1) on.setRangeText(key, on.selectionStart ?? 0, on.selectionEnd ?? 0, "end");
    if (key === "Backspace") on.value = on.value.slice(0, -1);
  }
  on.dispatchEvent(new KeyboardEvent("keyup", { key, bubbles: true, cancelable: true }));
  return taken;
}

function type(text: string, gap: number | (() => number)) {
  for (const key of text) {
    press(key);
    vi.advanceTimersByTime(typeof gap === "number" ? gap : gap());
  }
}

const quiet = () => vi.advanceTimersByTime(1000);

describe("the pace", () => {
  it.each([5, 20, 40, 60])("of %i ms between keys is a reader's", (gap) => {
    const burst = new Burst();
    let at = 0;
    for (const letter of CARD) {
      expect(burst.keys === 0 || burst.goesOn(at)).toBe(true);
      burst.take(letter, at);
      at += gap;
    }
    expect(burst.isReaders).toBe(true);
  });

  it.each([120, 150, 300])("of %i ms is a person's", (gap) => {
    const burst = new Burst();
    burst.take("a", 0);
    expect(burst.goesOn(gap)).toBe(false);
  });

  it("lies apart for both with room on either side", () => {
    expect(TOGETHER_MS).toBeGreaterThan(60);
    expect(OVER_MS).toBeGreaterThan(TOGETHER_MS);
    expect(OVER_MS).toBeLessThan(120);
  });
});

describe("a reader that is a keyboard", () => {
  it.each(["Enter", "Tab", null])("is read out wherever the focus is, ended by %s", (suffix) => {
    for (const focus of [document.body, field, button]) {
      read = [];
      field.value = "Đỗ";
      field.setSelectionRange(2, 2);
      focus.focus();
      if (focus === document.body) (document.activeElement as HTMLElement).blur();
      type(CARD, () => 5 + Math.floor(Math.random() * 56));
      if (suffix !== null) expect(press(suffix)).toBe(true);
      quiet();
      expect(read).toEqual([{ text: CARD, retouched: false }]);
      expect(field.value).toBe("Đỗ");
      // A field's own letters mean nothing to the gate, so its first two aren't hidden from it.
      if (focus !== field) expect(seen).toEqual([]);
      seen = [];
    }
    expect(clicks).toBe(0);
  });

  it("leaves no letter in the field at any moment after its sixth", () => {
    field.focus();
    field.value = "An";
    for (const [place, key] of [...CARD].entries()) {
      press(key);
      if (place + 1 >= FEWEST) expect(field.value).toBe("An");
      vi.advanceTimersByTime(20);
    }
  });

  it("tells the page that its field was given back", () => {
    const values: string[] = [];
    field.addEventListener("input", () => values.push(field.value));
    field.focus();
    field.value = "An";
    type(CARD, 20);
    quiet();
    expect(values.at(-1)).toBe("An");
  });

  it("reads two codes one after the other", () => {
    type(CARD, 10);
    press("Enter");
    vi.advanceTimersByTime(400);
    type("051190000002", 10);
    press("Enter");
    quiet();
    expect(read.map(({ text }) => text)).toEqual([CARD, "051190000002"]);
  });

  it("may send its suffix late, and it presses nothing", () => {
    button.focus();
    type(CARD, 30);
    vi.advanceTimersByTime(150);
    expect(press("Enter")).toBe(true);
    expect(read).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    expect(press("Enter")).toBe(false);
  });

  it("types capitals with Shift, which is no key of its own", () => {
    for (const key of "GD4515100000001") {
      press("Shift");
      press(key, { shiftKey: true });
      vi.advanceTimersByTime(20);
    }
    quiet();
    expect(read[0]?.text).toBe("GD4515100000001");
  });

  it("types letters by their numbers with Alt", () => {
    type("0510|", 10);
    press("Alt", { altKey: true });
    for (const digit of "0225") {
      press(digit, { altKey: true, code: `Numpad${digit}` });
      vi.advanceTimersByTime(10);
    }
    document.body.dispatchEvent(new KeyboardEvent("keyup", { key: "Alt", bubbles: true }));
    type("n|", 10);
    quiet();
    expect(read).toEqual([{ text: "0510|án|", retouched: false }]);
  });
});

describe("an input method", () => {
  it("is noticed by the Backspace that no reader presses", () => {
    field.focus();
    type("05109|Vi", 10);
    press("e");
    vi.advanceTimersByTime(3);
    press("Backspace");
    press("ê");
    vi.advanceTimersByTime(10);
    type("t|Nam", 10);
    quiet();
    expect(read).toEqual([{ text: "05109|Viêt|Nam", retouched: true }]);
    expect(field.value).toBe("");
  });

  it("is noticed by a composition, and its letters are taken back out of the field", () => {
    field.focus();
    field.value = "x";
    type("051", 10);
    for (let n = 0; n < 8; n += 1) {
      press("Process", { keyCode: 229, isComposing: n > 0 });
      vi.advanceTimersByTime(10);
    }
    field.value = "xNguyễn";
    const end = new CompositionEvent("compositionend", { bubbles: true });
    Object.defineProperty(end, "data", { value: "Nguyễn" });
    field.dispatchEvent(end);
    quiet();
    expect(read).toHaveLength(1);
    expect(read[0]?.retouched).toBe(true);
    expect(read[0]?.text).toContain("Nguyễn");
    expect(field.value).toBe("x");
  });
});

describe("a person", () => {
  it.each([120, 180, 400])("who types with %i ms between keys is never taken for a reader", (gap) => {
    field.focus();
    type("Nguyễn Văn An 0510900001", gap);
    press("Enter");
    quiet();
    expect(read).toEqual([]);
    expect(field.value).toBe("Nguyễn Văn An 0510900001");
    expect(seen.at(-1)).toBe("Enter");
  });

  it("whose fingers roll over a few keys keeps every letter, in order", () => {
    field.focus();
    type("Tra", 150);
    type("nthi", 70);
    quiet();
    type("Be", 150);
    expect(read).toEqual([]);
    expect(field.value).toBe("TranthiBe");
  });

  it("who holds a key down is none either, whether or not the system says that it repeats", () => {
    field.focus();
    for (let n = 0; n < 30; n += 1) {
      press("a", { repeat: n > 0 });
      vi.advanceTimersByTime(30);
    }
    expect(field.value).toBe("a".repeat(30));
    field.value = "";
    type("b".repeat(30), 30);
    quiet();
    expect(field.value).toBe("b".repeat(30));
    expect(read).toEqual([]);
  });

  it("presses the gate's keys, which act a moment later and once", () => {
    (document.activeElement as HTMLElement).blur();
    press("3");
    expect(seen).toEqual([]);
    quiet();
    expect(seen).toEqual(["3"]);
    press("F2");
    expect(seen).toEqual(["3", "F2"]);
  });

  it("presses Space on a button that has the focus, once", () => {
    button.focus();
    press(" ");
    quiet();
    expect(clicks).toBe(1);
  });

  it("composes letters with an input method at leisure", () => {
    field.focus();
    for (const key of "Nguyeenx") {
      press(key, { keyCode: 229, isComposing: true });
      vi.advanceTimersByTime(140);
    }
    press("Enter", { keyCode: 229, isComposing: true });
    quiet();
    expect(read).toEqual([]);
  });
});

describe("where people fill in fields", () => {
  const TEXTS = [
    "Trường Tiểu học Minh Hoạ 2, phường 5",
    "0905 123 456",
    "https://hub.quan.example:8443",
    "24/11/2026",
    "nguyenvanantranthibe",
  ];

  beforeEach(() => (typedIn = true));

  it.each(TEXTS)("%s is typed as fast as anybody likes, and is there at once", (text) => {
    field.focus();
    for (const [place, key] of [...text].entries()) {
      expect(press(key)).toBe(false);
      expect(field.value).toBe([...text].slice(0, place + 1).join(""));
      vi.advanceTimersByTime(60);
    }
    expect(press("Enter")).toBe(false);
    quiet();
    expect(read).toEqual([]);
    expect(field.value).toBe(text);
  });

  it.each([CARD, "CHOTHUB1:6BF.A0*X", "HC1:NCFOXN", "shc:/5676290952", "CHOT1:6BFOXN"])(
    "%s is a reader's all the same, and leaves nothing behind",
    (code) => {
      field.focus();
      field.value = "Đỗ";
      type(code, 20);
      expect(press("Enter")).toBe(true);
      quiet();
      expect(read.map(({ text }) => text)).toEqual([code]);
      expect(field.value).toBe("Đỗ");
    },
  );

  it("a reader is one by its pace alone where no field has the focus", () => {
    button.focus();
    type("051190000002", 20);
    quiet();
    expect(read).toHaveLength(1);
  });
});
