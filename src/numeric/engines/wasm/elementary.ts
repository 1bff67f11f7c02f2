/** exp and tanh of two doubles, operation by operation as in `expression/elementary.ts`. */
import {
  expLimit,
  expm1Coefficients,
  inverseLn2,
  ln2High,
  ln2Low,
  roundingShift,
  saturation,
} from "../../expression/elementary.js";
import type { Emission } from "./emission.js";

/** exp of the vector on the stack. */
export function emitExp(e: Emission): void {
  const { body, pool } = e;
  const [scale = 0] = e.scratch;
  body.get(pool.f64(-expLimit)).op("f64x2.max").get(pool.f64(expLimit)).op("f64x2.min");
  emitReducedExpm1(e);
  body.get(pool.f64(1)).op("f64x2.add").get(scale).op("f64x2.mul");
}

/** tanh of the vector on the stack. */
export function emitTanh(e: Emission): void {
  const { body, pool } = e;
  const [scale = 0, x = 0, em1 = 0] = [e.scratch[0], e.scratch[3], e.scratch[1]];
  body.tee(x).op("f64x2.abs").get(pool.f64(saturation)).op("f64x2.min").get(pool.f64(2)).op("f64x2.mul");
  emitReducedExpm1(e);
  body.get(scale).op("f64x2.mul").get(scale).get(pool.f64(1)).op("f64x2.sub").op("f64x2.add");
  body.tee(em1).get(em1).get(pool.f64(2)).op("f64x2.add").op("f64x2.div");
  body.get(x).get(pool.f64(-0)).op("v128.and").op("v128.or");
}

/** Takes y = k·ln 2 + r off the stack; leaves exp(r) − 1 there and 2^k in scratch 0. */
function emitReducedExpm1(e: Emission): void {
  const { body, pool } = e;
  const [scale = 0, y = 0, r = 0] = e.scratch;
  body.tee(y).get(pool.f64(inverseLn2)).op("f64x2.mul").get(pool.f64(roundingShift)).op("f64x2.add").set(scale);
  body.get(scale).get(pool.f64(roundingShift)).op("f64x2.sub").set(r);
  body.get(y).get(r).get(pool.f64(ln2High)).op("f64x2.mul").op("f64x2.sub");
  body.get(r).get(pool.f64(ln2Low)).op("f64x2.mul").op("f64x2.sub").set(r);
  body.get(scale).shift("i64x2.shl", 52).get(pool.f64(1)).op("i64x2.add").set(scale);
  const [first = 0, ...others] = expm1Coefficients;
  body.get(pool.f64(first));
  for (const c of others) body.get(r).op("f64x2.mul").get(pool.f64(c)).op("f64x2.add");
  body.get(r).op("f64x2.mul");
}
