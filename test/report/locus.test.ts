import { describe, expect, test } from "vitest";
import { locusDocument, locusTableDocument } from "../../src/report/locus.js";
import { locusTableText, locusText, parametrizationLatex } from "../../src/report/locus-text.js";
import { styleOf } from "../../src/report/style.js";
import { unlimited } from "../../src/symbolic/algebra/budget.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import { locus, locusTable } from "../../src/symbolic/locus/locus.js";
import { describe as describeModel } from "../../src/symbolic/model/describe.js";
import { monomial, network } from "../../src/symbolic/model/network.js";
import { at } from "../../src/symbolic/model/point.js";

const local = at(network({ widths: [2, 2, 1], activation: monomial(2) }), [
  [
    [1, 0],
    [0, 1],
  ],
  [[1, 0]],
]);
const result = locus(local, { budget: unlimited(), atPoint: true });
const heading = { version: "0", input: describeModel(local), options: {} };
const plain = styleOf(false);

describe("the locus as a document", () => {
  test("has the fields that are promised, and is plain JSON", () => {
    const document = locusDocument(result, [null, { lambda: Q.rational(3, 2), multiplicity: 1 }], heading);
    const read = JSON.parse(JSON.stringify(document)) as { strata: unknown[] };
    expect(read).toMatchObject({
      kind: "locus",
      schema: 1,
      parameters: 6,
      genericRank: 3,
      proved: true,
      neuromanifoldDimension: 3,
      ambientDimension: 3,
      expectedDimension: 3,
      defect: 0,
      fibreDimension: 3,
      filling: true,
      criticalIsSubnetworks: false,
      witness: { kind: "subnetwork, not critical", rank: 3 },
      point: { rank: 3, explainedByRescaling: 2, fisher: { rank: 3 } },
    });
    expect(read.strata.slice(0, 2)).toMatchObject([
      { dimension: 5, rank: 2, subnetwork: true, critical: true, lambda: null, multiplicity: null },
      {
        equations: ["w2_1_1"],
        dimension: 5,
        rank: 3,
        subnetwork: true,
        critical: false,
        lambda: "3/2",
        multiplicity: 1,
      },
    ]);
  });

  test("of a table has a row for each degree and the least from which on all hold", () => {
    const rows = locusTable([2, 2, 1], [1, 2, 3, 4], unlimited());
    const document = locusTableDocument(rows, { version: "0", input: { widths: [2, 2, 1] }, options: {} });
    expect(document).toMatchObject({
      kind: "locus-table",
      rows: [
        { activation: "linear", criticalIsSubnetworks: false },
        { activation: "x^2", genericRank: 3, criticalIsSubnetworks: false },
        { activation: "x^3", genericRank: 4, criticalIsSubnetworks: true, witness: null },
        { activation: "x^4", genericRank: 4, criticalIsSubnetworks: true },
      ],
      holdsFrom: 3,
    });
    expect(locusTableText(rows, plain)).toContain("exactly the subnetworks from x^3 on");
  });
});

describe("the locus as text", () => {
  test("names rank, witness, strata, kernel and spectrum", () => {
    const text = locusText(result, [], plain);
    for (const part of [
      "2-2-1, activation x^2, 6 parameters",
      "dimension 3 of 3, filling",
      "not exactly the subnetworks",
      "one neuron without outgoing weights",
      "dimension 3, of which rescaling explains 2",
      "t^6 - 22*t^5 + 112*t^4 - 160*t^3",
    ]) {
      expect(text).toContain(part);
    }
  });

  test("as LaTeX has a row for each coefficient", () => {
    if (result.kind !== "network") throw new Error("not a network");
    const latex = parametrizationLatex(result) ?? "";
    expect(latex).toContain("\\mu_{1,\\,x_{1} x_{2}} &= 2 w^{(1)}_{1,1} w^{(1)}_{1,2} w^{(2)}_{1,1}");
    expect(latex.match(/ & .* & /g)?.length).toBe(3);
  });
});
