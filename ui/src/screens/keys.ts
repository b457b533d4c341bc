import type { TextSizeWord } from "../backend/bindings";

/** The pages of the admin. */
export type AdminPage =
  | "book"
  | "privacy"
  | "lists"
  | "places"
  | "house"
  | "targets"
  | "rules"
  | "trust"
  | "key"
  | "staff"
  | "backup"
  | "program";

export type FormName =
  | "names"
  | "manual"
  | "paper"
  | "passed"
  | "inside"
  | "handover"
  | "purposes"
  | "devices"
  | "count"
  | "roll"
  | "badge"
  | "declare";

/** What a key asks for. */
export type Act =
  | { do: "open"; form: FormName }
  | { do: "close" }
  | { do: "turn-round" }
  | { do: "undo" }
  | { do: "same-as" }
  | { do: "admin" }
  /** Held for two seconds it calls the roll. */
  | { do: "hold-roll" }
  | { do: "purpose"; n: number }
  /** One more of a group walks in. */
  | { do: "one-more" }
  | { do: "handled" }
  | { do: "not-admitted" }
  | { do: "size"; by: -1 | 0 | 1 };

/** A keypad has no function keys: * and then the digit stands for them. */
const STAR_MS = 3000;

const functionKeys: Record<string, Act> = {
  F1: { do: "open", form: "badge" },
  F2: { do: "open", form: "manual" },
  F3: { do: "open", form: "paper" },
  F4: { do: "open", form: "passed" },
  F5: { do: "same-as" },
  F6: { do: "turn-round" },
  F7: { do: "undo" },
  F8: { do: "open", form: "inside" },
  F9: { do: "open", form: "handover" },
  F10: { do: "open", form: "devices" },
  F11: { do: "admin" },
  F12: { do: "hold-roll" },
};

const sizeKeys: Record<string, -1 | 0 | 1> = { "+": 1, "=": 1, "-": -1, _: -1, "0": 0 };

const onControl = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("button, a, input, select, textarea") !== null;

/** Enter that a person meant: one that ends a Telex composition is the input method's. */
export function isEnter(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.isComposing && event.keyCode !== 229;
}

/** The guard's keys, on a keyboard or a numeric keypad. */
export class Keys {
  #starUntil = 0;

  /** The act of a key press, or null: then the key keeps its ordinary meaning. */
  read(event: KeyboardEvent, form: FormName | null, now: number): Act | null {
    if (event.isComposing || event.altKey || event.metaKey) return null;
    if (event.ctrlKey) {
      const by = sizeKeys[event.key];
      return by === undefined ? null : { do: "size", by };
    }
    const byFunctionKey = functionKeys[event.key];
    // A held key must not undo one entry after another.
    if (byFunctionKey) return event.repeat ? null : byFunctionKey;
    if (event.key === "Escape") return form === null ? null : { do: "close" };
    // The list of purposes only explains the digits; the others take text.
    const typing = form !== null && form !== "purposes";
    return typing || event.repeat ? null : this.#plain(event, now);
  }

  #plain(event: KeyboardEvent, now: number): Act | null {
    if (event.key === "*") {
      this.#starUntil = now + STAR_MS;
      return null;
    }
    // By its code a keypad's digit is one with or without Num Lock.
    const digit = /^Numpad([1-9])$/.exec(event.code)?.[1] ?? event.key;
    if (/^[1-9]$/.test(digit)) {
      const starred = now < this.#starUntil;
      this.#starUntil = 0;
      if (starred) return functionKeys[`F${digit}`] ?? null;
      return { do: "purpose", n: Number(digit) };
    }
    if (event.key === "+") return { do: "one-more" };
    if (event.key === "-") return { do: "open", form: "declare" };
    if (event.key === "/") return { do: "open", form: "names" };
    if (event.key === "Delete" || event.code === "NumpadDecimal") return { do: "not-admitted" };
    if (event.code === "NumpadEnter" || event.code === "Numpad0") return { do: "handled" };
    // A button that has the focus keeps its Space.
    return event.key === " " && !onControl(event.target) ? { do: "handled" } : null;
  }
}

const sizes: TextSizeWord[] = ["normal", "large", "largest"];

export function sizeAfter(size: TextSizeWord, by: -1 | 0 | 1): TextSizeWord {
  if (by === 0) return "normal";
  const at = Math.min(sizes.length - 1, Math.max(0, sizes.indexOf(size) + by));
  return sizes[at] ?? size;
}
