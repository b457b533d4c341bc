import type { DeclaringWords } from "./declaring-vi";

/** The words of groups on one declaration and of declaring to the guard, in English. */
export const declaringEn: DeclaringWords = {
  group: (heads, come) => `Group of ${heads}: ${come} came in`,
  groupShort: (heads, come) => `Group of ${heads}: ${come} in`,
  oneMore: "One more person",
  full: (heads) => `All ${heads} who declared are in. Whoever comes more: scan a card, F2 or F4.`,
  helping: "Declare for them",
  title: "Declare for a visitor",
  within: "Ask the visitor, within the last 14 days (tick what is answered with yes):",
  asked: "Asked; the visitor declares so",
  askedWhy: "What isn't ticked is a no.",
  untold: "Without it they are entered all the same, with “a document that the rules ask for is missing”.",
  nobody: "Nobody waits for a declaration. Have a card shown first, or enter the visitor by hand (F2).",
  save: "Keep the declaration",
  notAsked: "Ask the visitor, then tick “Asked; the visitor declares so”.",
};
