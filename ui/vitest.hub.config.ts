import { defineConfig } from "vitest/config";

// The hub's pages in a real browser, served by a real hub on a real PostgreSQL: `cargo test` builds its stage.
export default defineConfig({
  test: {
    environment: "node",
    include: ["e2e-hub/**/*.e2e.ts"],
    reporters: ["default", "./e2e/closing-line.ts"],
    fileParallelism: false,
    // A hang, not a slow machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
