/** Families of models that the generated tables go through. */
import type { Activation, LocalModel } from "../src/symbolic/model/model.js";
import { network } from "../src/symbolic/model/network.js";
import { at } from "../src/symbolic/model/point.js";
import { ideal } from "../src/symbolic/model/text.js";

/** Widths of all networks with at least one hidden layer and at least `from`, at most `to` weights. */
export function widthsWithWeights(from: number, to: number): number[][] {
  const extend = (widths: readonly number[], left: number): number[][] => {
    const last = widths.at(-1) ?? 1;
    const longer = Array.from({ length: Math.floor(left / last) }, (_, i) => i + 1).flatMap((w) =>
      extend([...widths, w], left - w * last),
    );
    return widths.length > 2 ? [[...widths], ...longer] : longer;
  };
  const all = Array.from({ length: to }, (_, i) => i + 1).flatMap((inputs) => extend([inputs], to));
  return all.filter((widths) => countWeights(widths) >= from);
}

export function countWeights(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, rows, l) => sum + rows * (widths[l] ?? 0), 0);
}

export function atZero(widths: readonly number[], activation: Activation): LocalModel {
  return at(network({ widths, activation }));
}

/** With weights 0, 1, −1 and 2, half of them 0. */
export function atRandomPoint(widths: readonly number[], activation: Activation, random: Random): LocalModel {
  const entry = (): number => [0, 0, 0, 0, 1, 1, -1, 2][random(8)] ?? 0;
  const matrices = widths
    .slice(1)
    .map((rows, l) => Array.from({ length: rows }, () => Array.from({ length: widths[l] ?? 0 }, entry)));
  return at(network({ widths, activation }), matrices);
}

/** One to three generators of one to four terms, with coefficients ±1, ±2, ±3 and degree 1 to `degree`. */
export function randomIdeal(variables: readonly string[], degree: number, random: Random): LocalModel {
  const term = (): string => {
    const factors = Array.from({ length: 1 + random(degree) }, () => variables[random(variables.length)] ?? "x");
    return `${["", "-"][random(2)] ?? ""}${1 + random(3)}*${factors.join("*")}`;
  };
  const generator = (): string => Array.from({ length: 1 + random(4) }, term).join(" + ");
  return at(ideal(Array.from({ length: 1 + random(3) }, generator)));
}

/** A whole number from 0 to below − 1. */
export type Random = (below: number) => number;

/** The same numbers for the same seed, everywhere (Lehmer's generator modulo 2³¹ − 1). */
export function seeded(seed: number): Random {
  let state = 1n + BigInt(seed);
  return (below) => {
    state = (state * 48_271n) % 2_147_483_647n;
    return Number((state / 64n) % BigInt(below));
  };
}
