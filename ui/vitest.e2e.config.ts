import { defineConfig } from "vitest/config";

// The screens in a real browser on `pretend.ts`, built as for the window and served under its policy.
export default defineConfig({
  test: {
    environment: "node",
    include: ["e2e/**/*.e2e.ts"],
    globalSetup: "e2e/preview.ts",
    reporters: ["default", "./e2e/closing-line.ts"],
    fileParallelism: false,
    // A hang, not a slow machine: some tests look at every verdict with axe, several seconds each.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
