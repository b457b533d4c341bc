import type { GateView } from "./bindings";
import { PretendGate } from "./pretend";

/** For a plain browser: the address sets the scene (`?arrangement=to-guard&language=en`), `pretend` in the console moves it. */
export function pretendFromAddress(search: string): PretendGate {
  const asked = new URLSearchParams(search);
  const start: Record<string, unknown> = {};
  for (const key of ["mode", "preset", "arrangement", "language", "textSize", "camera", "store", "sound"]) {
    const value = asked.get(key);
    if (value !== null) start[key] = value === "none" ? null : value;
  }
  if (asked.has("demo")) start["demo"] = true;
  const gate = new PretendGate(start as Partial<GateView>);
  Object.assign(window, { pretend: gate });
  return gate;
}
