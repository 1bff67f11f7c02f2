/** Legendre polynomials on [−1, 1]: the Gauss–Legendre rule and the expansion of powers. */

export interface Node {
  readonly x: number;
  readonly weight: number;
}

/** The rule with `count` points, exact for polynomials of degree 2·count − 1; the weights sum to 2. Ascending. */
export function gaussLegendre(count: number): readonly Node[] {
  return Array.from({ length: count }, (_, i) => {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    for (let iteration = 0; iteration < 100; iteration++) {
      const { value, slope } = legendre(count, x);
      const step = value / slope;
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    const { slope } = legendre(count, x);
    return { x, weight: 2 / ((1 - x * x) * slope * slope) };
  });
}

/**
 * The coefficients e_0, …, e_n of x^n = Σ e_k·√(2k+1)·P_k(x), that is in the basis that is orthonormal for x uniform on
 * [−1, 1]. None is negative: x·P_k = ((k+1)·P_{k+1} + k·P_{k−1})/(2k+1).
 */
export function powerInLegendre(exponent: number): readonly number[] {
  let plain: number[] = [1];
  for (let n = 0; n < exponent; n++) {
    const next = new Array<number>(plain.length + 1).fill(0);
    plain.forEach((c, k) => {
      next[k + 1] = (next[k + 1] ?? 0) + (c * (k + 1)) / (2 * k + 1);
      if (k > 0) next[k - 1] = (next[k - 1] ?? 0) + (c * k) / (2 * k + 1);
    });
    plain = next;
  }
  return plain.map((c, k) => c / Math.sqrt(2 * k + 1));
}

function legendre(degree: number, x: number): { value: number; slope: number } {
  let [below, value] = [1, x];
  for (let k = 2; k <= degree; k++) [below, value] = [value, ((2 * k - 1) * x * value - (k - 1) * below) / k];
  return { value, slope: (degree * (x * value - below)) / (x * x - 1) };
}
