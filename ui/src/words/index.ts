import type { LanguageWord } from "../backend/bindings";
import { en } from "./en";
import { vi, type Words } from "./vi";

export type { Words };

/** All words of the screen come from here. */
export const words: Record<LanguageWord, Words> = { vi, en };
