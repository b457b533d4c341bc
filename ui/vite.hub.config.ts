import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The hub's pages, for a folder that `chot-hub serve --pages` reads.
export default defineConfig({
  plugins: [svelte()],
  // The hub's policy allows no data: addresses, so nothing may be inlined.
  build: {
    target: "es2022",
    outDir: "dist-hub",
    assetsInlineLimit: 0,
    rolldownOptions: { input: "hub.html" },
  },
});
