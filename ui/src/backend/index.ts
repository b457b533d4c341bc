import type { Backend } from "./backend";

/** The real gate inside the window; the pretend one in a plain browser. The shipped build holds only the real one. */
export async function chooseBackend(): Promise<Backend> {
  const pretending =
    import.meta.env.MODE === "pretend" || (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window));
  if (pretending) return (await import("./pretend-address")).pretendFromAddress(location.search);
  return (await import("./real")).real;
}
