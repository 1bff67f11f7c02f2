/** Exact ladders λ̂(t_k) of known (λ, m), and noise on them. */
import type { LadderPoint } from "../../../src/numeric/estimators/asymptotics.js";
import { integrate } from "../../../src/numeric/quadrature/line.js";

/** L = log t of `count` rungs from 0 to `top`. */
export function rungsTo(top: number, count = 32): readonly number[] {
  return Array.from({ length: count }, (_, i) => (i * top) / (count - 1));
}

/**
 * λ̂ of K = x^(2a)·y² under the standard Gaussian, y integrated out: Z = ∫ e^(−x²/2) (1 + 2t·x^(2a))^−½ dx. λ = 1/2 with
 * m = 2 for a = 1; λ = 1/(2a) with m = 1 and the next pole at 1/2 for a ≥ 2.
 */
export function crossing(a: number): (logT: number) => number {
  return (logT) => {
    const t = Math.exp(logT);
    const f = (x: number) => {
      const stiffness = 2 * t * x ** (2 * a);
      return { log: -0.5 * x * x - 0.5 * Math.log1p(stiffness), value: (0.5 * stiffness) / (1 + stiffness) };
    };
    return integrate(f, { from: -9, to: 9, centres: [0] }, 1e-8).value;
  };
}

/** λ̂ of K = |w|² in d dimensions under the standard Gaussian: d·t/(2t + 1). */
export function regular(dimension: number): (logT: number) => number {
  return (logT) => (dimension * Math.exp(logT)) / (2 * Math.exp(logT) + 1);
}

/** λ̂ of K = w^(2k) in one dimension, whose corrections decay like t^(−1/k). */
export function power(k: number): (logT: number) => number {
  return (logT) => {
    const t = Math.exp(logT);
    const f = (x: number) => ({ log: -0.5 * x * x - t * x ** (2 * k), value: t * x ** (2 * k) });
    return integrate(f, { from: -9, to: 9, centres: [0] }, 1e-8).value;
  };
}

/** Points with normal noise of `trueError` relative to λ̂, and error bars of `claimedError`. */
export function noisyLadder(
  exact: readonly { readonly logT: number; readonly value: number }[],
  seed: number,
  claimedError: number,
  trueError = claimedError,
): readonly LadderPoint[] {
  const normal = normals(seed);
  return exact.map(({ logT, value }) => ({
    logT,
    value: value * (1 + trueError * normal()),
    error: value * claimedError,
  }));
}

/** Box and Muller on the generator of Park and Miller. */
function normals(seed: number): () => number {
  let state = 1 + ((seed * 7919) % 2_147_483_646);
  const uniform = (): number => (state = (state * 16807) % 2_147_483_647) / 2_147_483_647;
  for (let i = 0; i < 10; i++) uniform();
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
