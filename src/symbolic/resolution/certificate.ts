/**
 * The certificate: a proof of (λ, m), or of bounds, as plain JSON that a small independent program re-checks
 * without searching for anything. This file is the contract between the two; it computes nothing.
 *
 * ## Conventions
 *
 * λ_J of an ideal J at a point p, with weight |x^h|, is minus the largest pole of ∫ (|x^κ|·‖J‖)^z |x^h| dx near p,
 * where ‖J‖ = max |g| over generators g; m is that pole's order. A certificate's statement is about K: K ≍ ‖J‖² for
 * the norm "squares" (λ_K = λ_J/2), K = |f| for "absolute" (λ_K = λ_J).
 *
 * Polynomials are texts such as "x^2*y - 1/2*z", expanded, in the statement's variables; variable number i beyond
 * those is called "$i". Rationals are texts "3/2".
 *
 * ## Cells
 *
 * A node of the proof is a statement about a cell, a set of points of ℝⁿ, with an ideal near it:
 *
 * - every variable has a role: `zero` (0 on the cell), `free` (any real), `nonzero`, or `constant` (an algebraic
 *   number, root of a minimal polynomial in an isolating interval; no coordinate of the space);
 * - κ and h on `zero` and `free` variables only (elsewhere 0), whole numbers ≥ 0;
 * - generators; `nonzero` polynomials (they do not vanish on the cell) and `equations` (they vanish on it), both in
 *   free, nonzero and constant variables only: setting the zero variables to 0 in them changes nothing on the cell.
 *
 * The value of a cell is the least (λ_p, m_p) over its points p, λ ascending, then m descending; the empty cell has
 * value ∞, and so has a unit ideal with κ = 0. A node proves `lower ≤ value ≤ upper`, each a pair (λ, m), ∞, or, for
 * `lower`, nothing (λ = 0 with m = ∞). Where both agree the value is exact.
 *
 * Cells are kept in normal form: polynomials are reduced modulo the minimal polynomials of the constants, coefficients
 * that vanish there are dropped, then they are made primitive; in `nonzero` and `equations` the zero variables are set
 * to 0; zeros among generators and equations, repeated polynomials and rational constants among the `nonzero` ones go (a
 * zero among these stays: the cell is empty); each list is ascending by `P.key` (as JavaScript compares strings). Indices
 * of rules count in these lists.
 */
import type { Rational } from "../algebra/rational.js";

export const certificateSchema = 1;

export interface Certificate {
  readonly kind: "certificate";
  readonly schema: typeof certificateSchema;
  readonly statement: Statement;
  readonly result: CertifiedResult;
  /** How the tree of the statement becomes cells. */
  readonly proof: TreeProof;
  /** Children of node i have indices > i, so that there is no cycle. Nodes may be shared between equal cells. */
  readonly nodes: readonly ProofNode[];
}

/** λ is K's. */
export type CertifiedResult =
  | { readonly status: "exact"; readonly lambda: string; readonly multiplicity: number }
  | { readonly status: "bounds"; readonly lower: string; readonly upper: string };

/** "K, given by the tree, at this point." Generators are in the user's coordinates and vanish at the point. */
export interface Statement {
  readonly variables: readonly string[];
  readonly point: readonly string[];
  readonly norm: "squares" | "absolute";
  readonly tree: StatedTree;
}

/** The norm of a product is the product of the norms, that of a power the power. */
export type StatedTree =
  | { readonly kind: "ideal"; readonly generators: readonly string[] }
  | { readonly kind: "product"; readonly factors: readonly StatedTree[] }
  | { readonly kind: "power"; readonly base: StatedTree; readonly exponent: number }
  /**
   * The ideal of the coefficients, as a polynomial map in x, of f(x) = W_L·s(W_{L−1}·s( … s(W_1·x))), s(z) = z^degree entry
   * by entry; layers[l][row][column], first layer first. It stands at the root alone.
   */
  | {
      readonly kind: "network";
      readonly degree: number;
      readonly layers: readonly (readonly (readonly string[])[])[];
    };

/**
 * - `cell`: the tree multiplied out (products: all products of generators; power e: the e-th powers of the
 *   generators), translated to the point; variables that do not occur are left out; all roles `zero`, κ = h = 0. If
 *   all generators are 0 the value is (0, 1) and there is no node.
 * - `product`: the factors share no variable: least λ, m the sum over the factors that reach it.
 * - `power`: λ/exponent, m stays.
 * - `theorem`: what the theorem says of the family that the tree is a member of; taken on trust.
 * - `combine`: proofs about this same tree: the best lower and the best upper.
 * - `network-blow-up`: a network in two variables, translated to the point. `coordinate` (if there): the linear form takes
 *   the place of the variable, which it holds. weights ≥ 1; o_l the least order of an entry of W_l, o = Σ o_l·degree^{L−l}
 *   positive; V_l the leading forms (order o_l). With V_l at (1, t), (−1, t), (0, 1) and (0, −1) in turn, the outputs at the
 *   inputs are polynomials in t that have no common real root (for the last two: are not all 0). Then ‖f‖ is y^o times
 *   a unit on the exceptional divisor: λ = (w_1 + w_2)/o, m = 1.
 */
export type TreeProof =
  | { readonly rule: "zero" }
  | { readonly rule: "cell"; readonly node: number }
  | { readonly rule: "product"; readonly factors: readonly TreeProof[] }
  | { readonly rule: "power"; readonly base: TreeProof }
  | { readonly rule: "theorem"; readonly theorem: StatedTheorem }
  | { readonly rule: "combine"; readonly proofs: readonly TreeProof[] }
  | {
      readonly rule: "network-blow-up";
      readonly coordinate: { readonly variable: number; readonly form: string } | null;
      readonly weights: readonly [number, number];
      readonly inputs: readonly (readonly string[])[];
    };

/**
 * A family with a published closed form, and which variable plays which part in it; all variables are distinct. The
 * tree multiplied out, without zeros, has the family's generators up to nonzero rational factors. Layers hold the
 * variables of the weights, first layer first, a row an output of the layer.
 *
 * - `reduced-rank-regression` (two layers), `deep-linear-network` (three or more): the entries of W_L ⋯ W_1 − W_L* ⋯ W_1*,
 *   W* the weights at the point. Where the theorem gives the least value over the fibre only, it bounds from below.
 * - `vandermonde`: Σ_k outer[o][k]·inner[k]^{1 + step·j} for all o and j = 0, …, J, with J + 1 ≥ the number of units k; all
 *   these variables are 0 at the point.
 * - `one-input`: Σ_k a_ok b_k^degree, of a network with the layers b (one column) and a; all 0 at the point.
 * - `width-one-chain`: all products of one entry of each layer, that of layer l to the power degree^{L−l}, of a network whose
 *   hidden layers have one unit; all weights are 0 at the point.
 */
export type StatedTheorem =
  | { readonly name: "reduced-rank-regression"; readonly layers: StatedLayers }
  | { readonly name: "deep-linear-network"; readonly layers: StatedLayers }
  | {
      readonly name: "vandermonde";
      readonly step: number;
      readonly outer: readonly (readonly string[])[];
      readonly inner: readonly string[];
    }
  | { readonly name: "one-input"; readonly degree: number; readonly layers: StatedLayers }
  | { readonly name: "width-one-chain"; readonly degree: number; readonly layers: StatedLayers };

export type StatedLayers = readonly (readonly (readonly string[])[])[];

/**
 * Why a polynomial u vanishes nowhere on a cell: with the zero variables set to 0 (and after reduction modulo the
 * constants' minimal polynomials) it equals the product of these factors up to a nonzero rational number.
 */
export type UnitWitness = readonly UnitFactor[];

export type UnitFactor =
  /** A nonzero rational or polynomial in constants only, whose sign at their values is not 0. */
  | { readonly kind: "constant"; readonly value: string }
  /** A variable of role `nonzero`. */
  | { readonly kind: "variable"; readonly variable: number; readonly power: number }
  /** Member number `index` of the cell's `nonzero` list. */
  | { readonly kind: "nonzero"; readonly index: number; readonly power: number }
  /** Σ c_i·s_i² with rational c_i > 0, where s_0 is a nonzero rational times a monomial in `nonzero` variables. */
  | { readonly kind: "squares"; readonly squares: readonly Square[]; readonly power: number }
  /** A polynomial in one free or nonzero variable (and constants) without a real root. */
  | { readonly kind: "rootless"; readonly polynomial: string; readonly variable: number; readonly power: number };

export type Square = readonly [coefficient: string, root: string];

/**
 * An algebraic constant: the only root in [lower, upper] of `minimal`, a square-free polynomial in the constant's own
 * variable and earlier constants, which changes sign between the ends.
 */
export interface StatedConstant {
  readonly minimal: string;
  readonly lower: string;
  readonly upper: string;
}

/** On the list of generators (`generators`) or of equations (`equations`), in place; then the normal form. */
export type ReduceStep =
  /** list[target] −= factor·list[source], target ≠ source. */
  | {
      readonly kind: "subtract";
      readonly list: "generators" | "equations";
      readonly target: number;
      readonly source: number;
      readonly factor: string;
    }
  /** list[target] is divided exactly by a unit. */
  | {
      readonly kind: "divide";
      readonly list: "generators" | "equations";
      readonly target: number;
      readonly by: string;
      readonly unit: UnitWitness;
    }
  /** list[target] is multiplied by a unit. */
  | {
      readonly kind: "multiply";
      readonly list: "generators" | "equations";
      readonly target: number;
      readonly by: string;
      readonly unit: UnitWitness;
    }
  /**
   * generators[target] is a nonzero rational times Σ coefficient·root², coefficients > 0 (or all < 0): it becomes 0, and
   * the squares root² are appended.
   */
  | {
      readonly kind: "squares";
      readonly target: number;
      readonly squares: readonly Square[];
    };

/**
 * Rules. "Unit" means: with a witness on this node's cell. `child` and `children` are indices of nodes.
 *
 * - `reduce`: the steps one after the other, then the normal form. The ideal stays, or ‖J‖ up to constants.
 * - `extract`: the monomial (in zero and free variables) divides every generator: it is divided out and its exponents
 *   join κ.
 * - `shear`: x' = unit·x + offset takes the place (and the index) of x; unit and offset are free of x. Everywhere x
 *   becomes (x' − offset)/unit, and each polynomial is multiplied by unit^(its degree in x). If offset ≠ 0: κ_x = h_x = 0. If x
 *   is zero: offset vanishes with the zero variables, x' is zero. If free: x' is free. If nonzero: offset = 0 and x'
 *   is nonzero, or x' is free and x' − offset joins `nonzero`.
 * - `rescale`: x = by·x' for every listed variable (zero, free or nonzero), by a unit free of them; x' takes x's place. Roles, κ
 *   and h stay.
 * - `coordinate`: equations[equation] = unit·x + offset, unit and offset free of x, x free or nonzero with
 *   κ_x = h_x = 0: a shear after which x' is zero and the equation is gone. If x was nonzero, −offset joins `nonzero`.
 * - `replace`: x is zero, κ_x = h_x = 0, x occurs in generators[generator] only, which vanishes with the zero variables
 *   and has a unit ∂/∂x: that generator becomes x.
 * - `sum`: κ = 0. Each part names variables; parts are disjoint, every generator, nonzero polynomial and equation has
 *   its variables (constants aside) in one part; each part has a generator; variables in no part occur nowhere and are
 *   left out. One child a part; constants are kept by all. λ = Σ λ_i, m = 1 + Σ (m_i − 1).
 * - `product`: each part names variables and its own generators (a part may have the generator "1"); parts are
 *   disjoint, each variable with κ > 0 is in a part, each part's generators are in its variables; all products, one
 *   generator from each part, in normal form are the cell's generators; nonzero polynomials and equations as in `sum`.
 *   λ is the least, m the sum over the parts that reach it; upper is ∞ if some part's is, for that part may be empty.
 * - `power`: generator i is a nonzero rational times roots[i]^exponent, κ is divisible by exponent: the child has the
 *   roots as generators and κ/exponent. λ is divided by exponent, m stays.
 * - `slice`: every generator, nonzero polynomial and equation is homogeneous for the integer weights (constants weigh
 *   0), the nonzero variable x has weight ≠ 0: x = 1 (odd weight; one child) or x = 1 and x = −1 (even; two children,
 *   in this order). x leaves the cell.
 * - `contract`: the same with weights ≥ 0 on free, 0 on nonzero variables, and degree 0 for nonzero polynomials and equations:
 *   each free variable of positive weight becomes zero.
 * - `split-variable`: x free: children x zero, x nonzero (κ and h of x go).
 * - `split`: polynomial q in free, nonzero and constant variables: children q joins `nonzero`, q joins `equations`.
 * - `factor`: equations[equation] is a nonzero rational times the product of the factors: one child each, with that factor in
 *   its place.
 * - `squares-vanish`: equations[equation] is a nonzero rational times Σ coefficient·root², all coefficients > 0 or all < 0:
 *   it gives way to the roots.
 * - `roots`: equations[equation] is a polynomial in one free or nonzero variable x (and constants), κ_x = h_x = 0. For
 *   every real root one child: x = root + x', x' zero (in x's place). Rational roots as texts; others as a new constant, which
 *   takes the variable number one past the largest that has a role in the cell. Root 0 is left out where x is nonzero.
 *   The intervals of the constants and the rational roots have no inner point in common.
 * - `blow-up`: weights ≥ 1 on at least one zero variable, the centre. The checker makes the charts itself: for each
 *   centre variable x_i, in the order of the weights' list, x_i = ±y_i^{w_i}, x_j = y_j·y_i^{w_j}; the minus chart only where w_i is even and
 *   some generator is neither even nor odd in x_i; it follows the plus chart. In chart i: y_i zero, earlier centre
 *   variables zero, later ones free; κ_i = w·κ + o, h_i = w·(h + 1) − 1 over the centre, every generator is divided by
 *   y_i^o, o the least w-order of the generators. One child a chart.
 * - `rename`: permutation[i] is the new index of variable i; for sharing nodes.
 * - `combine`: children about this same cell: the best lower and the best upper.
 * - `subideal`: generators Σ_j rows[i][j]·g_j span a smaller ideal; the child has them: its lower holds here.
 * - `superideal`: each g_j = Σ_i rows[j][i]·generators[i]; the child has those generators: its upper holds here.
 * - `hoelder`: the child is the same cell with κ = 0. λ ≥ 1/(1/λ_κ + 1/λ_child) by Hölder's inequality, λ_κ the least
 *   (h_i+1)/κ_i over variables with κ_i > 0, λ_child the child's lower; m is bounded by the number of zero, free and nonzero
 *   variables. Lower only; nothing if the child's lower is nothing.
 * - `forget`: the child has no equations (a larger cell): its lower holds here.
 *
 * Leaves:
 *
 * - `empty`: a member of `nonzero` vanishes on the cell (it reduces to 0) or equations[equation] is a unit: ∞.
 * - `monomial`: every generator is a unit times a monomial in zero variables; no free variable has κ or h; the linear
 *   program min w·(h+1), w·(κ+a) ≥ 1 for all exponents a, w ≥ 0 over the zero variables: `primal` w and `dual` y
 *   (aligned with the zero variables ascending, and with the generators) are optimal and strictly complementary;
 *   λ = Σ y, m = 1 + #zero variables − rank{κ+a : y_a > 0; e_i : slack_i > 0}. Infeasible (κ+a = 0 for some a): ∞.
 * - `crossing`: the only generator is a nonzero rational times Π q_k^{e_k}, each q_k with a variable x_k of its own of
 *   role zero, free or nonzero, κ = h = 0 there; the minor det(∂q_k/∂x_l) is a unit; no free variable has κ or h.
 *   lower: the least of (h_i+1)/κ_i over zero variables other than the x_k with κ_i > 0 and of 1/e_k, m their number;
 *   upper: the same with only those q_k that, zero variables set to 0, are 0 or a rational multiple of an equation.
 * - `valuation`: upper only: weights w ≥ 0 on zero variables, not all 0: (w·(h+1))/(w·κ + ord_w J), m = 1; ord_w J is the least w-order
 *   of a term.
 * - `derivative`: lower only: κ = 0, x zero or free, ∂^order g/∂x^order of a generator a unit on the cell: λ ≥ 1/order, m = 1,
 *   since {|g| < ε} has volume O(ε^{1/order}) near every point, and the density |x^h| is bounded.
 * - `initial`: lower only: no free variable has κ; weights ≥ 0 on zero variables; distinct generators, of each the terms of
 *   least weight are a unit times a monomial x^a in zero variables, and multipliers y > 0 with Σ y·(κ+a) ≤ 1 for each
 *   of these: λ ≥ Σ y, for that is a bound of the complex threshold of the limit of the ideal under x → t^w·x, which is
 *   one of the ideal's (Demailly & Kollár 2001, Theorem 0.2), and |x^h| is bounded; m is bounded by the number of zero,
 *   free and nonzero variables.
 * - `open`: nothing is claimed: lower is nothing, upper is ∞.
 *
 * The upper side of `monomial`, `crossing` and `valuation` needs a point of the cell. Without equations `sample` gives
 * rational values to free and nonzero variables (1 where left out) at which the nonzero polynomials do not vanish. With
 * one equation and no constants it also names a variable that it leaves open, and rational ends lower < upper at which
 * the equation takes opposite signs, while in [lower, upper] no nonzero polynomial has a zero, nor has the variable itself
 * if it is nonzero. Without a valid sample upper = ∞.
 */
export type ProofNode =
  | { readonly rule: "reduce"; readonly steps: readonly ReduceStep[]; readonly child: number }
  | { readonly rule: "extract"; readonly monomial: string; readonly child: number }
  | {
      readonly rule: "shear";
      readonly variable: number;
      readonly by: string;
      readonly unit: UnitWitness;
      readonly offset: string;
      readonly child: number;
    }
  | {
      readonly rule: "rescale";
      readonly variables: readonly number[];
      readonly by: string;
      readonly unit: UnitWitness;
      readonly child: number;
    }
  | {
      readonly rule: "coordinate";
      readonly equation: number;
      readonly variable: number;
      readonly unit: UnitWitness;
      readonly child: number;
    }
  | {
      readonly rule: "replace";
      readonly generator: number;
      readonly variable: number;
      readonly unit: UnitWitness;
      readonly child: number;
    }
  | { readonly rule: "sum"; readonly parts: readonly (readonly number[])[]; readonly children: readonly number[] }
  | {
      readonly rule: "product";
      readonly parts: readonly { readonly variables: readonly number[]; readonly generators: readonly string[] }[];
      readonly children: readonly number[];
    }
  | { readonly rule: "power"; readonly roots: readonly string[]; readonly exponent: number; readonly child: number }
  | {
      readonly rule: "slice";
      readonly weights: readonly Weight[];
      readonly variable: number;
      readonly children: readonly number[];
    }
  | { readonly rule: "contract"; readonly weights: readonly Weight[]; readonly child: number }
  | { readonly rule: "split-variable"; readonly variable: number; readonly children: readonly [number, number] }
  | { readonly rule: "split"; readonly polynomial: string; readonly children: readonly [number, number] }
  | {
      readonly rule: "factor";
      readonly equation: number;
      readonly factors: readonly (readonly [polynomial: string, power: number])[];
      readonly children: readonly number[];
    }
  | {
      readonly rule: "squares-vanish";
      readonly equation: number;
      readonly squares: readonly Square[];
      readonly child: number;
    }
  | {
      readonly rule: "roots";
      readonly equation: number;
      readonly variable: number;
      readonly roots: readonly (string | StatedConstant)[];
      readonly children: readonly number[];
    }
  | { readonly rule: "blow-up"; readonly weights: readonly Weight[]; readonly children: readonly number[] }
  | { readonly rule: "rename"; readonly permutation: readonly number[]; readonly child: number }
  | { readonly rule: "combine"; readonly children: readonly number[] }
  | { readonly rule: "subideal"; readonly rows: readonly (readonly string[])[]; readonly child: number }
  | {
      readonly rule: "superideal";
      readonly generators: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly child: number;
    }
  | { readonly rule: "hoelder"; readonly child: number }
  | { readonly rule: "forget"; readonly child: number }
  | ProofLeaf;

export type ProofLeaf =
  | { readonly rule: "empty"; readonly equation?: number; readonly unit?: UnitWitness }
  | {
      readonly rule: "monomial";
      readonly units: readonly UnitWitness[];
      readonly primal: readonly string[];
      readonly dual: readonly string[];
      readonly sample?: Sample;
    }
  | {
      readonly rule: "crossing";
      readonly factors: readonly CrossingFactor[];
      readonly unit: UnitWitness;
      readonly sample?: Sample;
    }
  | { readonly rule: "valuation"; readonly weights: readonly Weight[]; readonly sample?: Sample }
  | {
      readonly rule: "derivative";
      readonly generator: number;
      readonly variable: number;
      readonly order: number;
      readonly unit: UnitWitness;
    }
  | { readonly rule: "initial"; readonly weights: readonly Weight[]; readonly forms: readonly InitialForm[] }
  | { readonly rule: "open" };

/** The weight of a variable, by its number. */
export type Weight = readonly [variable: number, weight: number];

/** Values of variables, by their numbers; with an equation also where one variable's value lies. */
export interface Sample {
  readonly values: readonly (readonly [variable: number, value: string])[];
  readonly root: { readonly variable: number; readonly lower: string; readonly upper: string } | null;
}

export interface InitialForm {
  readonly generator: number;
  readonly unit: UnitWitness;
  readonly multiplier: string;
}

export interface CrossingFactor {
  readonly polynomial: string;
  readonly exponent: number;
  readonly variable: number;
}

/** (λ, m) in the ideal's convention; ∞ for an empty cell or a unit ideal without κ. */
export type Value = { readonly lambda: Rational; readonly multiplicity: number } | "infinite";
