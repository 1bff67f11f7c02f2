/**
 * The certificate: a proof of (λ, m), or of bounds, as plain JSON that a small independent program re-checks without
 * searching for anything. This file is the contract between the two: the shapes. What they mean, and why it holds, is said
 * in docs/certificates.md. It computes nothing.
 *
 * Polynomials are texts such as "x^2*y - 1/2*z", expanded, in the statement's variables; variable number i beyond those
 * is called "$i". Rationals are texts "3/2".
 */
import { z } from "zod";
import { maxExponent } from "../algebra/monomial.js";

export const certificateSchema = 5;

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
   * A power of a nonzero variable or of a member of the cell's `nonzero` list, or of a polynomial that has no real root,
   * in one free, nonzero or dependent variable and constants, or in constants alone.
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

/** The list is that of the cell's relations, which are no targets, then the generators, the equations, or what the powers are of. */
const reduceStep = z.discriminatedUnion("kind", [
  /** list[target] −= factor·list[source], target ≠ source. */
  z.strictObject({ kind: z.literal("subtract"), target: index, source: index, factor: text }),
  /** list[target] is divided exactly by a unit. */
  z.strictObject({ kind: z.literal("divide"), target: index, by: text, unit }),
  /** list[target] is the same as Σ c·s²: it becomes 0, and all s² (of equations, all s) are appended. */
  z.strictObject({ kind: z.literal("squares"), target: index, squares: list(square) }),
  /**
   * list[target] becomes the polynomial; the target may be the end of the list. If the polynomial is not 0, the lower
   * side is lost; if the old one was not, the upper side is.
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

/** A chart's variable, and a permutation that moves it to an earlier one of the centre. */
const symmetry = z.tuple([variable, list(index)]).readonly();
const child = index;
const children = list(index);
const rule = <R extends string, S extends z.core.$ZodLooseShape>(name: R, data: S) =>
  z.strictObject({ rule: z.literal(name), ...data });

/** What each rule demands and says: docs/certificates.md. `child` and `children` are indices of nodes. */
const node = z.discriminatedUnion("rule", [
  /** The steps one after the other, on the list of generators or of equations. */
  rule("reduce", { of: z.enum(["generators", "equations", "powers"]), steps: list(reduceStep), child }),
  /** Powers are divided out of every generator: they join the cell's. */
  rule("extract", { powers: list(z.tuple([text, power]).readonly()), child }),
  /** x' = (by·x + offset)/over takes the place of x, for every listed variable x. */
  rule("shear", { variables: list(variable), by: text, over: text, offset: text, unit, child }),
  /** q takes the place of the zero variable x; the generators with q as a variable are given. */
  rule("replace", { polynomial: text, variable, unit, generators: texts, child }),
  /**
   * Generators that are coordinates, with as many zero variables, which take their places; in the other generators each
   * variable becomes its value, up to multiples of the monomials.
   */
  rule("eliminate", {
    generators: list(index),
    variables: list(variable),
    values: texts,
    unit,
    monomials: texts,
    child,
  }),
  /** One part a generator g, then one for what each power is of: g/`by` and `generator` are equal but for multiples of the monomial. */
  rule("truncate", {
    monomial: text,
    parts: list(z.strictObject({ generator: text, by: text, unit })),
    child,
  }),
  /** Ideals in disjoint variables, one child a part. */
  rule("parts", {
    how: z.enum(["sum", "product"]),
    parts: list(z.strictObject({ variables: list(variable), generators: texts })),
    children,
  }),
  /** Generator i is roots[i]^exponent, κ is divisible by the exponent. */
  rule("power", { roots: texts, exponent: power, child }),
  /** Homogeneous for the weights: the nonzero variable becomes 1, where its weight is even −1 too. */
  rule("slice", { weights: list(weight), variable, children }),
  /** Homogeneous of degree 0: free variables of positive weight become zero. */
  rule("contract", { weights: list(weight), child }),
  /** A vector field Σ c_i·∂/∂x_i that keeps the ideal: it takes generators to sums of factors times generators. */
  rule("flow", {
    field: list(z.tuple([variable, text]).readonly()),
    derivatives: list(list(z.tuple([index, text]).readonly())),
    variable,
    unit,
    child,
  }),
  /** Children where each of the polynomials in turn joins `nonzero`, then one where all join `equations`. */
  rule("cover", { polynomials: texts, children }),
  /** The polynomial, on the cell an equation, becomes a new zero variable, and the variable dependent. */
  rule("implicit", { polynomial: text, equation: index, variable, unit, child }),
  /** A unit times powers: one child a factor, which takes the place of the equation. */
  rule("factor", { equation: index, unit, factors: list(z.tuple([text, power]).readonly()), children }),
  /** One child a real root of the equation in one variable, ascending, with variable − root in its place. */
  rule("roots", { equation: index, variable, roots: list(z.union([text, constant])), children }),
  /** Zero variables with weights ≥ 1. The checker makes the charts, one child each; two where the weight is even. */
  rule("blow-up", { weights: list(weight), symmetries: list(symmetry).exactOptional(), children }),
  /** These variables leave, with the conditions that hold them; the sample is a point of what leaves. */
  rule("project", { variables: list(variable), sample: sample.exactOptional(), child }),
  /** Zero variables in which the generators are affine leave; the child has minors of the matrix of coefficients. */
  rule("integrate", {
    variables: list(variable),
    minors: list(z.strictObject({ generators: list(index), variables: list(variable) })),
    child,
  }),
  /** permutation[i] is the new number of variable i. */
  rule("rename", { permutation: list(variable), child }),
  /** Children about this same cell. Without children nothing is claimed. */
  rule("combine", { children }),
  /** A member of `nonzero` is 0. */
  rule("empty", {}),
  /** Generators that are units times monomials in zero variables and the coordinates; a linear program. */
  rule("monomial", {
    coordinates: list(z.strictObject({ polynomial: text, variable })),
    jacobian: unit,
    forms: list(z.union([z.strictObject({ unit }), z.strictObject({ exponents: list(z.int().min(0).max(maxPower)) })])),
    primal: texts,
    dual: texts,
    sample: sample.exactOptional(),
  }),
  /** Upper only: weights of a divisor. */
  rule("valuation", { weights: list(weight), sample: sample.exactOptional() }),
  /** Lower only: initial forms for the weights that are units times monomials; a linear program. */
  rule("initial", {
    weights: list(weight),
    forms: list(z.strictObject({ generator: index, unit, multiplier: text })),
  }),
  /**
   * Lower only: along x a combination of the generators, then what each power is of, are units times products of powers of
   * polynomials in x with simple roots, `roots`.
   */
  rule("adjunction", {
    variable,
    combination: texts,
    roots: texts,
    forms: list(z.strictObject({ unit, exponents: list(z.int().min(0).max(maxPower)) })),
  }),
]);
export type ProofNode = z.infer<typeof node>;

const layers = list(list(texts));
/** Matrices, layers[l][row][column], first layer first, a row an output of the layer. */

const product = z.strictObject({
  kind: z.literal("product"),
  factors: list(z.strictObject({ generators: texts, exponent: z.int().min(1) })),
});
/** ‖J‖ = Π ‖I_j‖^{e_j} of the ideals I_j with these generators; where an I_j is 0, so is J. */
export type StatedProduct = z.infer<typeof product>;

const ideal = z.discriminatedUnion("kind", [
  product,
  /**
   * A (`below`) and B (`above`) with c·‖A‖ ≤ ‖J‖ ≤ C·‖B‖ near the point, c, C > 0, each in analytic coordinates of its own, which
   * change no volume by more than a factor; of J itself only K ≍ ‖J‖² (or |K| ≍ ‖J‖) is known.
   */
  z.strictObject({ kind: z.literal("between"), below: product, above: product }),
  /**
   * The ideal of the coefficients of f(x) = W_L·s(W_{L−1}·s( … s(W_1·x))) in x, s(z) = z^degree entry by entry, less those of
   * f at the point.
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
 *   W_L ⋯ W_1 − W_L* ⋯ W_1*, W* the weights at the point.
 * - `vandermonde`: Σ_k a_ok·b_k^{1 + degree·j} for all o and j = 0, …, J, with J + 1 ≥ the number of units k, of the
 *   layers b (one column) and a; all 0 at the point.
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
   * No factor is 0, each is in one part, and parts share no variable: λ is the least, m the sum over the parts that
   * reach it. A part is multiplied out: all products, one generator from each of its factors, to its exponent over the
   * common divisor e of the part's exponents; λ is divided by e. Translated to the point, these are the generators of the
   * `node`'s cell; variables that do not occur are left out; all roles `zero`, κ = h = 0. A `theorem` says something of
   * these generators too. The best lower and the best upper of the two, where both are given.
   */
  rule("parts", { parts: list(part) }),
]);
/** How a product of powers of ideals becomes cells. */
export type ProductProof = z.infer<typeof productProof>;

const proof = z.discriminatedUnion("rule", [
  productProof,
  /** The lower bound of the ideal below, the upper bound of the ideal above, nothing else of either. */
  rule("between", { below: productProof, above: productProof }),
  /**
   * A network in two variables, translated to the point. `coordinate` (if there): the variable becomes this
   * linear form, which has it. weights ≥ 1; o_l the least order of an entry of W_l, o = Σ o_l·degree^{L−l} positive; V_l
   * the leading forms (order o_l). With V_l at (1, t), (−1, t), (t, 1) and (t, −1) in turn, the outputs at the inputs are
   * polynomials in t that have no common real root. Then ‖f‖ is y^o times a unit on
   * the exceptional divisor: λ = (w_1 + w_2)/o, m = 1.
   */
  rule("network-blow-up", {
    coordinate: z.strictObject({ variable, image: text }).nullable(),
    weights: z.tuple([power, power]).readonly(),
    inputs: list(texts),
  }),
  /**
   * A network of degree 1 whose weights are variables, each in one place, or whose last half of layers are the first ones
   * transposed: by the ranks of its layers' products at the point, as docs/matrix-products.md says.
   */
  rule("matrix-product", {}),
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
