/**
 * The Fisher information of the regression y = f(x; w) + ε with standard normal noise and inputs x ~ N(0, 1)^n:
 *
 *     I(w) = E_x[∇f ∇fᵀ] = Jᵀ M J,   M_αβ = E[x^{α+β}] = Π_i (α_i + β_i − 1)!!  where all α_i + β_i are even, else 0,
 *
 * one block M for each output. M is positive definite, so rank I = rank J. The characteristic polynomial is computed
 * modulo primes and put together by the Chinese remainder theorem under Hadamard's bound, so it is exact.
 */
import * as M from "../algebra/monomial.js";
import { chineseRemainder, prime, residue } from "../algebra/modular.js";
import { characteristicPolynomial } from "../algebra/modular-matrix.js";
import * as Matrix from "../algebra/matrix.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import type { Architecture, Weights } from "./architecture.js";
import { exactJacobian } from "./point-analysis.js";
import { coefficientIndex } from "./propagation.js";

export interface FisherInformation {
  readonly matrix: readonly (readonly Rational[])[];
  /** The local dimension of the model in the space of functions, to first order. */
  readonly rank: number;
  /** det(t − I(w)), the coefficient of t^i at place i. */
  readonly characteristicPolynomial: readonly Rational[];
}

export function fisherInformation(net: Architecture, weights: Weights<Rational>): FisherInformation {
  const jacobian = exactJacobian(net, weights);
  const moments = momentMatrix(net);
  const columns = transpose(jacobian);
  const images = columns.map((column) => moments.map((row) => dot(row, column)));
  const matrix = columns.map((left) => images.map((right) => dot(left, right)));
  return { matrix, rank: Matrix.rank(matrix), characteristicPolynomial: exactCharacteristicPolynomial(matrix) };
}

/** E[x^α x^β] for the rows α, β of the Jacobian; 0 between different outputs. */
export function momentMatrix(net: Architecture): Rational[][] {
  const index = coefficientIndex(net);
  return index.map((a) =>
    index.map((b) => (a.output === b.output ? gaussianMoment(M.multiply(a.monomial, b.monomial)) : Q.zero)),
  );
}

/** det(t − A) of a square rational matrix. */
export function exactCharacteristicPolynomial(matrix: Matrix.Matrix): Rational[] {
  const n = matrix.length;
  const scale = matrix.flat().reduce((d, c) => (d / Q.gcd(d, c.den)) * c.den, 1n);
  const integers = matrix.map((row) => row.map((c) => c.num * (scale / c.den)));
  const norm = integers.reduce((largest, row) => {
    const sum = row.reduce((s, c) => s + (c < 0n ? -c : c), 0n);
    return sum > largest ? sum : largest;
  }, 1n);
  // A coefficient is a sum of at most 2^n minors, each at most norm^n.
  const bound = 2n * (2n * norm) ** BigInt(n) + 1n;
  let modulus = 1n;
  let combined = Array.from({ length: n + 1 }, () => 0n);
  for (let i = 0; modulus <= bound; i++) {
    const p = prime(i);
    const image = characteristicPolynomial(
      integers.map((row) => row.map((c) => residue(c, p))),
      p,
    );
    combined = combined.map((c, k) => chineseRemainder(c, modulus, BigInt(image[k] ?? 0), BigInt(p)));
    modulus *= BigInt(p);
  }
  return combined.map((c, k) => Q.rational(2n * c > modulus ? c - modulus : c, scale ** BigInt(n - k)));
}

function gaussianMoment(m: M.Monomial): Rational {
  const list = M.exponents(m);
  if (list.some((e) => e % 2 === 1)) return Q.zero;
  let product = 1n;
  for (const e of list) for (let odd = e - 1; odd > 1; odd -= 2) product *= BigInt(odd);
  return Q.rational(product);
}

function transpose(matrix: Matrix.Matrix): Rational[][] {
  return (matrix[0] ?? []).map((_, j) => matrix.map((row) => row[j] ?? Q.zero));
}

function dot(a: readonly Rational[], b: readonly Rational[]): Rational {
  return a.reduce((s, x, i) => (Q.isZero(x) ? s : Q.add(s, Q.multiply(x, b[i] ?? Q.zero))), Q.zero);
}
