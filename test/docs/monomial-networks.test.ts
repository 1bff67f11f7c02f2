/** docs/monomial-networks.md says what the solver says, and what the closed forms say where there is one. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { atZero, widthsWithWeights } from "../../bench/families.js";
import { stepBudget } from "../../src/symbolic/algebra/budget.js";
import * as Q from "../../src/symbolic/algebra/rational.js";
import { monomial } from "../../src/symbolic/model/network.js";
import { rlct } from "../../src/symbolic/rlct.js";
import { oneInput } from "../../src/symbolic/theorems/one-input.js";

const text = readFileSync(new URL("../../docs/monomial-networks.md", import.meta.url), "utf8");
const [small = ""] = text.split("## Larger ones");
const rows = small
  .split("\n")
  .filter((line) => /^\| \d+-/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, widths = "", , ...entries]) => ({ widths: widths.split("-").map(Number), entries: entries.slice(0, 3) }));

/** Powers of the norms of the layers: λ is the least ratio of their sizes to the powers, m the number that reach it. */
function chain(widths: readonly number[], degree: number): { lambda: Q.Rational; multiplicity: number } {
  const layers = widths.slice(1).map((outputs, l) => outputs * (widths[l] ?? 1));
  const ratios = layers.map((size, l) => Q.rational(size, 2 * degree ** (layers.length - 1 - l)));
  const lambda = ratios.reduce(Q.min);
  return { lambda, multiplicity: ratios.filter((ratio) => Q.equals(ratio, lambda)).length };
}

const entry = ({ lambda, multiplicity }: { lambda: Q.Rational; multiplicity: number }): string =>
  Q.format(lambda) + (multiplicity === 1 ? "" : ` (${multiplicity})`);

test("all networks with at most 9 weights are there, all exact", () => {
  const names = (list: readonly (readonly number[])[]): string[] => list.map((widths) => widths.join("-")).sort();
  expect(names(rows.map(({ widths }) => widths))).toEqual(names(widthsWithWeights(1, 9)));
  expect(rows.flatMap(({ entries }) => entries).filter((text) => !/^[\d/]+( \(\d+\))?$/.test(text))).toEqual([]);
});

describe.each([2, 3, 4])("x^%i", (degree) => {
  const column = degree - 2;

  test("chains and one input: the closed forms", () => {
    let compared = 0;
    for (const { widths, entries } of rows) {
      const [inputs, units = 0, outputs = 0, ...deeper] = widths;
      const isChain = widths.slice(1, -1).every((width) => width === 1);
      const hasForm = isChain || (inputs === 1 && deeper.length === 0);
      if (!hasForm) continue;
      const value = isChain ? chain(widths, degree) : oneInput({ degree, units, outputs });
      expect(entries[column], widths.join("-")).toBe(entry(value));
      compared++;
    }
    expect(compared).toBe(126);
  });

  test("every eleventh row: the solver", () => {
    for (const { widths, entries } of rows.filter((_, i) => i % 11 === degree)) {
      const result = rlct(atZero(widths, monomial(degree)), { budget: stepBudget(100_000), theorems: false });
      expect(result.status === "exact" ? entry(result) : "bounds", widths.join("-")).toBe(entries[column]);
    }
  });
});
