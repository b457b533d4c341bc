import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte()],
  // The window allows no data: in its policy, so nothing may be inlined.
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 300 },
  // The window and the end-to-end tests name this port: a silent move to another would hide.
  // The pretend gate has the policies that ship, from `assets`.
  server: { port: 5173, strictPort: true, fs: { allow: [".."] } },
});
