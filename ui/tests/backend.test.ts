import { mockConvertFileSrc, mockIPC } from "@tauri-apps/api/mocks";
import { render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { describe, expect, it, vi } from "vitest";
import App from "../src/App.svelte";
import { refusalOf, type Backend } from "../src/backend/backend";
import type { GateView } from "../src/backend/bindings";
import { PretendGate } from "../src/backend/pretend";
import { real } from "../src/backend/real";

describe("the real backend", () => {
  it("asks by the command's name with its arguments and gives its refusal on", async () => {
    const asked: unknown[] = [];
    mockIPC((command, args) => {
      asked.push([command, args]);
      if (command === "undo") throw "nothing-to-undo";
      return null;
    });
    await real.setMode("out");
    await real.decide(7, true);
    await expect(real.undo()).rejects.toBe("nothing-to-undo");
    expect(asked).toEqual([
      ["set_mode", { mode: "out" }],
      ["decide", { seq: 7, admit: true }],
      ["undo", {}],
    ]);
  });

  it("asks for each picture by an address of its own on this system", async () => {
    mockConvertFileSrc("linux");
    const first = await real.nextFrame();
    expect(first).not.toBe(await real.nextFrame());
    expect(first).toMatch(/frame/);
  });

  it("has the same surface as the pretend one", () => {
    const pretend = new PretendGate();
    for (const name of Object.keys(real)) expect(pretend).toHaveProperty(name, expect.any(Function));
  });
});

it("an answer that isn't a known word means that nothing was written", () => {
  expect(refusalOf("time-wrong")).toBe("time-wrong");
  for (const odd of ["panicked", null, new Error("ipc"), "toString"])
    expect(refusalOf(odd)).toBe("not-stored");
});

describe("the screen", () => {
  it("never lets a late answer overwrite a newer event", async () => {
    const gate = new PretendGate({ arrangement: "to-guard" });
    const old = gate.view;
    let answer: (view: GateView) => void = () => {};
    const slow: Backend = Object.assign(Object.create(gate) as PretendGate, {
      gateView: () => new Promise<GateView>((settle) => (answer = settle)),
    });
    render(App, { backend: slow });
    await tick();
    gate.set({ counters: { inside: 4, entered: 9, left: 5 } });
    await tick();
    answer(old);
    await vi.waitFor(() => expect(screen.getByTestId("counter-in").textContent).toBe("9"));
    await tick();
    expect(screen.getByTestId("counter-in").textContent).toBe("9");
  });

  it("says so when the gate doesn't answer at all", async () => {
    const gate = new PretendGate();
    const mute: Backend = Object.assign(Object.create(gate) as PretendGate, {
      gateView: () => Promise.reject(new Error("no answer")),
    });
    render(App, { backend: mute });
    await vi.waitFor(() => expect(screen.getByRole("status").textContent).toContain("Không mở được"));
  });
});
