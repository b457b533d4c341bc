import type { ActionWord, PartyWord, QuestionWord } from "../backend/bindings";

/** A policy's file as the rules page edits it; the gate checks it again and has the last word. */
export interface Policy {
  v: 1;
  id: string;
  name: { vi: string; en: string };
  sentence: { vi: string; en: string };
  order?: string;
  rules: Rule[];
  certlogic?: unknown[];
  value_sets?: Record<string, string[]>;
  used_again_hours?: number;
}

export const needs = [
  "identity",
  "identity-and-declaration",
  "identity-and-certificate",
  "identity-and-declaration-or-certificate",
  "any",
] as const;
export type Needs = (typeof needs)[number];

export const asksDeclaration = (needs: Needs) =>
  needs === "identity-and-declaration" || needs === "identity-and-declaration-or-certificate";
export const asksCertificate = (needs: Needs) =>
  needs === "identity-and-certificate" || needs === "identity-and-declaration-or-certificate";

export type Cause = "missing" | "unmet" | "expired" | "unknown" | "forged" | "revoked";
export const causes: Cause[] = ["missing", "unmet", "expired", "unknown", "forged", "revoked"];
export const actions: ActionWord[] = ["admit", "look", "refuse"];

export interface Rule {
  visitors?: PartyWord[];
  units?: string[];
  from?: string;
  to?: string;
  needs: Needs;
  identity?: { days?: number };
  declaration?: { today?: boolean; hours?: number; no_to?: QuestionWord[] };
  certificate?: {
    against?: string;
    days?: number;
    vaccination?: { doses: number; or_whole_series?: boolean; days?: number; most_days?: number };
    recovery?: { days: number };
    test?: { pcr_hours?: number; rapid_hours?: number };
    certlogic?: boolean;
  };
  then: Record<Cause, ActionWord>;
}

/** A rule as a form holds it: every field is there, numbers are text. */
export interface RuleDraft {
  visitors: Record<PartyWord, boolean>;
  units: string;
  from: string;
  to: string;
  needs: Needs;
  identityDays: string;
  today: boolean;
  declarationHours: string;
  noTo: QuestionWord[];
  certificateDays: string;
  against: string | undefined;
  doses: string;
  wholeSeries: boolean;
  doseDays: string;
  doseMostDays: string;
  recovered: string;
  pcr: string;
  rapid: string;
  certlogic: boolean;
  then: Record<Cause, ActionWord>;
}

export interface PolicyDraft {
  id: string;
  nameVi: string;
  nameEn: string;
  sentenceVi: string;
  sentenceEn: string;
  order: string;
  usedAgain: string;
  rules: RuleDraft[];
  logic: string;
  valueSets: Record<string, string[]> | undefined;
}

const text = (value: number | undefined) => (value === undefined ? "" : String(value));

export function freshRule(): RuleDraft {
  return ruleDraft({
    needs: "identity",
    then: {
      missing: "look",
      unmet: "look",
      expired: "look",
      unknown: "look",
      forged: "look",
      revoked: "look",
    },
  });
}

function ruleDraft(rule: Rule): RuleDraft {
  const { identity, declaration, certificate } = rule;
  return {
    visitors: {
      visitor: rule.visitors?.includes("visitor") ?? false,
      staff: rule.visitors?.includes("staff") ?? false,
      pupil: rule.visitors?.includes("pupil") ?? false,
    },
    units: (rule.units ?? []).join(" "),
    from: rule.from ?? "",
    to: rule.to ?? "",
    needs: rule.needs,
    identityDays: text(identity?.days),
    today: declaration?.today ?? false,
    declarationHours: text(declaration?.hours),
    noTo: declaration?.no_to ?? [],
    certificateDays: text(certificate?.days),
    against: certificate?.against,
    doses: text(certificate?.vaccination?.doses),
    wholeSeries: certificate?.vaccination?.or_whole_series ?? false,
    doseDays: text(certificate?.vaccination?.days),
    doseMostDays: text(certificate?.vaccination?.most_days),
    recovered: text(certificate?.recovery?.days),
    pcr: text(certificate?.test?.pcr_hours),
    rapid: text(certificate?.test?.rapid_hours),
    certlogic: certificate?.certlogic ?? false,
    then: { ...rule.then },
  };
}

export function draftOf(file: string): PolicyDraft {
  const policy = JSON.parse(file) as Policy;
  return {
    id: policy.id,
    nameVi: policy.name.vi,
    nameEn: policy.name.en,
    sentenceVi: policy.sentence.vi,
    sentenceEn: policy.sentence.en,
    order: policy.order ?? "",
    usedAgain: String(policy.used_again_hours ?? 24),
    rules: policy.rules.map(ruleDraft),
    logic: policy.certlogic?.length ? JSON.stringify(policy.certlogic, null, 2) : "",
    valueSets: policy.value_sets,
  };
}

/** A typed number; what isn't one goes through as it is typed, so that the gate names it. */
function number(typed: string): number | undefined {
  const digits = typed.trim();
  if (digits === "") return undefined;
  return /^\d+$/.test(digits) ? Number(digits) : (digits as unknown as number);
}

/** Without members that say nothing. */
function said<T extends object>(members: T): T | undefined {
  const kept = Object.entries(members).filter(([, value]) => value !== undefined && value !== false);
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as T);
}

function ruleOf(draft: RuleDraft): Rule {
  const parties = (Object.keys(draft.visitors) as PartyWord[]).filter((party) => draft.visitors[party]);
  const units = draft.units.split(/\s+/).filter((unit) => unit !== "");
  const doses = number(draft.doses);
  const recovered = number(draft.recovered);
  const vaccination =
    doses === undefined
      ? undefined
      : said({
          doses,
          or_whole_series: draft.wholeSeries,
          days: number(draft.doseDays),
          most_days: number(draft.doseMostDays),
        });
  const certificate = asksCertificate(draft.needs)
    ? said({
        against: draft.against,
        days: number(draft.certificateDays),
        vaccination,
        recovery: recovered === undefined ? undefined : { days: recovered },
        test: said({ pcr_hours: number(draft.pcr), rapid_hours: number(draft.rapid) }),
        certlogic: draft.certlogic,
      })
    : undefined;
  const declaration = asksDeclaration(draft.needs)
    ? said({
        today: draft.today,
        hours: number(draft.declarationHours),
        no_to: draft.noTo.length === 0 ? undefined : draft.noTo,
      })
    : undefined;
  return said({
    visitors: parties.length === 0 ? undefined : parties,
    units: units.length === 0 ? undefined : units,
    from: draft.from.trim() || undefined,
    to: draft.to.trim() || undefined,
    needs: draft.needs,
    identity: draft.needs === "any" ? undefined : said({ days: number(draft.identityDays) }),
    declaration,
    certificate,
    then: draft.then,
  }) as Rule;
}

/** The policy's file; null where the CertLogic part is no JSON. */
export function fileOf(draft: PolicyDraft): string | null {
  let certlogic: unknown;
  try {
    certlogic = draft.logic.trim() === "" ? undefined : JSON.parse(draft.logic);
  } catch {
    return null;
  }
  const policy = said({
    v: 1,
    id: draft.id.trim(),
    name: { vi: draft.nameVi.trim(), en: draft.nameEn.trim() },
    sentence: { vi: draft.sentenceVi.trim(), en: draft.sentenceEn.trim() },
    order: draft.order.trim() || undefined,
    rules: draft.rules.map(ruleOf),
    certlogic,
    value_sets: draft.valueSets,
    used_again_hours: number(draft.usedAgain) ?? 0,
  });
  return JSON.stringify(policy, null, 2);
}
