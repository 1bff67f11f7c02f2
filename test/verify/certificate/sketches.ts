/** Cells in short, and the rules applied to them. */
import { describe, expect, test } from "vitest";
import { unlimited } from "../../../src/symbolic/algebra/budget.js";
import type { Power } from "../../../src/symbolic/algebra/gcd.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import type { ProofNode } from "../../../src/symbolic/resolution/certificate.js";
import { known, normal, read } from "../../../src/verify/certificate/cell.js";
import type { Cell, Role, Scope } from "../../../src/verify/certificate/cell.js";
import { apply as follow } from "../../../src/verify/certificate/rules.js";
import type { Step } from "../../../src/verify/certificate/step.js";

const names = ["x", "y", "z"];
const scope: Scope = { names: new Map(names.map((name, i) => [name, i])), budget: unlimited() };

export interface Sketch {
  /** Z zero, F free, N free and a nonzero polynomial, D dependent, O opaque, - none; for x, y, z. */
  readonly roles: string;
  /** The exponents of x, y, z among the powers. */
  readonly kappa?: readonly number[];
  readonly h?: readonly number[];
  readonly generators?: readonly string[];
  readonly powers?: readonly (readonly [factor: string, multiplicity: number])[];
  readonly nonzero?: readonly string[];
  readonly equations?: readonly string[];
  readonly relations?: readonly string[];
}

export function cellOf({
  roles,
  kappa = [0, 0, 0],
  h = [0, 0, 0],
  generators = ["x"],
  powers = [],
  nonzero = [],
  equations = [],
  relations = [],
}: Sketch): Cell {
  const named: Readonly<Record<string, Role>> = { Z: "zero", F: "free", N: "free", D: "dependent", O: "opaque" };
  const all: Cell = {
    scope,
    roles: Array.from(roles, (letter) => named[letter]),
    h,
    generators: [],
    powers: [],
    nonzero: [],
    equations: [],
    relations: [],
    constants: [],
  };
  const polynomial = (text: string) => read(text, all, [...known, "opaque"]);
  const list = (texts: readonly string[]) => texts.map(polynomial);
  return normal({
    ...all,
    generators: list(generators),
    powers: [
      ...powers.map(([text, multiplicity]) => ({ factor: polynomial(text), multiplicity })),
      ...powersOfVariables(kappa),
    ],
    nonzero: [...list(nonzero), ...names.flatMap((_, x) => (roles[x] === "N" ? [P.variable(x)] : []))],
    equations: list(equations),
    relations: list(relations),
  });
}

/** x^κ. */
export function powersOfVariables(kappa: readonly number[]): Power[] {
  return kappa.map((multiplicity, x) => ({ factor: P.variable(x), multiplicity }));
}

export function apply(on: Cell, proof: ProofNode): Step {
  return follow(proof, on);
}

/** Each step is refused, for this reason. */
export function refuses(steps: readonly [name: string, on: Sketch, proof: ProofNode, reason: RegExp][]): void {
  describe("refused", () => {
    test.each(steps)("%s", (_, sketch, proof, reason) => {
      expect(() => apply(cellOf(sketch), proof)).toThrow(
        expect.objectContaining({ message: expect.stringMatching(reason) as unknown }),
      );
    });
  });
}
