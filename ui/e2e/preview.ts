import { preview } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the screens are served. */
    address: string;
  }
}

/** The window's policy (src-tauri), so that whatever it blocks is blocked here too. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
].join("; ");

/** Serves the built screens for the time of the tests. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const server = await preview({
    build: { outDir: "node_modules/.pretend" },
    preview: {
      host: "127.0.0.1",
      // Any free one.
      port: 0,
      headers: { "Content-Security-Policy": policy },
    },
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("the preview server has no address");
  project.provide("address", address);
  return () => server.close();
}
