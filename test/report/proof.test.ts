import { describe, expect, test } from "vitest";
import { latexText } from "../../src/report/latex.js";
import { outline } from "../../src/report/outline.js";
import type { Block } from "../../src/report/outline.js";
import { styleOf } from "../../src/report/style.js";
import { traceText } from "../../src/report/trace.js";
import { stepBudget } from "../../src/symbolic/algebra/budget.js";
import { monomial, network } from "../../src/symbolic/model/network.js";
import type { Model } from "../../src/symbolic/model/model.js";
import { at } from "../../src/symbolic/model/point.js";
import { ideal, polynomial } from "../../src/symbolic/model/text.js";
import type { Certificate } from "../../src/symbolic/resolution/certificate.js";
import { rlct } from "../../src/symbolic/rlct.js";

const plain = styleOf(false);

function proofOf(model: Model): Certificate {
  const { certificate } = rlct(at(model), { budget: stepBudget(10_000_000) });
  if (certificate === null) throw new Error("no certificate");
  return certificate;
}

describe("the trace", () => {
  test("of (x² − 2y²)² + y⁶ shows the two centres, the divisor that reaches λ there, and m = 2", () => {
    const text = traceText(proofOf(polynomial("(x^2-2*y^2)^2+y^6")), plain);
    expect(text).toContain("blow up x, y = 0");
    expect(text).toContain("the exceptional divisor has (h+1)/(2k) = 2/(2·2) = 1/2");
    expect(text).toContain("centre x = -√2*y (in the chart y = α1 = -√2/2) [λ = 1/2, m = 2]");
    expect(text).toContain("centre x = √2*y (in the chart y = α1 = √2/2) [λ = 1/2, m = 2]");
    expect(text).toContain("divisor x = 0: (h+1)/(2k) = 2/(2·2) = 1/2");
    expect(text).toContain("divisor of the weights x: 1, y: 1: (h+1)/(2k) = 3/(2·3) = 1/2");
    expect(text).toContain("m = 2: these two divisors meet here and have equal ratios");
    expect(text).toMatch(/the value is taken in [0-9.]+, centre x = -√2\*y/);
  });

  test("in LaTeX names the same centres", () => {
    const tex = latexText(proofOf(polynomial("(x^2-2*y^2)^2+y^6")));
    expect(tex).toContain("$x = -\\sqrt{2} y$");
    expect(tex).toContain("$x = \\sqrt{2} y$");
    expect(tex).toContain("$m = 2$: these two divisors meet here");
  });

  test("of a double curve and an axis says that they meet with equal ratios", () => {
    const text = traceText(proofOf(ideal("x^2*(y-x^2)^2")), plain);
    expect(text).toContain("m = 2: x = 0, x^2 - y = 0 meet here and have equal ratios");
  });

  test("of x² y⁴ lists both divisors, and only the reaching one counts", () => {
    const text = traceText(proofOf(ideal("x*y^2")), plain);
    expect(text).toContain("divisor x = 0: (h+1)/(2k) = 1/(2·1) = 1/2");
    expect(text).toContain("divisor y = 0: (h+1)/(2k) = 1/(2·2) = 1/4");
    expect(text).not.toContain("meet here");
  });

  test("of a normal crossing says where the divisors meet", () => {
    expect(traceText(proofOf(ideal("x*y*z")), plain)).toContain("x, y, z = 0 meet here: m = 3");
  });

  test("of |K| leaves out the factor 2", () => {
    expect(traceText(proofOf(polynomial("x^3*y")), plain)).toContain("|K| ≍ ‖J‖");
  });
});

const models: readonly (readonly [string, Model])[] = [
  ["a cusp", polynomial("x^2+y^3")],
  ["a parabola", polynomial("(y-x^2)^2+x^8")],
  ["T444", polynomial("x^4+y^4+z^4+x*y*z")],
  ["a tanh pair", ideal("a*b+c*d, a*b^3+c*d^3")],
  ["quadratic 2-2-1", network({ widths: [2, 2, 1], activation: monomial(2) })],
  ["linear 2-2-2", network({ widths: [2, 2, 2], activation: monomial(1) })],
  ["a bottleneck", network({ widths: [2, 1, 1, 1], activation: monomial(2) })],
  ["zero", polynomial("x-x")],
];

describe.each(models)("the outline of %s", (_, model) => {
  const certificate = proofOf(model);
  const whole = outline(certificate);
  const all = (block: Block): Block[] => [block, ...block.blocks.flatMap(all)];

  test("names the result that the certificate states", () => {
    expect(certificate.result.status).toBe("exact");
    if (certificate.result.status !== "exact") return;
    const { lambda, multiplicity } = certificate.result;
    expect(whole.value.text).toBe(`λ = ${lambda}, m = ${multiplicity}`);
  });

  test("says the value of every block, and each block has a label of its own", () => {
    const blocks = all(whole);
    expect(new Set(blocks.map((b) => b.label)).size).toBe(blocks.length);
    for (const block of blocks) expect(block.value.text).toMatch(/λ|no pole/);
  });

  test("is balanced LaTeX without characters that TeX does not know", () => {
    const tex = latexText(certificate);
    expect(tex.split("\\begin{itemize}").length).toBe(tex.split("\\end{itemize}").length);
    expect(tex.split("$").length % 2).toBe(1);
    expect(tex.replace(/\\[{}]/g, "").split("{").length).toBe(tex.replace(/\\[{}]/g, "").split("}").length);
    expect(tex.match(/[^\x00-\x7f]/g) ?? []).toEqual([]);
  });
});
