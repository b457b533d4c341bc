import declarationToday from "../../../assets/policies/declaration-today.json?raw";
import eitherOfTwo from "../../../assets/policies/everybody-declares-or-certifies.json?raw";
import everybodyDeclares from "../../../assets/policies/everybody-declares-today.json?raw";
import identityOnly from "../../../assets/policies/identity-only.json?raw";
import twoDoses from "../../../assets/policies/two-doses-recovered-or-pcr.json?raw";
import type {
  PolicyView,
  QuestionView,
  QuestionWord,
  SampleWord,
  TrialForm,
  TrialView,
  TrustView,
  WordsView,
} from "./bindings";

/** What the pretend gate knows of policies and trust lists: their shape, not the judging, which is the real gate's. */

/** What a guard asks of whoever declares under a policy; the questions in words are the real gate's. */
export function declaringOf(text: string): QuestionView[] | null {
  const rule = (JSON.parse(text) as PolicyFile).rules[0];
  if (!rule?.needs.includes("declaration")) return null;
  return (rule.declaration?.no_to ?? []).map((question) => ({ question, words: asked[question] }));
}

const asked: Record<QuestionWord, WordsView> = {
  fever: { vi: "Có sốt không?", en: "Any fever?" },
  cough: { vi: "Có ho không?", en: "Any cough?" },
  "short-breath": { vi: "Có khó thở không?", en: "Any shortness of breath?" },
  pneumonia: { vi: "Có viêm phổi không?", en: "Any pneumonia?" },
  "sore-throat": { vi: "Có đau họng không?", en: "A sore throat?" },
  tired: { vi: "Có mệt mỏi không?", en: "Unusual tiredness?" },
  travel: { vi: "Có đi tỉnh khác hoặc nước khác không?", en: "Been in another province or country?" },
  "met-patient": {
    vi: "Có tiếp xúc với người bệnh hoặc nghi mắc bệnh không?",
    en: "Contact with somebody ill or suspected to be?",
  },
  "met-traveller": {
    vi: "Có tiếp xúc với người từ nơi đang có bệnh không?",
    en: "Contact with somebody from an affected place?",
  },
  "met-symptoms": {
    vi: "Có tiếp xúc với người có triệu chứng (sốt, ho, khó thở) không?",
    en: "Contact with somebody with symptoms (fever, cough, short breath)?",
  },
};

interface PolicyFile {
  id: string;
  name: WordsView;
  sentence: WordsView;
  rules: {
    needs: string;
    declaration?: { no_to?: QuestionWord[] };
    then?: { missing?: TrialView["action"] };
  }[];
}

export function rulesOf(own: ReadonlyMap<string, string>, active: string): PolicyView[] {
  const shipped = [identityOnly, declarationToday, everybodyDeclares, eitherOfTwo, twoDoses];
  const texts = new Map(shipped.map((text) => [(JSON.parse(text) as PolicyFile).id, text]));
  for (const [id, text] of own) texts.set(id, text);
  return [...texts].map(([id, text]) => {
    const { name, sentence } = JSON.parse(text) as PolicyFile;
    return { id, name, sentence, own: own.has(id), active: id === active, text };
  });
}

const identities: SampleWord[] = ["card", "staff-badge"];
const declarations: SampleWord[] = ["declaration-today", "declaration-yesterday"];

/** Says which documents are missing; what a document has to say, only the real gate knows. */
export function tryOn(form: TrialForm): TrialView {
  const empty: TrialView = {
    problem: null,
    kind: null,
    action: "admit",
    reasons: [],
    missing: [],
    rules: [],
  };
  let policy: PolicyFile;
  try {
    policy = JSON.parse(form.policy) as PolicyFile;
  } catch {
    return { ...empty, problem: { vi: "Dòng 1: viết chưa đúng", en: "line 1: it isn't JSON" } };
  }
  if (!/^[a-z0-9-]{1,60}$/.test(policy.id)) {
    const vi = '"id" gồm 1 đến 60 chữ thường không dấu, số và gạch nối';
    return { ...empty, problem: { vi, en: '"id" has to be 1 to 60 small letters, digits and hyphens' } };
  }
  const rule = policy.rules[0];
  if (!rule) return empty;
  const has = (sort: SampleWord[]) => form.samples.some((sample) => sort.includes(sample));
  const card = form.code?.includes("|") ?? false;
  const wanted: [TrialView["missing"][number], boolean, WordsView][] = [
    ["identity", has(identities) || card, { vi: "Giấy tờ tùy thân", en: "ID document" }],
  ];
  if (rule.needs === "identity-and-declaration")
    wanted.push([
      "declaration",
      has(declarations),
      { vi: "Tờ khai làm trong ngày", en: "Declaration made today" },
    ]);
  const others = form.samples.some((sample) => ![...identities, ...declarations].includes(sample));
  if (rule.needs === "identity-and-declaration-or-certificate")
    wanted.push([
      "declaration-or-certificate",
      has(declarations) || others,
      { vi: "Tờ khai hoặc giấy chứng nhận", en: "Declaration or certificate" },
    ]);
  if (rule.needs === "identity-and-certificate") {
    wanted.push(["certificate", others, { vi: "Giấy chứng nhận", en: "Certificate" }]);
  }
  const missing = wanted.filter(([, met]) => !met).map(([need]) => need);
  return {
    ...empty,
    kind: card ? "citizen-card" : null,
    action: missing.length === 0 ? "admit" : (rule.then?.missing ?? "look"),
    reasons: missing.length === 0 ? [] : ["document-missing"],
    missing,
    rules: wanted.map(([, met, words]) => ({
      met,
      words: met ? words : { vi: `${words.vi}: chưa có`, en: `${words.en}: not shown` },
    })),
  };
}

/** Reads what a test hands over as a list: `{"number", "issued", "countries"}`; an older one is refused. */
export function trustOf(file: string, now: TrustView, at: number): TrustView | { problem: WordsView } {
  let list: { number: number; issued: number; countries: Record<string, number> };
  try {
    list = JSON.parse(file) as typeof list;
  } catch {
    return { problem: { vi: "Tệp này không phải danh sách tin cậy", en: "this is no trust list" } };
  }
  if (now.number !== null && list.number <= now.number) {
    const vi = `Danh sách số ${list.number} cũ hơn danh sách đang dùng`;
    return { problem: { vi, en: `list ${list.number} is older than the one in use` } };
  }
  const days = Math.floor((at - list.issued) / 86_400_000);
  return {
    number: list.number,
    issued: list.issued,
    days,
    old: days > 30,
    countries: Object.entries(list.countries).map(([country, keys]) => ({ country, keys })),
    healthIssuers: 2,
    roots: 1,
    revoked: 3,
  };
}
