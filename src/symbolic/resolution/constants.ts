import * as P from "../algebra/polynomial.js";
import type { Polynomial } from "../algebra/polynomial.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import type { StatedConstant } from "./certificate.js";

export interface AlgebraicConstant {
  readonly index: number;
  readonly minimal: Polynomial;
  readonly lower: Rational;
  readonly upper: Rational;
}
export type Tower = readonly AlgebraicConstant[];

export function normalise(p: Polynomial, tower: Tower): Polynomial {
  if (tower.length > 0) throw new Error("towers are missing");
  return P.primitive(p);
}

export function signAt(p: Polynomial, tower: Tower): number {
  if (tower.length > 0) throw new Error("towers are missing");
  return P.isZero(p) ? 0 : 1;
}

export function hasNoRealRoot(_p: Polynomial, _variable: number, _tower: Tower): boolean {
  return false;
}

export type Root =
  | { readonly kind: "rational"; readonly value: Rational }
  | { readonly kind: "algebraic"; readonly constant: AlgebraicConstant };

export function isolateRoots(_p: Polynomial, _variable: number, _tower: Tower, _index: number): Root[] {
  throw new Error("roots are missing");
}

export function writeConstant(c: AlgebraicConstant, write: (p: Polynomial) => string): StatedConstant {
  return { minimal: write(c.minimal), lower: Q.format(c.lower), upper: Q.format(c.upper) };
}
