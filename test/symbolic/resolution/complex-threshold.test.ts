import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { idealIn } from "../../laws/support.js";
import { prove } from "./support/solve.js";

const names = ["x", "y", "z"];

/**
 * Singular's Bernstein–Sato polynomial of the variety has the largest root codim − 1 − lct (Budur, Mustaţă, Saito 2006).
 * Its threshold is complex and the least over all points, so that it is a lower bound of λ_I.
 */
test("λ_I is at least the log canonical threshold that Singular finds", (context) => {
  const version = spawnSync("Singular", ["--version"], { encoding: "utf8" });
  if (version.error !== undefined) context.skip("Singular is not installed");
  let answered = 0;
  for (const variables of [2, 3]) {
    const shape = { variables, degree: 4, terms: 3, generators: 2 };
    for (const ideal of fc.sample(idealIn(shape), { seed: 61, numRuns: 12 })) {
      const threshold = thresholdOf(ideal.map((g) => P.format(g, names)).join(","), names.slice(0, variables));
      if (threshold === null) continue;
      answered++;
      const { upper } = prove(ideal);
      expect(Q.compare(threshold, upper.lambda), ideal.map((g) => P.format(g, names)).join(", ")).toBeLessThanOrEqual(
        0,
      );
    }
  }
  if (answered < 10) context.skip(`Singular answered only ${answered} of 24 in time`);
});

/** null where Singular does not answer in two seconds. */
function thresholdOf(generators: string, variables: readonly string[]): Q.Rational | null {
  const program = `LIB "dmodvar.lib"; ring r = 0,(${variables.join(",")}),dp; ideal F = ${generators}; list L = bfctVarAnn(F); L[1]; "codim", nvars(r) - dim(std(F)); exit;`;
  const options = { encoding: "utf8", input: "", timeout: 2000 } as const;
  const { stdout, error } = spawnSync("Singular", ["-q", "--no-tty", "-c", program], options);
  const codimension = error === undefined ? /^codim (\d+)$/m.exec(stdout)?.[1] : undefined;
  const roots = [...stdout.matchAll(/_\[\d+\]=(-?\d+(?:\/\d+)?)/g)].flatMap(([, root = ""]) => Q.parse(root) ?? []);
  if (codimension === undefined || roots.length === 0) return null;
  return Q.subtract(Q.rational(Number(codimension) - 1), roots.reduce(Q.max));
}
