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

export const certificateSchema = 6;

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

/** Matrices, layers[l][row][column], first layer first, a row an output of the layer. */
const layers = list(list(texts));

/** Variables are the cell's, by number; `child` and `children` are indices of nodes. */
const node = z.discriminatedUnion("rule", [
  rule("reduce", { of: z.enum(["generators", "equations", "powers"]), steps: list(reduceStep), child }),
  rule("extract", { powers: list(z.tuple([text, power]).readonly()), child }),
  rule("shear", { variables: list(variable), by: text, over: text, offset: text, unit, child }),
  rule("replace", { polynomial: text, variable, unit, generators: texts, child }),
  rule("eliminate", {
    generators: list(index),
    variables: list(variable),
    values: texts,
    unit,
    monomials: texts,
    child,
  }),
  rule("truncate", {
    monomial: text,
    parts: list(z.strictObject({ generator: text, by: text, unit })),
    child,
  }),
  rule("parts", {
    how: z.enum(["sum", "product"]),
    parts: list(z.strictObject({ variables: list(variable), generators: texts })),
    children,
  }),
  rule("power", { roots: texts, exponent: power, child }),
  rule("slice", { weights: list(weight), variable, children }),
  rule("contract", { weights: list(weight), child }),
  rule("flow", {
    field: list(z.tuple([variable, text]).readonly()),
    derivatives: list(list(z.tuple([index, text]).readonly())),
    variable,
    unit,
    child,
  }),
  rule("cover", { polynomials: texts, children }),
  rule("implicit", { polynomial: text, equation: index, variable, unit, child }),
  rule("factor", { equation: index, unit, factors: list(z.tuple([text, power]).readonly()), children }),
  rule("roots", { equation: index, variable, roots: list(z.union([text, constant])), children }),
  rule("blow-up", { weights: list(weight), symmetries: list(symmetry).exactOptional(), children }),
  rule("project", { variables: list(variable), sample: sample.exactOptional(), child }),
  rule("integrate", {
    variables: list(variable),
    minors: list(z.strictObject({ generators: list(index), variables: list(variable) })),
    child,
  }),
  /** permutation[i] is the new number of variable i. */
  rule("rename", { permutation: list(variable), child }),
  rule("combine", { children }),
  rule("empty", {}),
  rule("zero", {}),
  rule("monomial", {
    coordinates: list(z.strictObject({ polynomial: text, variable })),
    jacobian: unit,
    forms: list(z.union([z.strictObject({ unit }), z.strictObject({ exponents: list(z.int().min(0).max(maxPower)) })])),
    primal: texts,
    dual: texts,
    sample: sample.exactOptional(),
  }),
  rule("valuation", { weights: list(weight), sample: sample.exactOptional() }),
  rule("initial", {
    weights: list(weight),
    forms: list(z.strictObject({ generator: index, unit, multiplier: text })),
  }),
  rule("adjunction", {
    variable,
    combination: texts,
    roots: texts,
    forms: list(z.strictObject({ unit, exponents: list(z.int().min(0).max(maxPower)) })),
  }),
  rule("theorem", {
    name: z.enum(["reduced-rank-regression", "deep-linear-network", "vandermonde", "one-input"]),
    degree: power,
    layers,
  }),
]);
export type ProofNode = z.infer<typeof node>;
export type StatedTheorem = Omit<Extract<ProofNode, { readonly rule: "theorem" }>, "rule">;

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

const part = z.strictObject({ factors: list(index).check(z.minLength(1)), node: index });
/** Factors of a product that share no variable with others, and the node about what they multiply out to. */
export type Part = z.infer<typeof part>;

const proof = z.discriminatedUnion("rule", [
  /** The parts of the product, or those of the one below and of the one above. */
  rule("parts", { ideals: list(list(part)) }),
  rule("network-blow-up", {
    coordinate: z.strictObject({ variable, image: text }).nullable(),
    weights: z.tuple([power, power]).readonly(),
    inputs: list(texts),
  }),
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
