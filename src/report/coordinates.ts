/**
 * From a cell's coordinates back to the user's: each of the user's coordinates as a polynomial in those of the cell, and
 * the name of a point of an exceptional divisor as the curve through the centre that meets the divisor there.
 */
import * as M from "../symbolic/algebra/monomial.js";
import * as P from "../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../symbolic/algebra/polynomial.js";
import * as Q from "../symbolic/algebra/rational.js";
import type { Rational } from "../symbolic/algebra/rational.js";
import { normalize } from "../symbolic/algebra/tower.js";
import type { ProofNode, StatedConstant, Weight } from "../symbolic/resolution/certificate.js";
import { formula, joined, polynomial, rational } from "./formula.js";
import type { Formula, Names } from "./formula.js";
import type { ReplayedNode } from "./replay.js";
import { rootFormula } from "./root.js";
import type { AlgebraicRoot } from "./root.js";

/** By the user's coordinate: its image in the cell's coordinates; null where it is no short polynomial. */
export type Coordinates = readonly (Polynomial | null)[];

export function ownCoordinates(count: number): Coordinates {
  return Array.from({ length: count }, (_, i) => P.variable(i));
}

/** The user's coordinates in those of the k-th child. */
export function childCoordinates({ node }: ReplayedNode, k: number, old: Coordinates, names: Names): Coordinates {
  const moved = (images: ReadonlyMap<number, Polynomial>): Coordinates => old.map((p) => composed(p, images));
  const without = (x: number): Coordinates => old.map((p) => (p !== null && P.degreeIn(p, x) > 0 ? null : p));
  switch (node.rule) {
    case "blow-up": {
      const chart = chartsOf(node)[k];
      if (chart === undefined) return old;
      const image = ([j, w]: Weight): Polynomial => {
        const power = P.variable(chart.variable, w);
        if (j !== chart.variable) return P.multiply(P.variable(j), power);
        return chart.sign === -1 ? P.negate(power) : power;
      };
      return moved(new Map(node.weights.map((weight) => [weight[0], image(weight)])));
    }
    case "shear": {
      const [by, over, offset] = [names.parse(node.by), names.parse(node.over), names.parse(node.offset)] as const;
      const isPolynomial = P.isConstant(by) && !P.isZero(by);
      return node.variables.reduce<Coordinates>((list, x) => {
        if (!isPolynomial) return list.map((p) => (p !== null && P.degreeIn(p, x) > 0 ? null : p));
        const numerator = P.subtract(P.multiply(over, P.variable(x)), offset);
        const image = P.scale(numerator, Q.divide(Q.one, P.constantTerm(by)));
        return list.map((p) => composed(p, new Map([[x, image]])));
      }, old);
    }
    case "rename":
      return moved(new Map(node.permutation.map((to, i) => [i, P.variable(to)])));
    case "replace":
      return without(node.variable);
    case "slice":
      return old.map(() => null);
    default:
      return old;
  }
}

type BlowUp = Extract<ProofNode, { readonly rule: "blow-up" }>;

/** The charts of a blow-up that have children, in their order. */
export function chartsOf({
  weights,
  symmetries = [],
}: BlowUp): { readonly variable: number; readonly weight: number; readonly sign: 1 | -1 }[] {
  const own = weights.filter(([i]) => !symmetries.some(([omitted]) => omitted === i));
  return own.flatMap(([variable, weight]) =>
    (weight % 2 === 0 ? ([1, -1] as const) : ([1] as const)).map((sign) => ({ variable, weight, sign })),
  );
}

/** "y = √2/2": the point in the cell's own coordinates. */
export function pointFormula(variable: number, root: string | StatedConstant, names: Names): Formula {
  const x = names.of(variable);
  const { algebraic, value } = rootOf(root, names);
  if (algebraic === null) {
    const number = rational(P.constantTerm(value));
    return formula(`${x.text} = ${number.text}`, `${x.tex} = ${number.tex}`);
  }
  const alpha = names.of(algebraic.index);
  const shown = rootFormula(algebraic, names);
  return formula(`${x.text} = ${alpha.text} = ${shown.text}`, `${x.tex} = ${alpha.tex} = ${shown.tex}`);
}

/**
 * The curve in the user's coordinates that goes to the point x = root of the only divisor of a plane cell: "x = √2*y"; null
 * where it has no short form.
 */
export function curveThrough(
  { cell }: Pick<ReplayedNode, "cell">,
  variable: number,
  root: string | StatedConstant,
  coordinates: Coordinates,
  names: Names,
): Formula | null {
  const [divisor, another] = cell.roles.flatMap((role, i) => (role === "zero" ? [i] : []));
  const isPlane = cell.roles.every((role, i) => i === divisor || i === variable || role === "constant" || role == null);
  if (divisor === undefined || another !== undefined || !isPlane) return null;
  const { algebraic, value } = rootOf(root, names);
  const parts: Part[] = [];
  for (const [i, p] of coordinates.entries()) {
    const image = composed(p, new Map([[variable, value]]));
    if (image === null) return null;
    const reduced =
      algebraic !== null && P.variablesOf(algebraic.minimal).length === 1 ? normalize(image, [algebraic]) : image;
    if (!P.isZero(reduced)) parts.push({ name: names.of(i), image: reduced });
  }
  const context: Curve = { divisor, algebraic, names };
  const found = parts.flatMap((base) => asGraph(base, parts, context) ?? []);
  const shortest = [...found].sort((a, b) => a.text.length - b.text.length)[0] ?? parametric(parts, context);
  return shortest.text.length <= maxLength ? shortest : null;
}

interface Part {
  readonly name: Formula;
  readonly image: Polynomial;
}

interface Curve {
  readonly divisor: number;
  readonly algebraic: AlgebraicRoot | null;
  readonly names: Names;
}

const maxLength = 80;
const maxTerms = 40;
const maxDegree = 2000;

function composed(p: Polynomial | null, images: ReadonlyMap<number, Polynomial>): Polynomial | null {
  if (p === null || P.degree(p) > maxDegree) return null;
  const image = P.compose(p, images);
  return image.monomials.length > maxTerms ? null : image;
}

/** The root as a polynomial: a rational number, or the new constant, which has the highest number in its polynomial. */
function rootOf(
  root: string | StatedConstant,
  names: Names,
): { readonly value: Polynomial; readonly algebraic: AlgebraicRoot | null } {
  if (typeof root === "string") return { value: P.constant(Q.parse(root) ?? Q.zero), algebraic: null };
  const minimal = names.parse(root.minimal);
  const index = P.variablesOf(minimal).at(-1) ?? 0;
  const [lower, upper] = [Q.parse(root.lower) ?? Q.zero, Q.parse(root.upper) ?? Q.zero];
  return { value: P.variable(index), algebraic: { index, minimal, lower, upper } };
}

/** The other coordinates as functions of one that is a multiple of the curve's parameter; null where it is none. */
function asGraph(base: Part, parts: readonly Part[], curve: Curve): Formula | null {
  const slope = multipleOf(base.image, curve);
  if (slope === null) return null;
  const others = parts.filter((part) => part !== base);
  const graphs = others.map(({ name, image }): Formula | null => {
    const right = inTermsOf(image, slope, base.name, curve);
    return right === null ? null : formula(`${name.text} = ${right.text}`, `${name.tex} = ${right.tex}`);
  });
  if (others.length === 0) return formula(`the ${base.name.text}-axis`, `\\text{the } ${base.name.tex} \\text{-axis}`);
  return graphs.every((g) => g !== null) ? joined(graphs) : null;
}

/** c·t or c·α·t with the curve's parameter t: the exponent of α and c. */
function multipleOf(image: Polynomial, { divisor, algebraic }: Curve): { power: number; c: Rational } | null {
  const [term, more] = P.terms(image);
  if (term === undefined || more !== undefined || M.exponent(term[0], divisor) !== 1) return null;
  const power = algebraic === null ? 0 : M.exponent(term[0], algebraic.index);
  return M.degree(term[0]) === 1 + power && power <= 1 ? { power, c: term[1] } : null;
}

/** The image, a polynomial in the parameter, where slope·t is the coordinate of the given name. */
function inTermsOf(
  image: Polynomial,
  { power, c }: { power: number; c: Rational },
  name: Formula,
  curve: Curve,
): Formula | null {
  const { divisor, names } = curve;
  if (power === 0) {
    const scaled = P.substitute(image, divisor, P.scale(P.variable(divisor), Q.divide(Q.one, c)));
    const single = multipleOf(scaled, curve);
    if (single !== null)
      return single.power === 0 ? times(rational(single.c), name) : multiple(single.c, 1, name, curve);
    const named: Names = { ...names, of: (i) => (i === divisor ? name : names.of(i)) };
    return polynomial(scaled, named);
  }
  const single = multipleOf(image, curve);
  if (single?.power !== 0) return null;
  return multiple(Q.divide(single.c, c), -1, name, curve);
}

/** (c·α^power)·name for power ±1; a quadratic α in closed form. */
function multiple(c: Rational, power: 1 | -1, name: Formula, { algebraic, names }: Curve): Formula | null {
  if (algebraic === null || P.variablesOf(algebraic.minimal).length > 1) return null;
  const root = scaled(power === 1 ? algebraic : inverse(algebraic), c);
  return root === null || P.degreeIn(root.minimal, root.index) !== 2 ? null : times(rootFormula(root, names), name);
}

/** c·α. */
function scaled(root: AlgebraicRoot | null, c: Rational): AlgebraicRoot | null {
  if (root === null) return null;
  const minimal = P.substitute(root.minimal, root.index, P.scale(P.variable(root.index), Q.divide(Q.one, c)));
  const ends = [Q.multiply(root.lower, c), Q.multiply(root.upper, c)] as const;
  return { ...root, minimal, lower: Q.min(...ends), upper: Q.max(...ends) };
}

/** 1/α; null where the interval of α holds 0. */
function inverse({ index, minimal, lower, upper }: AlgebraicRoot): AlgebraicRoot | null {
  if (Q.sign(lower) * Q.sign(upper) <= 0) return null;
  const degree = P.degreeIn(minimal, index);
  const reversed = P.fromTerms(
    P.terms(minimal).map(([m, c]) => [M.withExponent(m, index, degree - M.exponent(m, index)), c]),
  );
  return { index, minimal: reversed, lower: Q.divide(Q.one, upper), upper: Q.divide(Q.one, lower) };
}

function times(factor: Formula, name: Formula): Formula {
  if (factor.text === "1") return name;
  if (factor.text === "-1") return formula(`-${name.text}`, `-${name.tex}`);
  const isSum = / [+-] /.test(factor.text);
  return isSum
    ? formula(`(${factor.text})*${name.text}`, `\\left(${factor.tex}\\right) ${name.tex}`)
    : formula(`${factor.text}*${name.text}`, `${factor.tex} ${name.tex}`);
}

/** "x = t^2, y = α1*t^3". */
function parametric(parts: readonly Part[], { divisor, names }: Curve): Formula {
  const parameter: Names = { ...names, of: (i) => (i === divisor ? formula("t", "t") : names.of(i)) };
  return joined(
    parts.map(({ name, image }) => {
      const right = polynomial(image, parameter);
      return formula(`${name.text} = ${right.text}`, `${name.tex} = ${right.tex}`);
    }),
  );
}
