import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const onlyRealNamesTauri = {
  patterns: [{ group: ["@tauri-apps/*"], message: "Only backend/real.ts knows Tauri (law 5)." }],
};

export default ts.config(
  // Generated from src-tauri/src/view.rs and from the hub's description.
  { ignores: ["dist", "src/backend/bindings.ts", "dist-hub", "src/hub/bindings.ts"] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  { rules: { eqeqeq: "error", "no-console": "error" } },
  {
    files: ["src/**"],
    ignores: ["src/backend/real.ts"],
    rules: { "no-restricted-imports": ["error", onlyRealNamesTauri] },
  },
);
