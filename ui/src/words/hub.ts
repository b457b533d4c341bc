import { hubEn } from "./hub-en";
import { hubVi, type HubWords } from "./hub-vi";

export type { HubWords };

/** All words of the hub's pages come from here and from the gate's own. */
export const hubWords: Record<"vi" | "en", HubWords> = { vi: hubVi, en: hubEn };
