import type { EmpiricalLoss } from "../../src/numeric/loss.js";
import { evaluateAt } from "../../src/numeric/samplers/target.js";

/** t·E[K_n] for f(x; w) = w·x at w* = 0 under exp(−t·K_n − (γ/2)w²): K_n = a·w² − 2b·w, so that w is Gaussian. */
export function linearTarget(loss: EmpiricalLoss, t: number, localization: number): number {
  const k = (w: number): number => evaluateAt({ loss, localization: 1, box: null, batch: null }, [w]).loss;
  const [a, b] = [(k(1) + k(-1)) / 2, (k(-1) - k(1)) / 4];
  const precision = 2 * t * a + localization;
  const mean = (2 * t * b) / precision;
  return t * (a * (1 / precision + mean ** 2) - 2 * b * mean);
}
