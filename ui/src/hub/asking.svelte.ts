import { refusedOf, type Refused } from "./api";

/** One question to the hub at a time: what came, or why nothing did. A newer question makes an older answer void. */
export class Asking<T> {
  value: T | null = $state.raw(null);
  refused: Refused | null = $state.raw(null);
  busy = $state(false);
  private asked = 0;

  async run(ask: () => Promise<T>): Promise<T | null> {
    this.asked += 1;
    const mine = this.asked;
    this.busy = true;
    this.refused = null;
    try {
      const came = await ask();
      if (mine !== this.asked) return null;
      this.value = came;
      return came;
    } catch (thrown) {
      if (mine === this.asked) this.refused = refusedOf(thrown);
      return null;
    } finally {
      if (mine === this.asked) this.busy = false;
    }
  }
}
