import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { stepBudget } from "../../src/symbolic/algebra/budget.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import { parseModelFile } from "../../src/symbolic/model/file.js";
import type { LocalModel } from "../../src/symbolic/model/model.js";
import { network, parseActivation, parseWidths } from "../../src/symbolic/model/network.js";
import { origin, parsePoint } from "../../src/symbolic/model/point.js";
import { ideal, polynomial } from "../../src/symbolic/model/text.js";
import { rlct } from "../../src/symbolic/rlct.js";
import { verifyCertificate } from "../../src/verify/certificate/verify.js";

const caseSchema = z.strictObject({
  id: z.string(),
  expression: z.string().optional(),
  ideal: z.string().optional(),
  widths: z.string().optional(),
  activation: z.string().default("x^2"),
  at: z.string().optional(),
  lambda: z.string(),
  multiplicity: z.number(),
  source: z.string(),
});

const goldenSchema = z.strictObject({
  cases: z.array(caseSchema),
  polynomialNetworks: z.strictObject({
    source: z.string(),
    model: z.string(),
    rows: z.array(
      z.strictObject({ activation: z.string(), depth: z.number(), lambda: z.string(), multiplicity: z.number() }),
    ),
  }),
});

type Case = z.infer<typeof caseSchema>;

const golden = goldenSchema.parse(JSON.parse(readFileSync(new URL("exact.json", import.meta.url), "utf8")));

describe("published and hand-made values, each with a certificate that verifies", () => {
  test.each(golden.cases.map((c) => [c.id, c] as const))("%s", (_, c) => {
    expectExactly(localOf(c), c.lambda, c.multiplicity);
  });

  test.each(golden.polynomialNetworks.rows)(
    "polynomial network, $activation, depth $depth",
    ({ activation, depth, lambda, multiplicity }) => {
      const layer = [
        ["t1+t2", "t1^2"],
        ["t1^2", "t2^2"],
      ];
      const file = { parameters: ["t1", "t2"], layers: Array.from({ length: depth }, () => layer), activation };
      expectExactly(parseModelFile(JSON.stringify({ ...file, at: { t1: 0, t2: 0 } })), lambda, multiplicity);
    },
  );
});

function expectExactly(local: LocalModel, lambda: string, multiplicity: number): void {
  const result = rlct(local, { budget: stepBudget(5_000_000) });
  if (result.status === "bounds") {
    expect.fail(`only ${Q.format(result.lower)} ≤ λ ≤ ${Q.format(result.upper)}: ${result.reason}`);
  }
  expect([Q.format(result.lambda), result.multiplicity]).toEqual([lambda, multiplicity]);
  const verification = verifyCertificate(JSON.parse(JSON.stringify(result.certificate)));
  expect(verification).toMatchObject({ valid: true, status: "exact", lambda, multiplicity });
}

function localOf(c: Case): LocalModel {
  const model =
    c.widths !== undefined
      ? network({ widths: parseWidths(c.widths), activation: parseActivation(c.activation) })
      : c.ideal !== undefined
        ? ideal(c.ideal)
        : polynomial(c.expression ?? "");
  return { model, point: c.at === undefined ? origin(model) : parsePoint(model, c.at) };
}
