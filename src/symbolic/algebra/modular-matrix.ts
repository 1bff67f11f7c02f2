/**
 * Elimination over 𝔽_p, p < 2²⁶, on residues in numbers: rank with the place of a nonzero minor, and the
 * characteristic polynomial by the Hessenberg form (Cohen, A Course in Computational Algebraic Number Theory, 2.2.4).
 */
import { inverse } from "./modular.js";

/** Rows and columns (ascending) of a nonzero minor of greatest size; their number is the rank. */
export interface Minor {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

export function greatestMinor(matrix: readonly (readonly number[])[], p: number): Minor {
  const width = matrix[0]?.length ?? 0;
  const rest = matrix.map((row, index) => ({ index, entries: Float64Array.from(row) }));
  const rows: number[] = [];
  const columns: number[] = [];
  for (let j = 0; j < width && rest.length > 0; j++) {
    const at = rest.findIndex(({ entries }) => entries[j] !== 0);
    const [pivot] = at < 0 ? [] : rest.splice(at, 1);
    if (pivot === undefined) continue;
    rows.push(pivot.index);
    columns.push(j);
    const scale = inverse(pivot.entries[j] ?? 1, p);
    for (const { entries } of rest) {
      const factor = entries[j] === 0 ? 0 : p - (((entries[j] ?? 0) * scale) % p);
      if (factor !== 0) addMultiple(entries, factor, pivot.entries, j, p);
    }
  }
  return { rows: rows.sort((a, b) => a - b), columns };
}

/** det(t − A) modulo p, the coefficient of t^i at place i. */
export function characteristicPolynomial(matrix: readonly (readonly number[])[], p: number): number[] {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const at = (i: number, j: number) => a[i]?.[j] ?? 0;
  for (let m = 1; m < n - 1; m++) {
    const i = range(m, n).find((row) => at(row, m - 1) !== 0);
    if (i === undefined) continue;
    if (i !== m) exchange(a, i, m);
    const scale = inverse(at(m, m - 1), p);
    for (let k = m + 1; k < n; k++) {
      const u = (at(k, m - 1) * scale) % p;
      if (u === 0) continue;
      addMultiple(a[k] ?? new Float64Array(), p - u, a[m] ?? new Float64Array(), 0, p);
      for (const row of a) row[m] = ((row[m] ?? 0) + u * (row[k] ?? 0)) % p;
    }
  }
  const chi: number[][] = [[1]];
  for (let m = 0; m < n; m++) {
    const next = [0, ...(chi[m] ?? [])];
    subtractMultiple(next, at(m, m), chi[m] ?? [], p);
    let product = 1;
    for (let i = m - 1; i >= 0; i--) {
      product = (product * at(i + 1, i)) % p;
      subtractMultiple(next, (product * at(i, m)) % p, chi[i] ?? [], p);
    }
    chi.push(next);
  }
  return chi[n] ?? [1];
}

/** target += factor·source from column `from` on. The quotient is rounded, so one correction makes it exact. */
function addMultiple(target: Float64Array, factor: number, source: Float64Array, from: number, p: number): void {
  for (let k = from; k < target.length; k++) {
    const x = (target[k] ?? 0) + factor * (source[k] ?? 0);
    const r = x - Math.floor(x / p) * p;
    target[k] = r < 0 ? r + p : r;
  }
}

function subtractMultiple(target: number[], factor: number, source: readonly number[], p: number): void {
  source.forEach((c, k) => {
    target[k] = ((target[k] ?? 0) + (p - factor) * c) % p;
  });
}

function exchange(a: Float64Array[], i: number, j: number): void {
  [a[i], a[j]] = [a[j] ?? new Float64Array(), a[i] ?? new Float64Array()];
  for (const row of a) [row[i], row[j]] = [row[j] ?? 0, row[i] ?? 0];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
