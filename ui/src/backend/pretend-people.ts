import type { VisitorView } from "./bindings";

const seen = { lastSeen: 0, ofList: null, host: null };
/** Invented people, those of the sample codes. */
export const people: VisitorView[] = [
  { visitor: "an", name: "Nguyễn Văn An", birthYear: 1990, lastFour: "0001", ...seen },
  { visitor: "be", name: "Trần Thị Bé", birthYear: 1990, lastFour: "0002", ...seen },
  { visitor: "cu", name: "Phạm Văn Cũ", birthYear: 1945, lastFour: "0003", ...seen },
  { visitor: "han", name: "Nguyễn Lê Khả Hân", birthYear: 1987, lastFour: "9317", ...seen },
  { visitor: "duc", name: "Nguyễn Văn Đức", birthYear: 1978, lastFour: "4455", ...seen },
];

/** "Nguyễn Văn An" → "N. V. A". */
export function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase())
    .join(". ");
}
