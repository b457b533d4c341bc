import type { TypedForm } from "../backend/bindings";

/**
 * A reader that is a keyboard types what it reads. Its keys are told from a person's by their pace, whatever has the
 * focus: they are held back or taken back out of the field, and their text goes where a camera's goes.
 */

/** Keys so close belong together: a reader's come 5–60 ms after one another, a typist's 120 and more. */
export const TOGETHER_MS = 90;
/** Once it is clear that they are a reader's, a longer pause is its own too: no person presses a key so soon after it. */
const READERS_PAUSE_MS = 114;
/** After so long without a key a burst is over. */
export const OVER_MS = 116;
/** So many keys together are a reader's, where a digit or a sign is among them, as in every document. */
export const FEWEST = 6;
/** So many are one's even if they are all letters: nobody rolls as many off their fingers. */
export const FEWEST_LETTERS = 14;
/** From this key of a burst on, a field gets no more of it until it is clear whose it is. */
const HELD_FROM = 3;
/** A suffix that comes late is still the reader's, and presses no button. */
const SUFFIX_MS = 300;
/** A timer so late means that keys may be waiting behind it. */
const LATE_MS = 40;

/** What only a code begins with or has in it. */
const CODE = /\||^(CHOT[A-Z]*1|HC1|shc):/i;

/** Keys that came together. */
export class Burst {
  readonly #amongTyped: boolean;
  keys = 0;
  text = "";
  /** An input method was at work: a Backspace or a composition among keys that no person pressed. */
  retouched = false;
  #last = -Infinity;

  /** Where people type all the time, only what is plainly a code is a reader's. */
  constructor(amongTyped = false) {
    this.#amongTyped = amongTyped;
  }

  /** Whether a key at this moment belongs to it. */
  goesOn(at: number): boolean {
    return this.keys > 0 && at - this.#last <= (this.isReaders ? READERS_PAUSE_MS : TOGETHER_MS);
  }

  /** Takes one more key: the letter it gave, "" where it gave none, null where it took one away. */
  take(letter: string | null, at: number): void {
    this.keys += 1;
    this.#last = at;
    if (letter === null) {
      this.text = [...this.text].slice(0, -1).join("");
      this.retouched = true;
    } else this.text += letter;
  }

  /** A key that is held down repeats itself; no code is one letter throughout. */
  get isReaders(): boolean {
    if (this.#amongTyped && !CODE.test(this.text)) return false;
    const few = /[^\p{L}\p{M} ]/u.test(this.text) ? FEWEST : FEWEST_LETTERS;
    return this.keys >= few && new Set(this.text).size > 1;
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement;

const fieldOf = (target: EventTarget | null): Field | null =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !["radio", "checkbox", "button", "submit"].includes(target.type))
    ? target
    : null;

/** A field as it was before a burst began. */
class Before {
  readonly field: Field;
  readonly #value: string;
  readonly #from: number | null;
  readonly #to: number | null;

  constructor(field: Field) {
    this.field = field;
    this.#value = field.value;
    this.#from = field.selectionStart;
    this.#to = field.selectionEnd;
  }

  restore(): void {
    if (this.field.value === this.#value) return;
    this.field.value = this.#value;
    this.field.setSelectionRange(this.#from, this.#to);
    this.field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  /** A person typed this after all, and fast. */
  add(text: string): void {
    const { field } = this;
    if (text === "") return;
    const [from, to] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true, data: text, inputType: "insertText" }));
  }
}

const modifiers = new Set(["Shift", "CapsLock", "AltGraph", "Control", "Meta", "NumLock", "Fn"]);

/** Listens on a window; the answer of `listen` stops it. */
export class Wedge {
  readonly #onread: (typed: TypedForm) => void;
  readonly #isTypedIn: () => boolean;
  #burst = new Burst();
  #before: Before | null = null;
  /** Held back from a field. */
  #heldText = "";
  /** Held back from buttons and the gate's keys. */
  #held: KeyboardEvent[] = [];
  #released = new WeakSet<Event>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #suffixUntil = -Infinity;
  /** The digits of an Alt code under way. */
  #alt = "";

  /** `isTypedIn`: the screen is one on which people fill in fields. */
  constructor(onread: (typed: TypedForm) => void, isTypedIn: () => boolean = () => false) {
    this.#onread = onread;
    this.#isTypedIn = isTypedIn;
  }

  listen(on: Window): () => void {
    const options = { capture: true };
    const listeners: [string, (event: never) => void][] = [
      ["keydown", this.#down],
      ["keyup", this.#up],
      ["compositionend", this.#composed],
      ["beforeinput", this.#input],
    ];
    for (const [name, listener] of listeners) on.addEventListener(name, listener as EventListener, options);
    return () => {
      clearTimeout(this.#timer);
      for (const [name, listener] of listeners)
        on.removeEventListener(name, listener as EventListener, options);
    };
  }

  /** Whether the field must not see what comes now. */
  get #holding(): boolean {
    if (this.#before === null) return true;
    return this.#isTypedIn() ? this.#burst.isReaders : this.#burst.keys >= HELD_FROM;
  }

  #down = (event: KeyboardEvent): void => {
    if (this.#released.has(event) || modifiers.has(event.key)) return;
    const at = event.timeStamp;
    const goesOn = this.#burst.goesOn(at);
    if (event.key === "Alt") {
      this.#alt = "";
      return;
    }
    const altDigit = event.altKey ? /^Numpad(\d)$/.exec(event.code)?.[1] : undefined;
    const composing = event.isComposing || event.keyCode === 229 || event.key === "Dead";
    if (event.repeat || event.ctrlKey || event.metaKey || (event.altKey && altDigit === undefined)) {
      this.#finish();
    } else if (altDigit !== undefined) {
      this.#alt += altDigit;
      this.#take("", event);
    } else if (composing) {
      this.#take("", event);
      if (goesOn) this.#burst.retouched = true;
    } else if (event.key.length === 1 || (event.key.length === 2 && [...event.key].length === 1)) {
      this.#take(event.key, event);
    } else if (event.key === "Backspace" && goesOn) {
      this.#take(null, event);
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.#end(event, goesOn);
    } else this.#finish();
  };

  /** A key that may be a reader's. */
  #take(letter: string | null, event: KeyboardEvent): void {
    if (!this.#burst.goesOn(event.timeStamp)) {
      this.#finish();
      const field = fieldOf(event.target);
      this.#before = field && new Before(field);
      this.#burst = new Burst(field !== null && this.#isTypedIn());
    }
    this.#burst.take(letter, event.timeStamp);
    if (this.#holding && event.cancelable) {
      swallow(event);
      if (this.#before === null) this.#held.push(event);
      else if (letter === null) this.#heldText = [...this.#heldText].slice(0, -1).join("");
      else this.#heldText += letter;
    }
    if (this.#burst.isReaders) this.#before?.restore();
    this.#wait(OVER_MS);
  }

  /** Enter or Tab: a reader's suffix, or a person's own. */
  #end(event: KeyboardEvent, goesOn: boolean): void {
    const itsSuffix = (goesOn && this.#burst.isReaders) || event.timeStamp <= this.#suffixUntil;
    if (itsSuffix) swallow(event);
    this.#finish();
  }

  #up = (event: KeyboardEvent): void => {
    if (event.key === "Alt" && this.#alt !== "") {
      const letter = String.fromCodePoint(Math.min(Number(this.#alt), 0x10ffff));
      this.#alt = "";
      this.#burst.text += letter;
      if (this.#holding) this.#heldText += letter;
    }
    // A button acts when Space is let go.
    if (this.#burst.keys > 0 && this.#holding) event.preventDefault();
  };

  #composed = (event: CompositionEvent): void => {
    if (this.#burst.keys > 0) this.#burst.text += event.data;
  };

  /** What an Alt code, or an input method that sends no keys, would still write. */
  #input = (event: InputEvent): void => {
    if (this.#before?.field === event.target && this.#holding) event.preventDefault();
  };

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#due = performance.now() + ms;
    this.#timer = setTimeout(() => {
      // The page was busy: the burst's next keys may lie in the queue behind this.
      if (performance.now() - this.#due > LATE_MS) this.#wait(LATE_MS);
      else this.#finish();
    }, ms);
  }

  /** The burst is over: it was a reader's, or what was held back of it is given back. */
  #finish(): void {
    clearTimeout(this.#timer);
    const [burst, before, heldText, held] = [this.#burst, this.#before, this.#heldText, this.#held];
    this.#burst = new Burst();
    this.#before = null;
    this.#heldText = "";
    this.#held = [];
    if (burst.keys === 0) return;
    if (burst.isReaders) {
      before?.restore();
      this.#suffixUntil = performance.now() + SUFFIX_MS;
      this.#onread({ text: burst.text, retouched: burst.retouched });
    } else {
      before?.add(heldText);
      for (const event of held) this.#release(event);
    }
  }

  /** Presses a key again that was held back, for whoever had the focus. */
  #release(event: KeyboardEvent): void {
    const { key, code, location, shiftKey, altKey } = event;
    const again = new KeyboardEvent("keydown", {
      key,
      code,
      location,
      shiftKey,
      altKey,
      bubbles: true,
      cancelable: true,
    });
    // It was pressed when it was pressed, and meant for what stood on the screen then.
    Object.defineProperty(again, "timeStamp", { value: event.timeStamp });
    this.#released.add(again);
    const target = event.target ?? document.body;
    const unhandled = target.dispatchEvent(again);
    const control = key === " " && target instanceof HTMLElement && target.closest("button, input");
    if (unhandled && control instanceof HTMLElement) control.click();
  }
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
