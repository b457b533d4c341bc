/** Which page an address is, and which address a page has. */

export const pageNames = [
  "overview",
  "book",
  "inside",
  "exposure",
  "report",
  "periods",
  "posts",
  "matters",
  "unit",
  "people",
] as const;
export type PageName = (typeof pageNames)[number];

export interface Where {
  page: PageName;
  /** The unit (or settled period) that the page is about; null: the user's own. */
  of: string | null;
}

/** Pages that are about one unit. */
export const ofUnit: ReadonlySet<PageName> = new Set([
  "book",
  "inside",
  "exposure",
  "report",
  "periods",
  "posts",
  "unit",
]);

/** null: there is no such page. */
export function readWhere(path: string): Where | null {
  const [page = "", of = "", more] = path.split("/").filter((part) => part !== "");
  if (page === "") return { page: "overview", of: null };
  const known = pageNames.find((name) => name === page);
  if (known === undefined || more !== undefined) return null;
  return { page: known, of: of === "" ? null : of };
}

export function writeWhere({ page, of }: Where): string {
  return of === null ? `/${page}` : `/${page}/${of}`;
}
