import { describe } from "vitest";
import { describeLaws } from "./laws.js";

describe("laws in two variables", () => {
  describeLaws({ shape: { variables: 2, degree: 6, terms: 4, generators: 2 }, runs: 60, seed: 31, steps: 200_000 });
});
