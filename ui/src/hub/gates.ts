/** A gate of a list that somebody made in a spreadsheet. */
export interface ListedGate {
  gate: number;
  name: string;
}

/** Reads "number,name" lines (also with semicolons, tabs, quotes and a heading). Error: the number of the first wrong line. */
export function readGates(text: string): ListedGate[] | { wrong: number } {
  const gates: ListedGate[] = [];
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [place, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const found = /^\s*"?(\d{1,6})"?\s*[,;\t]\s*(?:"((?:[^"]|"")*)"|([^,;\t]*))\s*$/.exec(line);
    const name = (found?.[2]?.replaceAll('""', '"') ?? found?.[3] ?? "").trim();
    if (found === null || name === "" || Number(found[1]) === 0) {
      // The first line may name the columns.
      if (place === 0 && !/\d/.test(line)) continue;
      return { wrong: place + 1 };
    }
    gates.push({ gate: Number(found[1]), name });
  }
  return gates;
}
