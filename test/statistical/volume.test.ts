import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as P from "../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import { idealIn } from "../laws/support.js";
import type { Ideal, Shape } from "../laws/support.js";
import { prove } from "../symbolic/resolution/support/solve.js";
import { fittedLambda, fittedMultiplicity, volumes } from "./volume.js";

interface Plan {
  readonly shape: Shape;
  readonly seed: number;
  readonly inputs: number;
  readonly tolerance: number;
  readonly nodes: number;
  readonly depth: number;
  /** −log δ, from and to; K < ε means δ = √ε. */
  readonly window: readonly [number, number];
}

/**
 * The volume of {max |f_i| < δ} falls like δ^λ (−log δ)^{m−1}. The quadrature is deterministic: no chance of a false alarm.
 * An input counts where the quadrature is settled, which is judged without the solver's λ: fewer nodes, and for m = 1
 * half the window, give the same exponent within the tolerance (poles close to the first one would spoil the fit).
 */
describe("volumes by quadrature fit (λ, m) and reject their neighbours", () => {
  test.each<Plan>([
    {
      shape: { variables: 2, degree: 6, terms: 3, generators: 3 },
      seed: 51,
      inputs: 30,
      tolerance: 0.02,
      nodes: 500,
      depth: 60,
      window: [19.6, 27.6],
    },
    {
      shape: { variables: 3, degree: 4, terms: 3, generators: 2 },
      seed: 52,
      inputs: 20,
      tolerance: 0.03,
      nodes: 60,
      depth: 45,
      window: [12, 22],
    },
  ])("$inputs ideals in $shape.variables variables", (plan) => {
    const { shape, inputs, tolerance, nodes, depth, window } = plan;
    const thresholds = Array.from({ length: 5 }, (_, k) => Math.exp(-window[0] - ((window[1] - window[0]) * k) / 4));
    let settled = 0;
    for (const ideal of fc.sample(idealIn(shape), { seed: plan.seed, numRuns: 10 * inputs })) {
      if (settled === inputs) break;
      if (variablesOf(ideal) < shape.variables) continue;
      const { upper, exact } = prove(ideal, 100_000);
      if (!exact) continue;
      const { multiplicity } = upper;
      const fine = volumes(ideal, shape.variables, thresholds, { nodes, depth });
      const coarse = volumes(ideal, shape.variables, thresholds, { nodes: (2 * nodes) / 3, depth });
      const fitted = fittedLambda(thresholds, fine, multiplicity);
      const onCoarse = fittedLambda(thresholds, coarse, multiplicity);
      const drift =
        fittedLambda(thresholds.slice(0, 3), fine.slice(0, 3), multiplicity) -
        fittedLambda(thresholds.slice(2), fine.slice(2), multiplicity);
      if (Math.abs(onCoarse - fitted) > tolerance * fitted) continue;
      if (multiplicity === 1 && Math.abs(drift) > (tolerance * fitted) / 4) continue;
      settled++;
      const lambda = Q.toNumber(upper.lambda);
      const text = `${ideal.map((g) => P.format(g, ["x", "y", "z", "u"])).join(", ")}: λ = ${lambda}, m = ${multiplicity}`;
      expect(Math.abs(fitted / lambda - 1), `${text}; fitted λ = ${fitted}`).toBeLessThan(tolerance);
      const power = fittedMultiplicity(thresholds, fine, lambda);
      expect(Math.abs(power - multiplicity), `${text}; fitted m = ${power}`).toBeLessThan(0.5);
    }
    expect(settled).toBe(inputs);
  });
});

function variablesOf(ideal: Ideal): number {
  return new Set(ideal.flatMap(P.variablesOf)).size;
}
