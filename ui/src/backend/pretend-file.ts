import type { ColumnWord, FileForm, LinesPlanView } from "./bindings";

/** A file of people as the pretend gate reads it: rows of cells, the first of which names the columns. */

const cellsOf = ({ bytes }: FileForm) =>
  new TextDecoder()
    .decode(Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0)))
    .trim()
    .split("\n")
    .map((line) => line.split(","));

/** The rows below what names the columns, and the first ones where nobody said what the columns are. */
export function rowsOf(file: FileForm): { rows: string[][]; unknown: string[][] } {
  const cells = cellsOf(file);
  if (file.columns.length === 0)
    return /tên|name/i.test(String(cells[0]))
      ? { rows: cells.slice(1), unknown: [] }
      : { rows: [], unknown: cells.slice(0, 6) };
  const places = file.columns.flatMap((column, at) => (column === null ? [] : [at]));
  const rows = cells.slice(file.above).map((row) => places.map((at) => row[at] ?? ""));
  return { rows, unknown: [] };
}

/** What rows that are all new make of a list. */
export const planOf = (
  token: number,
  { rows, unknown }: ReturnType<typeof rowsOf>,
  columns: ColumnWord[],
): LinesPlanView => ({
  problem:
    unknown.length === 0
      ? null
      : {
          vi: "Không thấy cột họ tên: chọn ở dưới cột nào là gì",
          en: "say below what stands in which column",
        },
  token,
  columns,
  added: rows.length,
  changed: 0,
  same: 0,
  names: rows.map(([name]) => name ?? ""),
  wrong: 0,
  unlisted: [],
  unknown,
});
