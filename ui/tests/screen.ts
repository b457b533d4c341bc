import { render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { vi } from "vitest";
import App from "../src/App.svelte";
import { PretendGate } from "../src/backend/pretend";
import { OVER_MS } from "../src/screens/wedge";
import type { GateView } from "../src/backend/bindings";

/** The whole screen on a pretend gate. */
export async function openScreen(start: Partial<GateView> = {}): Promise<PretendGate> {
  const gate = new PretendGate({ arrangement: "to-guard", ...start });
  render(App, { backend: gate });
  await vi.waitFor(() => screen.getByTestId(start.arrangement === null ? "setup" : "gate"));
  await tick();
  return gate;
}

export const press = async (key: string, init: KeyboardEventInit = {}) => {
  const target = document.activeElement ?? document.body;
  const went = target.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }),
  );
  // Letters and digits are held until it is clear that no reader types them.
  if (key.length === 1) await new Promise((settle) => setTimeout(settle, OVER_MS * 3));
  await tick();
  return went;
};

export const type = async (testId: string, text: string) => {
  const field = screen.getByTestId<HTMLInputElement>(testId);
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await tick();
};

export const verdict = () => screen.getByTestId("verdict-panel").dataset["verdict"];
export const asked = (gate: PretendGate, command: string) =>
  gate.calls.filter(([name]) => name === command).map(([, ...args]) => args);

/** Once it is there. */
export const click = async (id: string) => {
  await vi.waitFor(() => screen.getByTestId(id));
  screen.getByTestId(id).click();
  await tick();
};

/** With single blanks. */
export const textOf = (id: string) => screen.getByTestId(id).textContent.replace(/\s+/g, " ").trim();
