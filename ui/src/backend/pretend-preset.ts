import epidemic from "../../../assets/presets/epidemic.json?raw";
import guestBook from "../../../assets/presets/guest-book.json?raw";
import school from "../../../assets/presets/school.json?raw";
import { declaringOf, rulesOf } from "./pretend-admin";
import type {
  FieldWord,
  GateView,
  InvitationView,
  PartyWord,
  PresetForm,
  PresetsView,
  PresetWord,
  RefusalWord,
  WordsView,
} from "./bindings";

interface PresetFile {
  id: PresetWord;
  name: WordsView;
  sentence: WordsView;
  policy: string;
  fields: FieldWord[];
  screens: { invitation: InvitationView; party: PartyWord };
  keys: string[];
  purpose: WordsView;
  basis: string;
}

const files = [guestBook, school, epidemic].map((text) => JSON.parse(text) as PresetFile);
const PRACTICE_MS = 3_600_000;

/** What the gate's screen has of a preset. */
export function screenOf(id: PresetWord): Partial<GateView> {
  const file = files.find((each) => each.id === id);
  if (!file) return {};
  const { fields, keys, screens } = file;
  const asked = rulesOf(new Map(), file.policy).find(({ active }) => active);
  const policy = asked && { policyId: asked.id, policy: asked.sentence, declaring: declaringOf(asked.text) };
  return { preset: id, fields, purposes: keys, ...screens, ...policy };
}

/** Presets, drill and practice of the pretend gate. */
export class PretendPreset {
  view: PresetsView = {
    presets: files.map(({ id, name, sentence, fields, keys, purpose, basis }) => {
      return { id, name, sentence, fields, keys, purpose, basis, confirmed: null };
    }),
    chosen: "guest-book",
    from: null,
    until: null,
    order: "",
    inForce: "guest-book",
    purposes: files[0]?.keys ?? [],
    drill: false,
  };
  #now: () => number;
  #set: (change: Partial<GateView>) => void;

  constructor(now: () => number, set: (change: Partial<GateView>) => void) {
    this.#now = now;
    this.#set = set;
  }

  settle(form: PresetForm): RefusalWord | null {
    if (form.until !== null && form.from !== null && form.until < form.from) return "time-wrong";
    if (form.confirmed && form.basis.trim() === "") return "basis-missing";
    const today = new Date(this.#now()).toISOString().slice(0, 10);
    const inForce = (form.from ?? today) <= today && today <= (form.until ?? today) ? form.id : "guest-book";
    const presets = this.view.presets.map((each) =>
      each.id === form.id
        ? { ...each, confirmed: form.confirmed ? { text: form.basis, confirmed: today } : null }
        : each,
    );
    const purposes = form.purposes ?? presets.find(({ id }) => id === form.id)?.keys ?? [];
    const { from, until, order } = form;
    this.view = { ...this.view, presets, chosen: form.id, from, until, order, inForce, purposes };
    this.#set({ ...screenOf(inForce), purposes });
    return null;
  }

  drill(drill: boolean): null {
    this.view = { ...this.view, drill };
    this.#set({ drill });
    return null;
  }

  practise(on: boolean): null {
    this.#set({ practice: on ? this.#now() + PRACTICE_MS : null });
    return null;
  }
}
