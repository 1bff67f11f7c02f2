/**
 * The certificate: a proof of (λ, m), or of bounds, as plain JSON that a small independent program re-checks
 * without searching for anything. This file is the contract between the two, its shapes and what they mean; it computes
 * nothing.
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
 * - every variable has a role: `zero` (0 on the cell), `free` (any real), `nonzero`, `constant` (an algebraic
 *   number, root of a minimal polynomial in an isolating interval), `dependent` or `opaque`; the last three are no
 *   coordinates;
 * - as many `relations` as dependent variables: polynomials in all variables that vanish identically. Their Jacobian
 *   determinant by the dependent variables is a unit, so that these are analytic functions of the coordinates near each
 *   point, and the cell's points are those of the coordinates and dependent variables on the relations;
 * - opaque variables stand for functions that are analytic near every point of the cell, and of which nothing else is
 *   known: what is proved of the cell is proved for all such functions. Only generators have them, and of what a node
 *   gives only the `coordinates` of "monomial" and the polynomials of "reduce" for generators;
 * - κ and h on `zero` and `free` variables only (elsewhere 0), whole numbers ≥ 0;
 * - generators; `nonzero` polynomials (they do not vanish on the cell) and `equations` (they vanish on it), both
 *   without zero variables: setting the zero variables to 0 in them changes nothing on the cell.
 *
 * The value of a cell is the least (λ_p, m_p) over its points p, λ ascending, then m descending; the empty cell has
 * value ∞, and so has a unit ideal with κ = 0. A node proves `lower ≤ value ≤ upper`, each a pair (λ, m), ∞, or, for
 * `lower`, nothing (λ = 0 with m = ∞). Where both agree the value is exact.
 *
 * Cells are kept in normal form: polynomials are reduced modulo the minimal polynomials of the constants, coefficients
 * that vanish there are dropped, then they are made primitive; in `nonzero` and `equations` the zero variables are set
 * to 0; zeros among generators and equations, repeated polynomials and polynomials in constants alone among the `nonzero` ones go (a
 * zero among these stays: the cell is empty); a free variable that is itself an equation becomes zero, then one that is itself
 * a nonzero polynomial becomes nonzero (its κ and h go), and leaves the list; relations stay whole; each list is ascending by `P.key` (as JavaScript compares strings). Indices
 * of rules count in these lists. "The same" polynomial means: up to a nonzero rational factor, after that reduction.
 */
import { z } from "zod";
import { maxExponent } from "../algebra/monomial.js";

export const certificateSchema = 4;

/** Variables of cells, and the constants of a proof, have numbers below this. */
export const maxVariables = 1000;
/** A statement may have more, where its proof has no cells. */
export const maxStated = 250_000;
/** Of exponents of powers. */
export const maxPower = 65_535;

const text = z.string();
const list = <T extends z.ZodType>(item: T): z.ZodReadonly<z.ZodArray<T>> => z.array(item).readonly();
const texts = list(text);
const index = z.int().min(0);
const variable = z.int().min(0).max(maxVariables);
const power = z.int().min(1).max(maxPower);

const weight = z.tuple([variable, z.int().min(-maxExponent).max(maxExponent)]).readonly();
/** The weight of a variable, by its number. */
export type Weight = z.infer<typeof weight>;

const square = z.tuple([text, text]).readonly();
/** [c, s] stands for c·s² with a rational c ≠ 0. In a list all c have one sign. */
export type Square = z.infer<typeof square>;

const unitFactor = z.union([
  /**
   * A power of a nonzero variable or of a member of the cell's `nonzero` list, or of a polynomial that has no real root, in one
   * free, nonzero or dependent variable and constants, or in constants alone.
   */
  z.strictObject({ polynomial: text, power }),
  /** A power of Σ c_i·s_i², where s_0 is a nonzero rational times a monomial in `nonzero` variables. */
  z.strictObject({ squares: list(square), power }),
]);
export type UnitFactor = z.infer<typeof unitFactor>;

const unit = list(unitFactor);
/**
 * Why a polynomial u vanishes nowhere on a cell: with the zero variables set to 0 it is the same as the product of these
 * factors. Such a u is called a unit.
 */
export type UnitWitness = z.infer<typeof unit>;

/** The list is that of the cell's relations, which are no targets, then the generators or equations. */
const reduceStep = z.discriminatedUnion("kind", [
  /** list[target] −= factor·list[source], target ≠ source. */
  z.strictObject({ kind: z.literal("subtract"), target: index, source: index, factor: text }),
  /** list[target] is divided exactly by a unit. */
  z.strictObject({ kind: z.literal("divide"), target: index, by: text, unit }),
  /** list[target] is the same as Σ c·s²: it becomes 0, and all s² (of equations, all s) are appended. */
  z.strictObject({ kind: z.literal("squares"), target: index, squares: list(square) }),
  /**
   * list[target] becomes the polynomial; the target may be the end of the list. If the polynomial is not 0, the lower side is lost;
   * if the old one was not, the upper side is.
   */
  z.strictObject({ kind: z.literal("set"), target: index, polynomial: text }),
]);
export type ReduceStep = z.infer<typeof reduceStep>;

const constant = z.strictObject({ minimal: text, lower: text, upper: text });
/**
 * An algebraic constant: the only root in [lower, upper] of `minimal`, a square-free polynomial in the constant's own
 * variable and earlier constants, which changes sign between the ends.
 */
export type StatedConstant = z.infer<typeof constant>;

const sample = list(z.tuple([variable, z.union([text, constant])]).readonly());
/**
 * A point of the cell, which the upper side of `monomial` and `valuation` needs (else it is ∞): values of
 * free, nonzero and dependent variables (1 where left out), rational numbers or constants, each over the earlier ones,
 * with numbers as in `roots`. Equations and relations vanish there, nonzero variables and polynomials do not.
 */
export type Sample = z.infer<typeof sample>;

const child = index;
const children = list(index);
const rule = <R extends string, S extends z.core.$ZodLooseShape>(name: R, data: S) =>
  z.strictObject({ rule: z.literal(name), ...data });

/** `child` and `children` are indices of nodes. Without another word the node's value is the least of its children's. */
const node = z.discriminatedUnion("rule", [
  /**
   * The steps one after the other, on the list of generators or of equations in place, then the normal form. ‖J‖ stays up
   * to constants, or the equations' zeros stay, but for the two steps that say otherwise: a smaller ideal and a larger cell
   * have smaller values.
   */
  rule("reduce", { of: z.enum(["generators", "equations"]), steps: list(reduceStep), child }),
  /** The monomial (in zero and free variables) divides every generator: it is divided out, its exponents join κ. */
  rule("extract", { monomial: text, child }),
  /**
   * x' = (by·x + offset)/over takes the place (and the index) of x, for every listed variable x; by·over is a unit, and by,
   * over and offset are free of the listed variables. Everywhere x becomes (over·x' − offset)/by, and each polynomial is
   * multiplied by by^(its degree in x), relations too; where a relation has x, by, over and offset have no dependent
   * variable. If offset ≠ 0: κ_x = h_x = 0, and if x is nonzero, x' is free and over·x' − offset joins `nonzero`; else x' has
   * the role of x. If x is zero: offset vanishes with the zero variables.
   */
  rule("shear", {
    variables: list(variable),
    by: text,
    over: text,
    offset: text,
    unit,
    child,
  }),
  /**
   * x is zero, κ_x = h_x = 0, no relation has x, the polynomial q vanishes with the zero variables and has a unit ∂q/∂x: by
   * the implicit function theorem it is a coordinate, and takes the place of x. The child's generators are given: with q
   * for x they are the cell's.
   */
  rule("replace", { polynomial: text, variable, unit, generators: texts, child }),
  /**
   * One part for each generator g: by is a unit, and g is the same as by·generator but for terms that the monomial m in zero
   * variables divides; both are given without opaque variables. The child has the generators generator + m·t instead, each
   * with an opaque variable t of its own, which stands for (g/c − by·generator)/(m·by) with a rational c; they are numbered
   * one after the other past the largest with a role, the cell's own opaque variables not counted, which leave it.
   */
  rule("truncate", {
    monomial: text,
    parts: list(z.strictObject({ generator: text, by: text, unit })),
    child,
  }),
  /**
   * Ideals in disjoint variables, one child a part; constants are kept by all. Every nonzero polynomial, equation and relation has its
   * variables (constants aside) in one part, and so have a part's generators, at least one ("1" is allowed).
   * - "sum": κ = 0; the parts' generators together are the cell's. λ = Σ λ_i, m = 1 + Σ (m_i − 1).
   * - "product": each variable with κ > 0 is in a part; all products, one generator from each part, in normal form are the
   *   cell's generators. λ is the least, m the sum over the parts that reach it; upper is ∞ if some part's is, for
   *   that part may be empty.
   * Variables in no part are left out: they occur in no polynomial.
   */
  rule("parts", {
    how: z.enum(["sum", "product"]),
    parts: list(z.strictObject({ variables: list(variable), generators: texts })),
    children,
  }),
  /**
   * Generator i is the same as roots[i]^exponent, κ is divisible by exponent: the child has the roots as generators and
   * κ/exponent. λ is divided by exponent, m stays.
   */
  rule("power", { roots: texts, exponent: power, child }),
  /**
   * No generator has an opaque variable. Every generator, nonzero polynomial, equation and relation is homogeneous for the integer weights (constants weigh 0), the nonzero
   * variable x has weight ≠ 0: x = 1 (odd weight; one child) or x = 1 and x = −1 (even; two children, in this order), since
   * the action of the torus moves every point there. x leaves the cell.
   */
  rule("slice", { weights: list(weight), variable, children }),
  /**
   * The same with weights ≥ 0 on free and dependent, 0 on nonzero variables, and degree 0 for nonzero polynomials and equations: each free
   * variable of positive weight becomes zero, as λ is lower semicontinuous along the orbits, whose limits are there.
   */
  rule("contract", { weights: list(weight), child }),
  /**
   * A vector field ξ = Σ c_i·∂/∂x_i by zero, free and nonzero variables, the c_i given; for each generator, ξ of it is the sum
   * of the given factors times generators (by index). x is zero, κ_x = h_x = 0, ξ(x) is a unit; x_i divides c_i where κ_i or h_i
   * is not 0. No relations, no opaque variables. x becomes 0 everywhere and leaves the cell: with the time of the flow of ξ from
   * x = 0 as a coordinate in its place, ‖J‖ and the x_i with κ or h are units times what they are at x = 0.
   */
  rule("flow", {
    field: list(z.tuple([variable, text]).readonly()),
    derivatives: list(list(z.tuple([index, text]).readonly())),
    variable,
    unit,
    child,
  }),
  /**
   * Polynomials without zero variables: children where each of them in turn joins `nonzero` (they may overlap), then one
   * where all join `equations`.
   */
  rule("cover", { polynomials: texts, children }),
  /**
   * q is equations[equation] on the cell, x free or nonzero, κ_x = h_x = 0, and the Jacobian determinant of the relations and q
   * by the dependent variables and x is a unit: the equation goes, q − z joins the relations, where z is a new zero variable
   * with the number one past the largest that has a role; x is dependent, and if it was nonzero, joins `nonzero`.
   */
  rule("implicit", { polynomial: text, equation: index, variable, unit, child }),
  /**
   * equations[equation] is the same as a unit times the product of powers: one child for each factor, with that factor in
   * its place. Without factors the cell is empty.
   */
  rule("factor", { equation: index, unit, factors: list(z.tuple([text, power]).readonly()), children }),
  /**
   * equations[equation] is a polynomial in one free, nonzero or dependent variable x (and constants). For every real root, ascending,
   * one child, with x − root in its place. Rational roots as texts; others as a new constant, which takes the variable number
   * one past the largest that has a role in the cell. The intervals of the constants and the rational roots have no inner
   * point in common.
   */
  rule("roots", { equation: index, variable, roots: list(z.union([text, constant])), children }),
  /**
   * Weights ≥ 1 on at least one zero variable, the centre. The checker makes the charts itself: for each centre variable x_i,
   * in the order of the weights' list, x_i = y_i^{w_i}, x_j = y_j·y_i^{w_j}, and where w_i is even, next the same with −x_i
   * for x_i. In chart i: y_i zero, earlier centre variables zero, later ones free;
   * κ_i = w·κ + o, h_i = w·(h + 1) − 1 over the centre, every generator is divided by y_i^o, o the least w-order of the
   * generators. One child a chart: together they are the exceptional fibre, and the blow-up is proper.
   */
  rule("blow-up", { weights: list(weight), children }),
  /**
   * Free, nonzero and dependent variables, κ = h = 0 there, that no generator has leave the cell, with the nonzero
   * polynomials, equations and relations that have one of them: these, zero variables set to 0, have no other variable but
   * constants. No opaque variables. By the determinant as many dependent variables leave as relations: the cell is a product,
   * and its value that of the factor that stays; ∞ from above but for a sample, of the listed variables: a point of the
   * factor that goes.
   */
  rule("project", { variables: list(variable), sample: sample.exactOptional(), child }),
  /** permutation[i] is the new index of variable i; for sharing nodes. */
  rule("rename", { permutation: list(variable), child }),
  /** Children about this same cell: the best lower and the best upper. Without children nothing is claimed. */
  rule("combine", { children }),
  /** A member of `nonzero` vanishes on the cell (it reduces to 0): ∞. */
  rule("empty", {}),
  /**
   * Generators that are monomials in coordinates. `coordinates`, of which there may be none: polynomials q_k, each with a
   * variable x_k of its own of role zero, free or nonzero with κ = h = 0, without opaque variables once the zero
   * variables are set to 0, such that the Jacobian determinant of the
   * relations and the q_k by the dependent variables and the x_k is a unit: with q_k for x_k they are coordinates near each
   * point. No free variable has κ or h. Each generator over its common monomial in the other zero variables is a unit, or
   * the same as Π q_k^{e_k} for the stated exponents. In the columns of the other zero variables (ascending), then of the
   * q_k, let a be the generators' exponents, κ and h those of the variables, 0 for the q_k. The linear program
   * min w·(h+1), w·(κ+a) ≥ 1 for all a, w ≥ 0: `primal` w and `dual` y are optimal and strictly complementary, which shows
   * the whole face of solutions. λ = Σ y, m = 1 + #{i : w_i > 0} − rank{κ+a : y_a > 0} in these columns. This is the value where
   * all q_k vanish, elsewhere it is no smaller; the sample is on those q_k that have w_k > 0. Infeasible (κ+a = 0 for some
   * a): ∞.
   */
  rule("monomial", {
    coordinates: list(z.strictObject({ polynomial: text, variable })),
    jacobian: unit,
    forms: list(z.union([z.strictObject({ unit }), z.strictObject({ exponents: list(z.int().min(0).max(maxPower)) })])),
    primal: texts,
    dual: texts,
    sample: sample.exactOptional(),
  }),
  /**
   * Upper only: weights w ≥ 0 on zero variables, not all 0: (w·(h+1))/(w·κ + ord_w J), m = 1; ord_w J is the least w-order
   * of a term.
   */
  rule("valuation", { weights: list(weight), sample: sample.exactOptional() }),
  /**
   * Lower only: no relations, no opaque variables; weights ≥ 0 on zero variables; distinct generators, of each the terms of least weight are a
   * unit times a monomial x^a in zero variables, and multipliers y > 0. A variable outside all these monomials allows
   * h_i + 1, the other zero variables 1: Σ y·(κ_i + a_i) is at most what each zero and free variable allows. λ ≥ Σ y. For fixed
   * values v of the variables outside, Σ y bounds the complex threshold in the others of the limit of x^κ·J under x → t^w·x,
   * which bounds that of the ideal itself, locally uniformly in v (Demailly & Kollár 2001, Theorem 0.2), so that the complex
   * integral over v too is finite up to Σ y; and |x^h| is bounded. m is bounded by the number of zero, free and nonzero
   * variables; where only variables outside are used up, by their number (at least 1), as the bound of the others is larger.
   */
  rule("initial", {
    weights: list(weight),
    forms: list(z.strictObject({ generator: index, unit, multiplier: text })),
  }),
]);
export type ProofNode = z.infer<typeof node>;

const layers = list(list(texts));
/** Matrices, layers[l][row][column], first layer first, a row an output of the layer. */
export type StatedLayers = z.infer<typeof layers>;

const product = z.strictObject({
  kind: z.literal("product"),
  factors: list(z.strictObject({ generators: texts, exponent: z.int().min(1) })),
});
/** ‖J‖ = Π ‖I_j‖^{e_j} of the ideals I_j with these generators; where an I_j is 0, so is J. */
export type StatedProduct = z.infer<typeof product>;

const ideal = z.discriminatedUnion("kind", [
  product,
  /**
   * Two ideals A (`below`) and B (`above`) with c·‖A‖ ≤ ‖J‖ ≤ C·‖B‖ near the point, c, C > 0, where J itself is not given, only
   * that K ≍ ‖J‖². For a deep tanh network f, its matrices' entries 0 at w*, in inputs x with moments and a density on an open set:
   *
   * - J is the ideal of all coefficients c_α(w) of f in x, A that of those of degree ≤ d, d odd: A ⊆ J. J is that of
   *   finitely many, g_j = c_{α_j}; f = Σ g_j·φ_j, where the coefficient of φ_j at x^{α_i} is δ_ij. So the φ_j are independent at
   *   w*, and K = E|f|² ≥ c·Σ g_j².
   * - B is that of the products p of entries along a path from an input to an output: |f| ≤ Σ |p|·|x|, as |tanh z| ≤ |z|.
   * - Or B is A and, for all p, p times d + 1 entries of the first layer. tanh z = T(z) + r(z), T of degree d, and |r(z)| ≤
   *   C·|z|^{d+2} for all real z. |z| ≤ Σ |q|·|x| at each unit, over the paths q to it. So with T for tanh, f changes by at most a
   *   power of 1 + |x| times what d + 2 of one unit's paths and the path on to an output give: these multiples of p.
   *   What is left is a polynomial in x, odd. Up to degree d its coefficients are the c_α; a term of a higher one, of
   *   degree k ≥ d + 2, has a path's product and k − 1 ≥ d + 1 more entries of the first layer.
   */
  z.strictObject({ kind: z.literal("between"), below: product, above: product }),
  /**
   * The ideal of the coefficients, as a polynomial map in x, of f(x) = W_L·s(W_{L−1}·s( … s(W_1·x))), s(z) = z^degree entry
   * by entry, less those of f at the point.
   */
  z.strictObject({ kind: z.literal("network"), degree: power, layers }),
]);
export type StatedIdeal = z.infer<typeof ideal>;

const theoremNames = ["reduced-rank-regression", "deep-linear-network", "vandermonde", "one-input"] as const;
const theorem = z.strictObject({ name: z.enum(theoremNames), degree: power, layers });
/**
 * A family with a published closed form, of networks whose weights are variables of their own, given by their names. The
 * part's generators, without zeros, are the family's generators up to nonzero rational factors.
 *
 * - `reduced-rank-regression` (two layers), `deep-linear-network` (three or more): degree 1, the entries of
 *   W_L ⋯ W_1 − W_L* ⋯ W_1*, W* the weights at the point. Where the theorem gives the least value over the fibre only, it
 *   bounds from below.
 * - `vandermonde`: Σ_k a_ok·b_k^{1 + degree·j} for all o and j = 0, …, J, with J + 1 ≥ the number of units k, of the layers b
 *   (one column) and a; all 0 at the point.
 * - `one-input`: Σ_k a_ok b_k^degree, of the layers b (one column) and a; all 0 at the point.
 */
export type StatedTheorem = z.infer<typeof theorem>;

const part = z.strictObject({
  factors: list(index).check(z.minLength(1)),
  node: index.nullable(),
  theorem: theorem.nullable(),
});

const productProof = z.discriminatedUnion("rule", [
  /** A factor is 0: the value is (0, 1). */
  rule("zero", {}),
  /**
   * No factor is 0, each is in one part, and parts share no variable: λ is the least, m the sum over the parts that reach it.
   * A part is multiplied out: all products, one generator from each of its factors, to its exponent over the common
   * divisor e of the part's exponents; λ is divided by e. Translated to the point, these are the generators of the `node`'s
   * cell; variables that do not occur are left out; all roles `zero`, κ = h = 0. A `theorem` says something of these
   * generators too, which is taken on trust. The best lower and the best upper of the two, where both are given.
   */
  rule("parts", { parts: list(part) }),
]);
/** How a product of powers of ideals becomes cells. */
export type ProductProof = z.infer<typeof productProof>;

const proof = z.discriminatedUnion("rule", [
  productProof,
  /**
   * The lower bound of the ideal below, the upper bound of the ideal above, nothing else of either: the volume of {‖J‖ < ε} is of
   * order ε^λ·(log 1/ε)^{m−1}, and it is smaller where ‖J‖ is larger: the larger λ, or the same λ and the smaller m.
   */
  rule("between", { below: productProof, above: productProof }),
  /**
   * A network in two variables, translated to the point. `coordinate` (if there): the linear form takes the place of the
   * variable, which it holds. weights ≥ 1; o_l the least order of an entry of W_l, o = Σ o_l·degree^{L−l} positive; V_l the
   * leading forms (order o_l). With V_l at (1, t), (−1, t), (0, 1) and (0, −1) in turn, the outputs at the inputs are
   * polynomials in t that have no common real root (for the last two: are not all 0). Then ‖f‖ is y^o times a unit on
   * the exceptional divisor: λ = (w_1 + w_2)/o, m = 1.
   */
  rule("network-blow-up", {
    coordinate: z.strictObject({ variable, form: text }).nullable(),
    weights: z.tuple([power, power]).readonly(),
    inputs: list(texts),
  }),
  /**
   * A network of degree 1 whose weights are variables, each in one place. V_k are its matrices at the point, ν_ij the dimension
   * of the kernel of V_j⋯V_i, r the rank of V_L⋯V_1. `drops`: lists of L whole numbers g_k ≥ 0, Σ g_k = ν_1L and
   * g_i + … + g_j ≤ ν_ij; no exchange of one unit between two layers that keeps to these bounds lowers
   * Σ (d_k − r)·g_k + g_k²/2, d_k the outputs of layer k. λ = r·(d_0 + d_L − r) + this least cost − ν_1L²/2.
   *
   * A bound is implied by ν_kL ≤ ν_ij, k ≤ i, j < L, or by ν_ij = ν_ik + ν_{k+1,j}. If all that are left have i = j or j = L, the
   * lists are a chain: each comes from the one before by an exchange, at equal cost, from layer i to a later one j, and
   * no exchange at equal cost goes from an earlier to a later one of i, …, j but this; none goes to an earlier layer
   * in the first list, or to a later one in the last. m is the number of lists. Otherwise there is one list; m = 1 if no exchange has equal
   * cost; if some has, m is at most 1 + Σ_k min(ν_1L, d_1 − r, …, d_k − r), k < L. docs/matrix-products.md says why.
   */
  rule("matrix-product", { drops: list(list(z.int().min(0))) }),
]);
/** How the statement's ideal becomes cells. */
export type IdealProof = z.infer<typeof proof>;

const statement = z.strictObject({
  variables: list(text.regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/)).check(z.maxLength(maxStated)),
  point: texts,
  norm: z.enum(["squares", "absolute"]),
  ideal,
});
/** "K, given by the ideal, at this point." Generators are in the user's coordinates and vanish at the point. */
export type Statement = z.infer<typeof statement>;

const result = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("exact"), lambda: text, multiplicity: z.int().min(1) }),
  z.strictObject({ status: z.literal("bounds"), lower: text, upper: text }),
]);
/** λ is K's. */
export type CertifiedResult = z.infer<typeof result>;

export const certificate = z.strictObject({
  kind: z.literal("certificate"),
  schema: z.literal(certificateSchema),
  statement,
  result,
  proof,
  /** Children of node i have indices > i, so that there is no cycle. Nodes may be shared between equal cells. */
  nodes: list(node),
});
export type Certificate = z.infer<typeof certificate>;
