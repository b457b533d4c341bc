import { preview } from "vite";

export const ADDRESS = "http://127.0.0.1:4173";

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
export default async function serve(): Promise<() => Promise<void>> {
  const server = await preview({
    build: { outDir: "node_modules/.pretend" },
    preview: {
      host: "127.0.0.1",
      port: Number(new URL(ADDRESS).port),
      strictPort: true,
      headers: { "Content-Security-Policy": policy },
    },
  });
  return () => server.close();
}
