/** Every model in examples/ has the answer that its README states, with a certificate that verifies. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stepBudget } from "../../src/symbolic/algebra/budget.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import { parseModelFile } from "../../src/symbolic/model/file.js";
import { rlct } from "../../src/symbolic/rlct.js";
import { verifyCertificate } from "../../src/verify/certificate/verify.js";

const folder = new URL("../../examples/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const rows = readFileSync(new URL("README.md", folder), "utf8").matchAll(/^\| `([^`]+)` +\| (\S+) +\| (\d+) +\|/gm);
const stated = [...rows].map(([, file = "", lambda = "", m = ""]) => ({ file, lambda, multiplicity: Number(m) }));

test("the table names every model file", () => {
  expect(stated.map(({ file }) => file).sort()).toEqual([...files].sort());
});

describe("by resolution alone", () => {
  test.each(stated)("$file: λ = $lambda, m = $multiplicity", ({ file, lambda, multiplicity }) => {
    const local = parseModelFile(readFileSync(new URL(file, folder), "utf8"));
    const result = rlct(local, { budget: stepBudget(200_000), theorems: false });
    if (result.status === "bounds") throw new Error(`only ${Q.format(result.lower)} ≤ λ ≤ ${Q.format(result.upper)}`);
    expect([Q.format(result.lambda), result.multiplicity]).toEqual([lambda, multiplicity]);
    expect(verifyCertificate(JSON.parse(JSON.stringify(result.certificate)))).toMatchObject({
      valid: true,
      lambda,
      multiplicity,
      byTheorem: [],
    });
  });
});
