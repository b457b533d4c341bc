import type { Words } from "../words/vi";
import type { HubWords } from "../words/hub";
import type { Shown } from "./bindings";

/** Members of an entry's line that the book shows; a newer program may write others. */
interface Line {
  kind?: string;
  gate?: number;
  direction?: string;
  verdict?: string;
  document?: string;
  reasons?: string[];
  count?: number;
  source?: string;
  happened?: { at: string };
  /** The commitment to the personal data. */
  subject?: string;
}

export interface Row {
  key: string;
  kind: string;
  gate: number | null;
  direction: string;
  verdict: string;
  document: string;
  name: string;
  year: string;
  purpose: string;
  reasons: string;
  /** Typed in from the paper book. */
  paper: boolean;
  /** That its personal data is gone for good, and why; empty where it isn't. */
  gone: string;
}

function known(words: Record<string, string>, word: string | undefined): string {
  return word === undefined ? "" : (words[word] ?? word);
}

interface Identity {
  name?: string;
  birth_year?: number;
  last4?: string;
}

/** An entry in words. What a newer program wrote stands as it is. */
export function rowOf(shown: Shown, words: HubWords, gate: Words): Row {
  const line = (shown.line ?? {}) as Line;
  const subject = (shown.subject ?? {}) as {
    identity?: Identity;
    note?: { purpose?: number | string; note?: string };
  };
  const { identity, note } = subject;
  const purpose = note?.purpose;
  const people = line.count !== undefined ? words.book.people(line.count) : "";
  const last4 = identity?.last4 === undefined ? "" : ` …${identity.last4}`;
  return {
    key: `${shown.device} ${shown.branch} ${shown.seq}`,
    kind: known(words.book.kinds, line.kind),
    gate: line.gate ?? null,
    direction: known(words.book.directions, line.direction),
    verdict: known(words.book.verdicts, line.verdict),
    document: known(gate.kind as Record<string, string>, line.document),
    name: identity?.name === undefined ? people : `${identity.name}${last4}`,
    year: identity?.birth_year === undefined ? "" : String(identity.birth_year),
    purpose: [typeof purpose === "number" ? gate.purposes[purpose - 1] : purpose, note?.note]
      .filter((text) => text !== undefined)
      .join(" · "),
    reasons: (line.reasons ?? [])
      .map((code) => known(gate.reason as Record<string, string>, code))
      .join(", "),
    paper: line.source === "paper",
    gone: known({ erased: words.book.erased, purged: words.book.purged }, shown.gone),
  };
}

/** Whether there is anything left that could be erased, here or at its post. */
export function isErasable(shown: Shown): boolean {
  return shown.gone === undefined && typeof (shown.line as Line | null)?.subject === "string";
}

/** Whether a number names who it is about: then other entries may be about the same person. */
export function namesPerson(shown: Shown): boolean {
  const identity = shown.subject?.["identity"] as { person?: string } | null | undefined;
  return identity?.person !== undefined;
}
