/** Which page an address is, and which address a page has. */

export const pageNames = [
  "overview",
  "book",
  "inside",
  "exposure",
  "report",
  "periods",
  "places",
  "adoption",
  "asking",
  "posts",
  "matters",
  "unit",
  "people",
] as const;
export type PageName = (typeof pageNames)[number];

/** Both ends counted: "2026-03-02". */
export interface Days {
  from: string;
  to: string;
}

export interface Where {
  page: PageName;
  /** The unit (or settled period) that the page is about; null: the user's own. */
  of: string | null;
  /** Of the book: its entries without a day that were received on these days. */
  undated?: Days;
}

/** Pages that are about one unit. */
export const ofUnit: ReadonlySet<PageName> = new Set([
  "book",
  "inside",
  "exposure",
  "report",
  "periods",
  "asking",
  "posts",
  "unit",
]);

/** null: there is no such page. */
export function readWhere(path: string, search: string = ""): Where | null {
  const [page = "", of = "", more] = path.split("/").filter((part) => part !== "");
  if (page === "") return { page: "overview", of: null };
  const known = pageNames.find((name) => name === page);
  if (known === undefined || more !== undefined) return null;
  const asked = new URLSearchParams(search).get("undated");
  const days = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(asked ?? "");
  const undated = known === "book" && days !== null ? { from: days[1] ?? "", to: days[2] ?? "" } : undefined;
  return { page: known, of: of === "" ? null : of, ...(undated && { undated }) };
}

export function writeWhere({ page, of, undated }: Where): string {
  const path = of === null ? `/${page}` : `/${page}/${of}`;
  return undated === undefined ? path : `${path}?undated=${undated.from}..${undated.to}`;
}
