/**
 * The ideal of a network at w*. K = E|f(x; w) − f(x; w*)|² is comparable with the sum of squares of the differences
 * of f's coefficients in the input x, whenever the inputs have a density on an open set.
 *
 * Activation z^r: the coefficients are polynomials in w. Where the truth is 0 and a hidden layer has width one, with
 * pre-activation z(x), f = g·z^R for the coefficients g of the later layers; h ↦ h^R is homogeneous with no zero but
 * 0, so K is comparable with |g|²·|z|^{2R}: a product of ideals and powers.
 *
 * tanh with one hidden layer whose incoming weights are 0 at w*, f_o = Σ_k a_ok tanh(b_k·x): every odd Taylor
 * coefficient of tanh is nonzero, so the ideal is that of the moments M_α = Σ_k a_ok b_k^α, |α| odd. Those with
 * |α| ≤ 2H − 1 suffice: for |α| > 2H write x^α = x^ρ Π_{k ≤ H} x^{γ_k}, |γ_k| = 2; the polynomial
 * x^ρ Π_k (x^{γ_k} − b_k^{γ_k}) vanishes at x = b_1, …, b_H, which expresses M_α through moments of lower odd degree.
 * At a hidden layer of width one |tanh z| is comparable with |z| for bounded z: the norm splits as above with R = 1.
 */
import { LimitError } from "../../errors.js";
import * as M from "../algebra/monomial.js";
import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import * as E from "./expression.js";
import { dropUnits, translate, unit } from "./local.js";
import type { NetworkModel, Point } from "./model.js";
import type { Tree } from "./squares.js";

/** Bounds on the expansion of a network, checked on an estimate before the work. */
export const maxNetworkProducts = 3_000_000;
export const maxNetworkGenerators = 20_000;

/** The ideal in local coordinates, or one sentence that says why none is known. Throws LimitError. */
export function networkTree(model: NetworkModel, point: Point): Tree<Polynomial> | string {
  const { activation } = model;
  if (activation.kind === "relu") return "a ReLU network is not analytic; it can be sampled, not solved";
  const layers = model.layers.map((rows) => rows.map((row) => row.map((entry) => E.expand(translate(entry, point)))));
  if (activation.kind === "tanh") {
    const tree = zeroTruth(layers, { power: 1, leaf: tanhMoments });
    const local = tree === null ? unit : dropUnits(tree);
    return local === unit ? "for this tanh network at this point no finite set of generators is known" : local;
  }
  const r = activation.degree;
  if (hasZeroTruth(layers, r)) {
    const tree = zeroTruth(layers, { power: r, leaf: (part) => coefficients(part, r) });
    if (tree !== null) return dropUnits(tree);
  }
  const differences = coefficients(layers, r).map((c) => P.subtract(c, P.constant(P.constantTerm(c))));
  return { kind: "ideal", generators: differences.filter((c) => !P.isZero(c)) };
}

/** Weight matrices with polynomial entries, first layer first. */
type Layers = readonly (readonly (readonly Polynomial[])[])[];

interface Split {
  /** The degree of the activation at 0. */
  readonly power: number;
  /** The generators of a network without a hidden layer of width one; null where none are known. */
  readonly leaf: (layers: Layers) => readonly Polynomial[] | null;
}

/** The product over the layers of width one, for a network that is 0 at w*. */
function zeroTruth(layers: Layers, split: Split): Tree<Polynomial> | null {
  const cut = layers.findIndex((rows, l) => l < layers.length - 1 && rows.length === 1);
  if (cut < 0) {
    const generators = split.leaf(layers);
    return generators === null ? null : { kind: "ideal", generators };
  }
  const before = zeroTruth(layers.slice(0, cut + 1), split);
  const after = zeroTruth(layers.slice(cut + 1), split);
  if (before === null || after === null) return null;
  const exponent = split.power ** (layers.length - 1 - cut);
  const factors = [after, exponent === 1 ? before : ({ kind: "power", base: before, exponent } as const)];
  return { kind: "product", factors };
}

/** Whether f(·; w*) = 0, for constant weights w*. */
function hasZeroTruth(layers: Layers, degree: number): boolean {
  const constants = layers.map((rows) => rows.map((row) => row.map((p) => P.constant(P.constantTerm(p)))));
  return coefficients(constants, degree).length === 0;
}

/** The nonzero coefficients of the outputs in the input, output by output. */
function coefficients(layers: Layers, degree: number): Polynomial[] {
  const inputs = layers[0]?.[0]?.length ?? 0;
  refuseLargeExpansion(layers, degree);
  let units = Array.from({ length: inputs }, (_, j) => P.variable(j));
  layers.forEach((rows, l) => {
    const active = l === 0 ? units : units.map((u) => P.power(u, degree));
    units = rows.map((row) => P.sum(row.map((w, j) => P.multiply(shift(w, inputs), active[j] ?? P.zero))));
  });
  return units.flatMap((output) => byInput(output, inputs));
}

/** p with its variables moved up, so that the inputs come first. */
function shift(p: Polynomial, by: number): Polynomial {
  const prefix = "\0".repeat(by);
  return { ...p, monomials: p.monomials.map((m) => (m === M.one ? m : prefix + m)) };
}

/** The coefficients of the monomials in the first variables, as polynomials in the others. */
function byInput(p: Polynomial, inputs: number): Polynomial[] {
  const parts = new Map<string, [M.Monomial, Q.Rational][]>();
  for (const [m, c] of P.terms(p)) {
    const input = m.slice(0, inputs).padEnd(inputs, "\0");
    const part = parts.get(input) ?? [];
    part.push([m.slice(inputs), c]);
    parts.set(input, part);
  }
  return [...parts.values()].map((part) => P.fromTerms(part));
}

/** The moments of a network with one hidden layer; the weights themselves without any. */
function tanhMoments(layers: Layers): readonly Polynomial[] | null {
  const [first = [], second, ...deeper] = layers;
  if (second === undefined) return first.flat().filter((w) => !P.isZero(w));
  const incomingIsZero = first.flat().every((w) => Q.isZero(P.constantTerm(w)));
  if (deeper.length > 0 || !incomingIsZero) return null;
  const inputs = first[0]?.length ?? 0;
  const degrees = Array.from({ length: first.length }, (_, j) => 2 * j + 1);
  const count = second.length * degrees.reduce((sum, d) => sum + binomial(inputs + d - 1, d), 0);
  if (count > maxNetworkGenerators) {
    throw new LimitError("moments of the network", String(count), String(maxNetworkGenerators));
  }
  const exponents = degrees.flatMap((d) => compositions(d, inputs));
  const moments = second.flatMap((row) =>
    exponents.map((alpha) =>
      P.sum(row.map((a, k) => P.multiply(a, P.product(alpha.map((e, i) => P.power(first[k]?.[i] ?? P.zero, e)))))),
    ),
  );
  return moments.filter((m) => !P.isZero(m));
}

/** All lists of `parts` nonnegative integers with the sum `total`. */
function compositions(total: number, parts: number): number[][] {
  if (parts === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, i) => total - i).flatMap((first) =>
    compositions(total - first, parts - 1).map((rest) => [first, ...rest]),
  );
}

/** Bounds the term products of the expansion from the numbers of terms, before any is formed. */
function refuseLargeExpansion(layers: Layers, degree: number): void {
  const inputs = layers[0]?.[0]?.length ?? 0;
  const entries = layers.flat(2);
  const variables = new Set(entries.flatMap(P.variablesOf)).size;
  let work = 0;
  let size: Size[] = Array.from({ length: inputs }, () => ({ terms: 1, inputDegree: 1, weightDegree: 0 }));
  layers.forEach((rows, l) => {
    const active = l === 0 ? size : size.map((s) => powerSize(s));
    size = rows.map((row) =>
      row.reduce<Size>(
        (sum, w, j) => {
          const unit = active[j] ?? { terms: 0, inputDegree: 0, weightDegree: 0 };
          const products = w.monomials.length * unit.terms;
          work += products;
          return capped({
            terms: sum.terms + products,
            inputDegree: Math.max(sum.inputDegree, unit.inputDegree),
            weightDegree: Math.max(sum.weightDegree, unit.weightDegree + Math.max(0, P.degree(w))),
          });
        },
        { terms: 0, inputDegree: 0, weightDegree: 0 },
      ),
    );
  });
  if (work > maxNetworkProducts) {
    throw new LimitError("term products of the expanded network", work.toExponential(0), String(maxNetworkProducts));
  }

  function powerSize(s: Size): Size {
    let result = s;
    for (let e = 2; e <= degree; e++) {
      if (s.terms > 1) work += result.terms * s.terms;
      const inputDegree = e * s.inputDegree;
      const weightDegree = e * s.weightDegree;
      result = capped({ terms: binomial(s.terms + e - 1, e), inputDegree, weightDegree });
    }
    return result;
  }

  function capped(s: Size): Size {
    const monomials =
      binomial(inputs + s.inputDegree - 1, s.inputDegree) * binomial(variables + s.weightDegree, s.weightDegree);
    return { ...s, terms: Math.min(s.terms, monomials) };
  }
}

/** An upper bound of the number of terms of a unit, and its degrees. */
interface Size {
  readonly terms: number;
  readonly inputDegree: number;
  readonly weightDegree: number;
}

/** C(n, k) as a double that may be Infinity: an estimate for bounds. */
function binomial(n: number, k: number): number {
  let result = 1;
  const steps = Math.min(k, n - k);
  for (let i = 1; i <= steps && result < 1e300; i++) result *= (n - steps + i) / i;
  return Math.round(result);
}
