import { defineConfig } from "vitest/config";

/** Where .ci/run wants the machine-readable report. */
const report = process.env.TEST_REPORT;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Only what hangs may meet these, on any machine and under any load.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    pool: "forks",
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
});
