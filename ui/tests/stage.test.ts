import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ShownView, VerdictWord } from "../src/backend/bindings";
import { Stage } from "../src/screens/stage.svelte";
import { shown } from "./shown";

let stage: Stage;

const feed = (next: ShownView | null, rush = false) => stage.feed({ shown: next, rush }, Date.now());

beforeEach(() => {
  vi.useFakeTimers();
  stage = new Stage();
  feed(null);
});
afterEach(() => {
  stage.stop();
  vi.useRealTimers();
});

describe("the table's durations", () => {
  const rows: [VerdictWord, { full: number; panel: number }][] = [
    ["in", { full: 1200, panel: 5000 }],
    ["out", { full: 1200, panel: 5000 }],
    ["already", { full: 0, panel: 3000 }],
    ["foreign", { full: 0, panel: 4000 }],
    ["unknown", { full: 0, panel: 4000 }],
  ];
  it.each(rows)("%s fills the screen, stands in the panel and leaves", (verdict, { full, panel }) => {
    feed(shown({ verdict }));
    if (full > 0) {
      expect(stage.phase).toBe("full");
      vi.advanceTimersByTime(full - 1);
      expect(stage.phase).toBe("full");
      vi.advanceTimersByTime(1);
    }
    expect(stage.phase).toBe("panel");
    vi.advanceTimersByTime(panel - 1);
    expect(stage.phase).toBe("panel");
    vi.advanceTimersByTime(1);
    expect(stage.phase).toBe("idle");
    expect(stage.shown).toBeNull();
  });

  it.each([
    ["look", 3000],
    ["refuse", 2500],
  ] as const)("%s stays in the panel until somebody answers", (verdict, full) => {
    const matter = shown({ verdict });
    feed(matter);
    vi.advanceTimersByTime(full);
    expect(stage.phase).toBe("panel");
    vi.advanceTimersByTime(3_600_000);
    expect(stage.phase).toBe("panel");
    feed({ ...matter, open: false });
    expect(stage.phase).toBe("idle");
  });
});

it("at rush hour full-bleed is half a second, a refusal's never", () => {
  feed(shown({ verdict: "in" }), true);
  vi.advanceTimersByTime(500);
  expect(stage.phase).toBe("panel");
  feed(shown({ id: 2, verdict: "look" }), true);
  vi.advanceTimersByTime(500);
  expect(stage.phase).toBe("panel");
  feed(shown({ id: 3, verdict: "refuse" }), true);
  vi.advanceTimersByTime(2499);
  expect(stage.phase).toBe("full");
  vi.advanceTimersByTime(1);
  expect(stage.phase).toBe("panel");
});

it("the next code replaces any verdict at once", () => {
  for (const [id, verdict] of (["look", "in", "refuse", "out", "already", "in"] as const).entries()) {
    feed(shown({ id: id + 1, verdict }));
    expect(stage.shown?.verdict).toBe(verdict);
  }
});

it("the name goes after eight seconds", () => {
  feed(shown({ verdict: "look" }));
  vi.advanceTimersByTime(7999);
  expect(stage.nameGone).toBe(false);
  vi.advanceTimersByTime(1);
  expect(stage.nameGone).toBe(true);
  feed(shown({ id: 2, verdict: "in" }));
  expect(stage.nameGone).toBe(false);
});

it("a foreign code never covers a person's verdict and speaks when the panel is free", () => {
  feed(shown({ verdict: "in" }));
  feed(shown({ id: 2, verdict: "foreign", foreign: "bank-transfer" }));
  expect(stage.shown?.verdict).toBe("in");
  expect(stage.aside?.foreign).toBe("bank-transfer");
  vi.advanceTimersByTime(6200);
  expect(stage.shown?.verdict).toBe("foreign");
  expect(stage.aside).toBeNull();
  expect(stage.spoken).toBe(2);
});

it("a foreign code that waited too long is dropped, and a person drops it at once", () => {
  feed(shown({ verdict: "look" }));
  feed(shown({ id: 2, verdict: "unknown" }));
  vi.advanceTimersByTime(8000);
  expect(stage.aside).toBeNull();
  expect(stage.shown?.verdict).toBe("look");
  feed(shown({ id: 3, verdict: "foreign" }));
  feed(shown({ id: 4, verdict: "in" }));
  expect(stage.aside).toBeNull();
  expect(stage.shown?.verdict).toBe("in");
});

it("one foreign code replaces another", () => {
  feed(shown({ verdict: "foreign", foreign: "wi-fi" }));
  feed(shown({ id: 2, verdict: "unknown" }));
  expect(stage.shown?.verdict).toBe("unknown");
});

it("the same verdict again changes its words without starting its time anew", () => {
  feed(shown({ verdict: "in" }));
  vi.advanceTimersByTime(6000);
  feed(shown({ verdict: "in", purpose: 3 }));
  expect(stage.shown?.purpose).toBe(3);
  vi.advanceTimersByTime(200);
  expect(stage.phase).toBe("idle");
});

it("a page that opens late doesn't replay what is over, but keeps an open matter without its name", () => {
  const late = new Stage();
  late.feed({ shown: shown({ verdict: "in", at: Date.now() - 60_000 }), rush: false }, Date.now());
  expect(late.phase).toBe("idle");
  const later = new Stage();
  later.feed({ shown: shown({ verdict: "look", at: Date.now() - 60_000 }), rush: false }, Date.now());
  expect(later.phase).toBe("panel");
  expect(later.nameGone).toBe(true);
});
