import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { Rational } from "../../../src/symbolic/algebra/rational.js";
import { minimize } from "../../../src/symbolic/algebra/simplex.js";
import type { LinearProgram, LinearProgramResult } from "../../../src/symbolic/algebra/simplex.js";

const q = (text: string): Rational => Q.parse(text) ?? Q.zero;
const small = fc
  .tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 1, max: 3 }))
  .map(([a, b]) => Q.rational(a, b));

const program = (cost: fc.Arbitrary<Rational>, variables: number, rows: number): fc.Arbitrary<LinearProgram> =>
  fc.integer({ min: 1, max: variables }).chain((n) =>
    fc.record({
      objective: fc.array(cost, { minLength: n, maxLength: n }),
      constraints: fc.array(fc.record({ row: fc.array(small, { minLength: n, maxLength: n }), atLeast: small }), {
        maxLength: rows,
      }),
    }),
  );

const dot = (a: readonly Rational[], b: readonly Rational[]): Rational =>
  a.reduce((sum, x, i) => Q.add(sum, Q.multiply(x, b[i] ?? Q.zero)), Q.zero);

/** Strong duality: together these prove `value` optimal without any trust in the method. */
function expectProved(problem: LinearProgram, result: LinearProgramResult & { status: "optimal" }): void {
  const { objective, constraints } = problem;
  const { value, primal, dual } = result;
  expect(primal.every((x) => Q.sign(x) >= 0)).toBe(true);
  expect(dual.every((y) => Q.sign(y) >= 0)).toBe(true);
  expect(constraints.every(({ row, atLeast }) => Q.compare(dot(row, primal), atLeast) >= 0)).toBe(true);
  objective.forEach((c, j) => {
    const column = constraints.map(({ row }) => row[j] ?? Q.zero);
    expect(Q.compare(dot(column, dual), c)).toBeLessThanOrEqual(0);
  });
  expect(dot(objective, primal)).toEqual(value);
  expect(
    dot(
      constraints.map((c) => c.atLeast),
      dual,
    ),
  ).toEqual(value);
}

/** All vertices in two variables: intersections of pairs of boundary lines, axes among them, that are feasible. */
function vertices(problem: LinearProgram): Rational[][] {
  const lines = [
    ...problem.constraints.map(({ row, atLeast }) => [row[0] ?? Q.zero, row[1] ?? Q.zero, atLeast] as const),
    [Q.one, Q.zero, Q.zero] as const,
    [Q.zero, Q.one, Q.zero] as const,
  ];
  const found: Rational[][] = [];
  for (const [a, b, e] of lines) {
    for (const [c, d, f] of lines) {
      const det = Q.subtract(Q.multiply(a, d), Q.multiply(b, c));
      if (Q.isZero(det)) continue;
      const x = Q.divide(Q.subtract(Q.multiply(e, d), Q.multiply(b, f)), det);
      const y = Q.divide(Q.subtract(Q.multiply(a, f), Q.multiply(e, c)), det);
      const inside = lines.every(([r, s, t]) => Q.compare(dot([r, s], [x, y]), t) >= 0);
      if (inside) found.push([x, y]);
    }
  }
  return found;
}

describe("minimize", () => {
  test("the Newton polyhedron of x^2*y^4: x ≥ 0, 2x+4y ≥ 1 with cost 1, 1", () => {
    const result = minimize({
      objective: [Q.one, Q.one],
      constraints: [{ row: [q("2"), q("4")], atLeast: Q.one }],
    });
    expect(result).toEqual({ status: "optimal", value: q("1/4"), primal: [Q.zero, q("1/4")], dual: [q("1/4")] });
  });

  test("the cusp: 2x ≥ 1 and 3y ≥ 1", () => {
    const result = minimize({
      objective: [Q.one, Q.one],
      constraints: [
        { row: [q("2")], atLeast: Q.one },
        { row: [Q.zero, q("3")], atLeast: Q.one },
      ],
    });
    expect(result).toMatchObject({ status: "optimal", value: q("5/6"), dual: [q("1/2"), q("1/3")] });
  });

  test("no constraints, none that can hold, and no lower bound", () => {
    expect(minimize({ objective: [Q.one], constraints: [] })).toMatchObject({ status: "optimal", value: Q.zero });
    expect(minimize({ objective: [Q.one], constraints: [{ row: [q("-1")], atLeast: Q.one }] }).status).toBe(
      "infeasible",
    );
    expect(minimize({ objective: [q("-1")], constraints: [] }).status).toBe("unbounded");
    expect(minimize({ objective: [q("-1")], constraints: [{ row: [q("-1")], atLeast: q("-7/2") }] })).toMatchObject({
      status: "optimal",
      value: q("-7/2"),
    });
  });

  // Beale's example (1955), on which the largest-coefficient rule without safeguard cycles.
  test("Beale's cycling example", () => {
    const result = minimize({
      objective: ["-3/4", "20", "-1/2", "6"].map(q),
      constraints: [
        { row: ["-1/4", "8", "1", "-9"].map(q), atLeast: Q.zero },
        { row: ["-1/2", "12", "1/2", "-3"].map(q), atLeast: Q.zero },
        { row: ["0", "0", "-1", "0"].map(q), atLeast: q("-1") },
      ],
    });
    expect(result).toMatchObject({ status: "optimal", value: q("-5/4") });
  });

  test.prop([program(small, 5, 8)])("an optimal answer is proved by its dual", (problem) => {
    const result = minimize(problem);
    if (result.status === "optimal") expectProved(problem, result);
    else expect(problem.constraints.length > 0 || problem.objective.some((c) => Q.sign(c) < 0)).toBe(true);
  });

  test.prop([program(small, 2, 5).filter((p) => p.objective.length === 2)])(
    "vertices by brute force agree",
    (problem) => {
      const result = minimize(problem);
      const values = vertices(problem).map((v) => dot(problem.objective, v));
      if (result.status === "infeasible") expect(values).toEqual([]);
      else {
        // The feasible set holds no line, so it is nonempty exactly where it has a vertex.
        expect(values.length).toBeGreaterThan(0);
        if (result.status === "optimal") expect(values.reduce(Q.min)).toEqual(result.value);
        else {
          // Unbounded below: no multiplier is dual feasible, which the transposed program decides.
          const { objective, constraints } = problem;
          const dual = minimize({
            objective: constraints.map(() => Q.zero),
            constraints: objective.map((c, j) => ({
              row: constraints.map(({ row }) => Q.negate(row[j] ?? Q.zero)),
              atLeast: Q.negate(c),
            })),
          });
          expect(dual.status).toBe("infeasible");
        }
      }
    },
  );

  test.prop([program(small, 4, 6)])("infeasibility has a Farkas multiplier", (problem) => {
    const { objective, constraints } = problem;
    const columns = objective.map((_, j) => ({
      row: constraints.map(({ row }) => Q.negate(row[j] ?? Q.zero)),
      atLeast: Q.zero,
    }));
    const bound = { row: constraints.map((c) => c.atLeast), atLeast: Q.one };
    const farkas = minimize({ objective: constraints.map(() => Q.one), constraints: [...columns, bound] });
    expect(minimize(problem).status === "infeasible").toBe(farkas.status === "optimal");
  });
});
