import { describe, expect, it } from "vitest";
import { isEnter, Keys, sizeAfter, type Act, type FormName } from "../src/screens/keys";

const press = (keys: Keys, init: KeyboardEventInit, form: FormName | null = null, now = 0) =>
  keys.read(new KeyboardEvent("keydown", init), form, now);

describe("the guard's keys", () => {
  const table: [KeyboardEventInit, Act][] = [
    [{ key: "F1" }, { do: "open", form: "badge" }],
    [{ key: "F2" }, { do: "open", form: "manual" }],
    [{ key: "F3" }, { do: "open", form: "paper" }],
    [{ key: "F4" }, { do: "open", form: "passed" }],
    [{ key: "F6" }, { do: "turn-round" }],
    [{ key: "F7" }, { do: "undo" }],
    [{ key: "F8" }, { do: "open", form: "inside" }],
    [
      { key: "3", code: "Digit3" },
      { do: "purpose", n: 3 },
    ],
    [
      { key: "9", code: "Numpad9" },
      { do: "purpose", n: 9 },
    ],
    [
      { key: "End", code: "Numpad1" },
      { do: "purpose", n: 1 },
    ],
    [{ key: "+", code: "NumpadAdd" }, { do: "one-more" }],
    [{ key: "+", code: "Equal", shiftKey: true }, { do: "one-more" }],
    [
      { key: "-", code: "NumpadSubtract" },
      { do: "open", form: "declare" },
    ],
    [{ key: " ", code: "Space" }, { do: "handled" }],
    [{ key: "Enter", code: "NumpadEnter" }, { do: "handled" }],
    [{ key: "0", code: "Numpad0" }, { do: "handled" }],
    [{ key: "Delete" }, { do: "not-admitted" }],
    [{ key: ".", code: "NumpadDecimal" }, { do: "not-admitted" }],
    [
      { key: "+", ctrlKey: true },
      { do: "size", by: 1 },
    ],
    [
      { key: "=", ctrlKey: true },
      { do: "size", by: 1 },
    ],
    [
      { key: "-", ctrlKey: true },
      { do: "size", by: -1 },
    ],
    [
      { key: "0", ctrlKey: true },
      { do: "size", by: 0 },
    ],
  ];
  it.each(table)("%o asks for %o", (init, act) => {
    expect(press(new Keys(), init)).toEqual(act);
  });

  it("on a keypad * and a digit stand for the function keys, for a while", () => {
    const keys = new Keys();
    expect(press(keys, { key: "*", code: "NumpadMultiply" }, null, 0)).toBeNull();
    expect(press(keys, { key: "2", code: "Numpad2" }, null, 1000)).toEqual({ do: "open", form: "manual" });
    expect(press(keys, { key: "2", code: "Numpad2" }, null, 1100)).toEqual({ do: "purpose", n: 2 });
    press(keys, { key: "*", code: "NumpadMultiply" }, null, 2000);
    expect(press(keys, { key: "7", code: "Numpad7" }, null, 6000)).toEqual({ do: "purpose", n: 7 });
    press(keys, { key: "*", code: "NumpadMultiply" }, null, 7000);
    expect(press(keys, { key: "9", code: "Numpad9" }, null, 7100)).toEqual({ do: "open", form: "handover" });
    press(keys, { key: "*", code: "NumpadMultiply" }, null, 8000);
    expect(press(keys, { key: "1", code: "Numpad1" }, null, 8100)).toEqual({ do: "open", form: "badge" });
  });

  it("leaves text to a form, but not to the list of purposes", () => {
    for (const key of ["3", " ", "Delete"]) expect(press(new Keys(), { key }, "manual")).toBeNull();
    expect(press(new Keys(), { key: "3" }, "purposes")).toEqual({ do: "purpose", n: 3 });
    expect(press(new Keys(), { key: "Escape" }, "manual")).toEqual({ do: "close" });
    expect(press(new Keys(), { key: "Escape" })).toBeNull();
    expect(press(new Keys(), { key: "F7" }, "manual")).toEqual({ do: "undo" });
  });

  it("does nothing while Telex composes and nothing again while a key is held", () => {
    expect(press(new Keys(), { key: "2", isComposing: true })).toBeNull();
    expect(press(new Keys(), { key: "F7", repeat: true })).toBeNull();
    expect(press(new Keys(), { key: " ", repeat: true })).toBeNull();
  });

  it("leaves Space to a button that has the focus", () => {
    const button = document.createElement("button");
    document.body.append(button);
    let act: Act | null = { do: "close" };
    button.addEventListener("keydown", (event) => (act = new Keys().read(event, null, 0)));
    button.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
    expect(act).toBeNull();
    button.dispatchEvent(new KeyboardEvent("keydown", { key: "F2", bubbles: true }));
    expect(act).toEqual({ do: "open", form: "manual" });
    button.remove();
  });

  it("tells a meant Enter from one that ends a composition", () => {
    expect(isEnter(new KeyboardEvent("keydown", { key: "Enter" }))).toBe(true);
    expect(isEnter(new KeyboardEvent("keydown", { key: "Enter", isComposing: true }))).toBe(false);
    expect(isEnter(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229 }))).toBe(false);
    expect(isEnter(new KeyboardEvent("keydown", { key: "a" }))).toBe(false);
  });

  it("keeps to three text sizes", () => {
    expect(sizeAfter("normal", 1)).toBe("large");
    expect(sizeAfter("largest", 1)).toBe("largest");
    expect(sizeAfter("normal", -1)).toBe("normal");
    expect(sizeAfter("largest", 0)).toBe("normal");
  });
});
