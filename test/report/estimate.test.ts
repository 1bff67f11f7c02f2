import { describe, expect, it } from "vitest";
import { ladderTable } from "../../src/report/estimate.js";
import { styleOf } from "../../src/report/style.js";

function rows(rungs: readonly { readonly value: number; readonly mcse: number }[]): readonly string[][] {
  const full = rungs.map((rung) => ({
    nbeta: 10,
    rhat: 1,
    ess: 500,
    drift: 0,
    used: true,
    ...rung,
  }));
  return ladderTable({ rungs: full }, styleOf(false))
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
}

describe("the ladder's table", () => {
  it("shows four decimals, and as many more as the smallest error needs", () => {
    expect(rows([{ value: 0.25, mcse: 0.0004 }])[1]?.slice(1, 3)).toEqual(["0.2500", "0.0004"]);
    const small = rows([
      { value: 0.0018123, mcse: 0.0000042 },
      { value: 0.002, mcse: NaN },
    ]);
    expect(small[1]?.slice(1, 3)).toEqual(["0.001812", "0.000004"]);
    expect(small[2]?.slice(1, 3)).toEqual(["0.002000", "NaN"]);
  });
});
