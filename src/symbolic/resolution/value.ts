/**
 * Values (λ, m) of cells in the ideal's convention, ordered as the local zeta function's poles are: λ ascending,
 * then m descending. A range holds what is proved of a value: lower ≤ value ≤ upper.
 */
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";

export interface Pole {
  readonly lambda: Rational;
  readonly multiplicity: number;
}

/** "infinite": no pole, as for a unit ideal or an empty cell. */
export type Value = Pole | "infinite";

export interface Range {
  /** "nothing": no bound is proved. */
  readonly lower: Value | "nothing";
  readonly upper: Value;
}

export const nothing: Range = { lower: "nothing", upper: "infinite" };
export const infinite: Range = { lower: "infinite", upper: "infinite" };

export function pole(lambda: Rational, multiplicity: number): Pole {
  return { lambda, multiplicity };
}

export function exactly(value: Value): Range {
  return { lower: value, upper: value };
}

export function isExact(range: Range): boolean {
  return range.lower !== "nothing" && compare(range.lower, range.upper) === 0;
}

/** −1, 0 or 1; "nothing" is below all, "infinite" above all. */
export function compare(a: Value | "nothing", b: Value | "nothing"): number {
  if (a === b) return 0;
  if (a === "nothing" || b === "infinite") return -1;
  if (b === "nothing" || a === "infinite") return 1;
  return Q.compare(a.lambda, b.lambda) || Math.sign(b.multiplicity - a.multiplicity);
}

/** The value of a union of cells. */
export function least(ranges: readonly Range[]): Range {
  return ranges.reduce(
    (all, r) => ({
      lower: compare(r.lower, all.lower) < 0 ? r.lower : all.lower,
      upper: compare(r.upper, all.upper) < 0 ? r.upper : all.upper,
    }),
    infinite,
  );
}

export function lesser<T extends Value | "nothing">(a: T, b: T): T {
  return compare(b, a) < 0 ? b : a;
}

/**
 * A value that is enough for child i, by what is known of the children so far (null for nothing): if it is at least that, its
 * own value says no more about the combination, of which it is asked that it be at least `whole` or exact. "infinite": only
 * the exact value is enough; "nothing": all is lost already.
 */
export type Aim = (whole: Value, ranges: readonly (Range | null)[], child: number) => Value | "nothing";

/** No part matters above the lowest bound of another part. */
export const aimOfUnion: Aim = (whole, ranges) =>
  ranges.reduce<Value | "nothing">(
    (aim, range) => (range === null ? aim : lesser<Value | "nothing">(aim, range.lower)),
    whole,
  );

export const aimOfSum: Aim = (whole, ranges, child) => {
  const others = ranges.filter((_, i) => i !== child).map((r) => r?.lower ?? "nothing");
  return others.reduce<Value>((aim, lower) => {
    if (aim === "infinite" || typeof lower === "string") return "infinite";
    const multiplicity = Math.max(0, aim.multiplicity - lower.multiplicity + 1);
    return pole(Q.subtract(aim.lambda, lower.lambda), multiplicity);
  }, whole);
};

/** Above the whole's λ a factor does not count in m. */
export const aimOfProduct: Aim = (whole) => (whole === "infinite" ? whole : pole(whole.lambda, 0));

export const aimOfPower =
  (exponent: number): Aim =>
  (whole) =>
    whole === "infinite" ? whole : pole(Q.multiply(whole.lambda, Q.rational(exponent)), whole.multiplicity);

/** What several proofs about one cell say together. */
export function best(ranges: readonly Range[]): Range {
  return ranges.reduce(
    (all, r) => ({
      lower: compare(r.lower, all.lower) > 0 ? r.lower : all.lower,
      upper: compare(r.upper, all.upper) < 0 ? r.upper : all.upper,
    }),
    nothing,
  );
}

/** Ideals in disjoint variables, added: λ = Σ λ_i, m = 1 + Σ (m_i − 1). */
export function sum(ranges: readonly Range[]): Range {
  const add = (values: readonly (Value | "nothing")[]): Value | "nothing" => {
    if (values.includes("infinite")) return "infinite";
    let total: Pole = pole(Q.zero, 1);
    for (const v of values) {
      if (v === "nothing" || v === "infinite") return "nothing";
      total = pole(Q.add(total.lambda, v.lambda), total.multiplicity + v.multiplicity - 1);
    }
    return total;
  };
  const upper = add(ranges.map((r) => r.upper));
  return { lower: add(ranges.map((r) => r.lower)), upper: upper === "nothing" ? "infinite" : upper };
}

/**
 * Ideals in disjoint variables, multiplied: the least λ; m adds over those that reach it. A factor without an upper bound
 * may have no point, and then the product has none.
 */
export function product(ranges: readonly Range[]): Range {
  const join = (a: Value, b: Value): Value => {
    if (a === "infinite") return b;
    if (b === "infinite") return a;
    const order = Q.compare(a.lambda, b.lambda);
    return order < 0 ? a : order > 0 ? b : pole(a.lambda, a.multiplicity + b.multiplicity);
  };
  const lowers = ranges.map((r) => r.lower);
  const proved = lowers.filter((v) => v !== "nothing");
  return {
    lower: proved.length < lowers.length ? "nothing" : proved.reduce(join, "infinite"),
    upper: ranges.some((r) => r.upper === "infinite")
      ? "infinite"
      : ranges.map((r) => r.upper).reduce(join, "infinite"),
  };
}

/** The value of the e-th power of an ideal with this value: λ/e. */
export function root(range: Range, exponent: number): Range {
  const divide = <T extends Value | "nothing">(v: T): T | Pole =>
    typeof v === "string" ? v : pole(Q.divide(v.lambda, Q.rational(exponent)), v.multiplicity);
  return { lower: divide(range.lower), upper: divide(range.upper) };
}
