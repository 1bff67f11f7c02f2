import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  chineseRemainder,
  evaluate,
  inverse,
  power,
  prime,
  reconstruct,
  residue,
  residueOf,
  residues,
} from "../../../src/symbolic/algebra/modular.js";
import * as P from "../../../src/symbolic/algebra/polynomial.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { unlimited } from "../../../src/symbolic/algebra/budget.js";
import * as F from "../../../src/symbolic/algebra/residue-polynomial.js";
import { polynomial, rational } from "./support/arbitrary.js";

describe("residues", () => {
  test("the largest primes below 2^26", () => {
    expect([prime(0), prime(1), prime(2)]).toEqual([67_108_859, 67_108_837, 67_108_819]);
    expect(prime(0)).toBe(67_108_859);
  });

  test.prop([fc.nat({ max: 10 }), fc.integer({ min: 1, max: 1e6 }), fc.nat({ max: 1000 })])("field laws", (i, a, e) => {
    const p = prime(i);
    expect((a * inverse(a, p)) % p).toBe(1);
    expect(power(a, p - 1, p)).toBe(1);
    expect(BigInt(power(a, e, p))).toBe(BigInt(a) ** BigInt(e) % BigInt(p));
  });

  test.prop([fc.bigInt(), fc.bigInt()])("reduction is a homomorphism, also of negative numbers", (a, b) => {
    const p = prime(3);
    expect(residue(a * b + a, p)).toBe((residue(a, p) * residue(b, p) + residue(a, p)) % p);
  });

  test("a denominator that vanishes has no residue", () => {
    const p = prime(0);
    expect(residueOf(Q.rational(1, p), p)).toBeNull();
    expect(evaluate(P.scale(P.variable(0), Q.rational(1, p)), [1], p)).toBeNull();
  });

  test.prop([
    polynomial({ variables: 3, degree: 3, terms: 6 }),
    fc.array(fc.nat({ max: 1e6 }), { minLength: 3, maxLength: 3 }),
  ])("evaluation commutes with reduction", (f, x) => {
    const p = prime(1);
    const exact = P.evaluate(
      f,
      x.map((a) => Q.rational(a)),
    );
    expect(evaluate(f, x, p)).toBe(residueOf(exact, p));
  });

  test("the sequence is the same each time and differs by seed", () => {
    const take = (seed: number): number[] => {
      const next = residues(1009, seed);
      return Array.from({ length: 20 }, () => next());
    };
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
    expect(new Set(take(1)).size).toBeGreaterThan(10);
  });
});

describe("the way back", () => {
  test.prop([rational(1000, 1000)])("a fraction is found again from its residue", (a) => {
    const modulus = BigInt(prime(0)) * BigInt(prime(1));
    const [m, n] = [BigInt(prime(0)), BigInt(prime(1))];
    const [r, s] = [residueOf(a, prime(0)) ?? 0, residueOf(a, prime(1)) ?? 0];
    const joined = chineseRemainder(BigInt(r), m, BigInt(s), n);
    expect(joined % m).toBe(BigInt(r));
    expect(joined % n).toBe(BigInt(s));
    expect(reconstruct(joined, modulus)).toEqual(a);
  });

  test("what is no small fraction is refused", () => {
    // Of the 101 residues, only fractions with parts up to 7 are reached.
    const found = Array.from({ length: 101 }, (_, a) => reconstruct(BigInt(a), 101n));
    expect(found.some((a) => a === null)).toBe(true);
    found.forEach((a, r) => {
      if (a !== null) expect((a.num - BigInt(r) * a.den) % 101n).toBe(0n);
    });
  });
});

describe("polynomials over a prime field", () => {
  const p = 101;
  const poly = fc.array(fc.nat({ max: p - 1 }), { minLength: 1, maxLength: 7 }).map((list) => F.add(list, [], p));
  const nonzero = poly.filter((f) => f.length > 0);

  test.prop([poly, nonzero])("division with remainder", (f, g) => {
    const { quotient, remainder } = F.divide(f, g, p);
    expect(F.add(F.multiply(quotient, g, p), remainder, p)).toEqual(f);
    expect(remainder.length).toBeLessThan(g.length);
  });

  test.prop([nonzero, nonzero, nonzero])("gcd(ab, ac) = a gcd(b, c), and Bézout", (a, b, c) => {
    const g = F.gcd(F.multiply(a, b, p), F.multiply(a, c, p), p, unlimited());
    expect(g).toEqual(F.monic(F.multiply(a, F.gcd(b, c, p, unlimited()), p), p));
    const [u, v] = [b, c].map((f) => F.divide(f, F.gcd(b, c, p, unlimited()), p).quotient);
    const { s, t } = F.bezout(u ?? [], v ?? [], p);
    expect(F.add(F.multiply(s, u ?? [], p), F.multiply(t, v ?? [], p), p)).toEqual([1]);
  });

  test.prop([nonzero.filter((f) => f.length > 1 && F.isSquareFree(f, p, unlimited()))])(
    "factors are irreducible and multiply back",
    (f) => {
      const factors = F.factorSquareFree(f, p, unlimited());
      expect(factors.reduce((a, b) => F.multiply(a, b, p), F.one)).toEqual(F.monic(f, p));
      const values = (g: F.ResiduePolynomial): number[] =>
        Array.from({ length: p }, (_, x) => g.reduceRight((sum, c) => (sum * x + c) % p, 0));
      // Every root in the field is split off as a factor of degree 1.
      const roots = values(f).filter((value) => value === 0).length;
      expect(factors.filter((g) => F.degree(g) === 1)).toHaveLength(roots);
      for (const g of factors) expect(F.factorSquareFree(g, p, unlimited())).toHaveLength(1);
    },
  );
});
