import { describe } from "vitest";
import { describeLaws } from "./laws.js";

describe.each([
  { variables: 3, degree: 4, terms: 3, generators: 2 },
  { variables: 4, degree: 3, terms: 3, generators: 2 },
  { variables: 5, degree: 3, terms: 2, generators: 3 },
  { variables: 6, degree: 3, terms: 2, generators: 3 },
])("laws in $variables variables", (shape) => {
  describeLaws({ shape, runs: 15, seed: 32 + shape.variables, steps: 10_000 });
});
