import type { DoneView, GiveForm, KeyCodeView, LookedView, UnitKeyView, WordsView } from "./bindings";

/** What the pretend gate knows of the unit's key: the texts and their refusals, not the sealing, which is the real gate's. */

const wrong = (vi: string, en: string): { problem: WordsView } => ({ problem: { vi, en } });

const own = "CHOTASK1:own";
const notAsking = wrong("Đây không phải mã xin khoá", "that isn't what a new post asks with");

/** Looks like a code; only its three squares are one's. */
export function modules(text: string): string[] {
  const side = 29;
  const square = (x: number, y: number) => {
    const [dx, dy] = [Math.min(x, side - 1 - x), Math.min(y, side - 1 - y)];
    if (dx > 7 || dy > 7 || (x > 7 && y > 7)) return null;
    const ring = Math.max(Math.abs(dx - 3), Math.abs(dy - 3));
    return ring === 3 || ring < 2;
  };
  let seed = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
  const dark = (x: number, y: number) => {
    seed = (seed * 75 + 74) % 65_537;
    return square(x, y) ?? seed % 2 === 1;
  };
  return Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => (dark(x, y) ? "1" : "0")).join(""),
  );
}

const codeOf = (text: string, digits: string): KeyCodeView => ({
  problem: null,
  text,
  digits,
  modules: modules(text),
});

export class PretendKey {
  digits = "1111 2222 3333";
  visitors = false;

  state(): UnitKeyView {
    return { problem: null, digits: this.digits, visitors: this.visitors };
  }

  ask(): KeyCodeView {
    return codeOf(own, "0123 4567 8901");
  }

  look(text: string): LookedView {
    if (text === own)
      return {
        ...wrong("Đây là mã xin khoá của chính máy này", "that is this post's own"),
        text,
        digits: "",
      };
    if (text === "CHOTASK1:old")
      return {
        ...wrong("Mã xin khoá đã quá một ngày", "it was asked for more than a day ago"),
        text,
        digits: "",
      };
    if (!text.trim().startsWith("CHOTASK1:")) return { ...notAsking, text, digits: "" };
    return { problem: null, text: text.trim(), digits: "2468 1357 9024" };
  }

  give({ code, digits }: GiveForm): KeyCodeView {
    const asked = this.look(code);
    const problem =
      asked.problem ?? (asked.digits === digits ? null : wrong("Mã vừa đổi", "another came").problem);
    return problem === null
      ? codeOf("CHOTKEY1:sealed", digits)
      : { problem, text: "", digits: "", modules: [] };
  }

  take(text: string): DoneView {
    if (!text.trim().startsWith("CHOTKEY1:"))
      return wrong("Đây không phải mã cho khoá", "that isn't what a post gives");
    if (text.trim() === "CHOTKEY1:other")
      return wrong("Mã này cho máy khác", "that was given to another post");
    if (this.visitors) return wrong("Máy này đã ghi khách", "visitors were entered here");
    this.digits = "7777 8888 9999";
    return { problem: null };
  }
}
