import { render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import Preview from "../src/parts/Preview.svelte";
import { words } from "../src/words";
import { asked, openScreen, press, verdict } from "./screen";

const an = { name: "Nguyễn Văn An", birthYear: 1990, lastFour: "0001", kind: "citizen-card" } as const;

afterEach(() => vi.useRealTimers());

describe("names", () => {
  it("go from the panel after eight seconds", async () => {
    const gate = await openScreen();
    vi.useFakeTimers();
    gate.show({ verdict: "look", ...an });
    await tick();
    expect(screen.getByTestId("person").textContent).toBe("Nguyễn Văn An");
    vi.advanceTimersByTime(8000);
    await tick();
    expect(screen.getByTestId("person").textContent).toBe("N. V. A");
  });

  it("stand in full in the strip only where the screen faces the guard", async () => {
    const gate = await openScreen({ arrangement: "to-visitor" });
    gate.show({ verdict: "in", ...an });
    await tick();
    expect(screen.getByTestId("strip-row").textContent).not.toContain("Nguyễn");
    expect(screen.getByTestId("strip-row").textContent).toContain("N. V. A");
    await gate.chooseArrangement("to-guard");
    await tick();
    expect(screen.getByTestId("strip-row").textContent).toContain("Nguyễn Văn An");
  });

  it("vanish at rush hour", async () => {
    const gate = await openScreen({ rush: true });
    gate.show({ verdict: "in", ...an });
    await tick();
    expect(document.body.textContent).not.toContain("Nguyễn Văn An");
    expect(screen.getByTestId("gate").classList).toContain("rush");
  });
});

describe("open matters", () => {
  it("a look is answered with Space or Delete", async () => {
    const gate = await openScreen();
    gate.show({ verdict: "look", ...an });
    await tick();
    await press(" ");
    expect(asked(gate, "decide")).toEqual([[1, true]]);
    gate.show({ verdict: "look", ...an });
    await tick();
    await press("Delete");
    expect(asked(gate, "decide")[1]).toEqual([3, false]);
  });

  it("a refusal stays in the strip until Space acknowledges it, also behind the next verdict", async () => {
    const gate = await openScreen();
    gate.show({ verdict: "refuse", ...an });
    gate.show({ verdict: "in", name: "Trần Thị Bé" });
    await tick();
    expect(verdict()).toBe("in");
    expect(screen.getAllByTestId("strip-row").map((row) => row.dataset["open"])).toEqual(["false", "true"]);
    await press(" ");
    expect(asked(gate, "acknowledge")).toHaveLength(1);
    await tick();
    expect(screen.getAllByTestId("strip-row").map((row) => row.dataset["open"])).toEqual(["false", "false"]);
  });

  it("a key that was pressed before a matter came does not answer it", async () => {
    const gate = await openScreen();
    const pressed = press(" ");
    gate.show({ verdict: "look", ...an });
    await pressed;
    expect(asked(gate, "decide")).toEqual([]);
    await press(" ");
    expect(asked(gate, "decide")).toEqual([[1, true]]);
  });

  it("Space with nothing open says so, and Delete does nothing", async () => {
    const gate = await openScreen();
    await press("Delete");
    await press(" ");
    expect(screen.getByTestId("notice").textContent).toBe("Không có lượt nào chờ xử lý.");
    expect(gate.calls.map(([command]) => command)).not.toContain("decide");
  });
});

describe("corrections", () => {
  it("F6 turns the last entry round and F7 undoes it; too late, it says why not", async () => {
    const gate = await openScreen();
    gate.show({ verdict: "in", ...an });
    await tick();
    await press("F6");
    expect(verdict()).toBe("out");
    await press("F7");
    expect(verdict()).toBe("undone");
    await press("F7");
    await vi.waitFor(() =>
      expect(screen.getByTestId("notice").textContent).toBe(words.vi.refusal["nothing-to-undo"]),
    );
    expect(asked(gate, "undo")).toHaveLength(2);
  });

  it("a purpose is confirmed by name and stands in the strip", async () => {
    const gate = await openScreen();
    gate.show({ verdict: "in", ...an });
    await tick();
    await press("2");
    await vi.waitFor(() =>
      expect(screen.getByTestId("notice").textContent).toBe("Đã ghi việc: Gặp lãnh đạo"),
    );
    expect(screen.getByTestId("strip-row").textContent).toContain("vào · 2");
  });
});

describe("trouble", () => {
  it("the store's stays on the screen until it is mended, whatever is shown", async () => {
    const gate = await openScreen();
    gate.set({ store: "read-only" });
    await tick();
    expect(verdict()).toBe("not-stored");
    expect(screen.getByTestId("light-store").dataset["state"]).toBe("trouble");
    gate.show({ verdict: "foreign", foreign: "wi-fi" });
    await tick();
    expect(verdict()).toBe("not-stored");
    gate.set({ store: "ready" });
    gate.show({ verdict: "in", ...an });
    await tick();
    expect(verdict()).toBe("in");
  });

  it("the camera's names the deed and the fallback, with a button", async () => {
    const gate = await openScreen({ camera: "unplugged" });
    expect(screen.getByTestId("banner").textContent).toContain("dùng đầu đọc hoặc F2");
    screen.getByTestId("banner-deed").click();
    await vi.waitFor(() => expect(screen.queryByTestId("banner")).toBeNull());
    expect(asked(gate, "retry_camera")).toHaveLength(1);
  });

  it("a missing loudspeaker is a fourth light, a present one is none", async () => {
    const gate = await openScreen();
    expect(screen.queryByTestId("light-sound")).toBeNull();
    gate.set({ sound: "absent" });
    await tick();
    expect(screen.getByTestId("light-sound").textContent).toContain("Không có loa");
  });
});

it("what was painted is reported in the second animation frame after the change, once", async () => {
  const frames: FrameRequestCallback[] = [];
  vi.stubGlobal("requestAnimationFrame", (frame: FrameRequestCallback) => frames.push(frame));
  const gate = await openScreen();
  const id = gate.show({ verdict: "in", ...an });
  await tick();
  frames.shift()?.(0);
  expect(asked(gate, "painted")).toEqual([]);
  frames.shift()?.(16);
  expect(asked(gate, "painted")).toEqual([[id, expect.any(Number)]]);
  gate.set({ darkness: 0.5 });
  await tick();
  expect(frames).toEqual([]);
  vi.unstubAllGlobals();
});

describe("the preview", () => {
  it("asks for the next picture when one has arrived, and less and less often when none comes", async () => {
    vi.useFakeTimers();
    let asks = 0;
    let pictures = 0;
    const nextFrame = () => Promise.resolve(`frame-${(asks += 1)}`);
    render(Preview, {
      backend: { nextFrame },
      mirrored: true,
      darkness: 0,
      hint: null,
      live: true,
      words: words.vi,
      onpicture: () => (pictures += 1),
    });
    await vi.advanceTimersByTimeAsync(0);
    const picture = screen.getByRole("img");
    expect(asks).toBe(1);
    picture.dispatchEvent(new Event("load"));
    await vi.advanceTimersByTimeAsync(0);
    expect(asks).toBe(2);
    expect(pictures).toBe(1);
    for (const [failure, wait] of [100, 200, 500, 1000, 1000].entries()) {
      picture.dispatchEvent(new Event("error"));
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(asks).toBe(2 + failure);
      await vi.advanceTimersByTimeAsync(1);
      expect(asks).toBe(3 + failure);
    }
  });
});
