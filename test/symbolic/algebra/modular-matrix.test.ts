import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { prime, rank } from "../../../src/symbolic/algebra/modular.js";
import { characteristicPolynomial, greatestMinor } from "../../../src/symbolic/algebra/modular-matrix.js";

const p = prime(0);
const entry = fc.oneof(fc.constantFrom(0, 0, 0, 1, p - 1), fc.integer({ min: 0, max: p - 1 }));
const matrix = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([n, m]) => fc.array(fc.array(entry, { minLength: m, maxLength: m }), { minLength: n, maxLength: n }));
const square = fc
  .integer({ min: 1, max: 6 })
  .chain((n) => fc.array(fc.array(entry, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }));

const determinant = (a: readonly (readonly number[])[]): bigint => {
  const [first, ...rest] = a;
  if (first === undefined) return 1n;
  const sum = first.reduce((s, c, j) => {
    const minor = determinant(rest.map((row) => row.filter((_, k) => k !== j)));
    return s + (j % 2 === 0 ? 1n : -1n) * BigInt(c) * minor;
  }, 0n);
  return ((sum % BigInt(p)) + BigInt(p)) % BigInt(p);
};

describe("matrices modulo a prime", () => {
  test.prop([matrix])("the greatest minor has the rank's size and is not zero", (a) => {
    const { rows, columns } = greatestMinor(a, p);
    expect(rows.length).toBe(rank(a, p));
    expect(columns.length).toBe(rows.length);
    expect(determinant(rows.map((i) => columns.map((j) => a[i]?.[j] ?? 0)))).not.toBe(0n);
  });

  test.prop([square, fc.integer({ min: 0, max: p - 1 })])(
    "the characteristic polynomial is det(t − A) at every t",
    (a, t) => {
      const chi = characteristicPolynomial(a, p);
      const value = chi.reduceRight((s, c) => (s * BigInt(t) + BigInt(c)) % BigInt(p), 0n);
      const shifted = a.map((row, i) => row.map((c, j) => ((i === j ? t : 0) - c + p) % p));
      expect(chi.length).toBe(a.length + 1);
      expect(value).toBe(determinant(shifted));
    },
  );
});
