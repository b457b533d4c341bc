import type { InspectionForm } from "../backend/bindings";
import { dateOf, momentOf, readDay, readHour } from "./times";

/** What somebody types of an inspection. It outlives its page, so that a page that closes loses nothing. */
export class InspectionDraft {
  position = $state("");
  onDuty = $state("");
  monitors = $state(false);
  recommendations = $state("");
  reminder = $state(0);
  counts = $state(false);
  from = $state("");
  until = $state("");
  people = $state(0);

  /** On duty is who signed on there, by name. */
  constructor(onDuty: string) {
    this.onDuty = onDuty;
  }

  /** It was entered: the next one begins. */
  begin(onDuty: string): void {
    Object.assign(this, { position: "", onDuty, monitors: false, recommendations: "", reminder: 0 });
    Object.assign(this, { counts: false, from: "", until: "", people: 0 });
  }

  /** As the gate takes it; null where its times are none. */
  form(zone: string): InspectionForm | null {
    const sample = this.counts ? this.#sampled(zone) : null;
    if (this.counts && sample === null) return null;
    const { position, onDuty, monitors, recommendations } = this;
    return { position, onDuty, monitors, recommendations, reminder: Math.trunc(this.reminder), sample };
  }

  /** Today's, or null where it is none. */
  #sampled(zone: string): InspectionForm["sample"] {
    const [first, last] = [readHour(this.from), readHour(this.until)];
    const written = dateOf(Date.now(), zone);
    const today = readDay(written, written);
    if (first === null || last === null || today === null) return null;
    const at = (hour: string) => momentOf(today, hour, zone);
    const sample = { from: at(first), until: at(last), people: Math.trunc(this.people) };
    return sample.from < sample.until ? sample : null;
  }
}
