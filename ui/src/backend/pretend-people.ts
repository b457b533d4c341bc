import type { VisitorView } from "./bindings";

/** Invented people, those of the sample codes. */
export const people: VisitorView[] = [
  { visitor: "an", name: "Nguyễn Văn An", birthYear: 1990, lastFour: "0001", lastSeen: 0 },
  { visitor: "be", name: "Trần Thị Bé", birthYear: 1990, lastFour: "0002", lastSeen: 0 },
  { visitor: "cu", name: "Phạm Văn Cũ", birthYear: 1945, lastFour: "0003", lastSeen: 0 },
  { visitor: "han", name: "Nguyễn Lê Khả Hân", birthYear: 1987, lastFour: "9317", lastSeen: 0 },
  { visitor: "duc", name: "Nguyễn Văn Đức", birthYear: 1978, lastFour: "4455", lastSeen: 0 },
];

/** Search without accents, đ included. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

/** "Nguyễn Văn An" → "N. V. A". */
export function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase())
    .join(". ");
}
