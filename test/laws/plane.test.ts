import { describe, vi } from "vitest";
import { describeLaws } from "./laws.js";

vi.setConfig({ testTimeout: 300_000 });

describe("laws in two variables", () => {
  describeLaws({ shape: { variables: 2, degree: 6, terms: 4, generators: 2 }, runs: 60, seed: 31, steps: 200_000 });
});
