import { convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Backend } from "./backend";
import { commands, type GateView } from "./bindings";

let asked = 0;

/** The gate on this machine. The only file that knows Tauri. */
export const real: Backend = {
  ...commands(invoke),
  onView: (see) => listen<GateView>("gate", (event) => see(event.payload)),
  onClosing: (asked) => listen("closing", () => asked()),
  // frame://localhost/… or, on Windows, http://frame.localhost/…; the number keeps caches out of it, and
  // the gate answers only when there is a newer picture.
  nextFrame: () => Promise.resolve(convertFileSrc(String((asked += 1)), "frame")),
};
