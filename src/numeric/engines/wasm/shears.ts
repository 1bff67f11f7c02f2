/** The shears of one unit: `shear` of `matrices/shears.ts`. */
import { encodeModule, FunctionBody } from "./encoder.js";
import { advance, eachVector, pushAddress, pushProduct, pushTotals, sumsOver } from "./vectors.js";

/**
 * `run(i, units, w, v, w*, v*, wBytes, vBytes, distance, squares, noise)`: byte addresses of matrices whose rows take
 * wBytes or vBytes, of room for one row of W, and of one double a unit each. `squares` are kept up to date.
 */
export function shearModule(): Uint8Array<ArrayBuffer> {
  const f = new FunctionBody(11);
  const [i, units, w, v, w0, v0] = [0, 1, 2, 3, 4, 5] as const;
  const [wBytes, vBytes, distance, squares, noise] = [6, 7, 8, 9, 10] as const;
  const i32 = (): number => f.local("i32");
  const vector = (): number => f.local("v128");
  const [wi, vi, w0i, squareAt, noiseAt] = [i32(), i32(), i32(), i32(), i32()];
  const [j, wj, vj, v0j] = [i32(), i32(), i32(), i32()];
  const [square, curvature, x, minusX] = [vector(), vector(), vector(), vector()];
  const setRow = (row: number, base: number, bytes: number): void => {
    f.get(base).get(i).get(bytes).op("i32.mul").op("i32.add").set(row);
  };
  const squareOf = (row: number, bytes: number): void => {
    const [sum = 0] = sumsOver(
      f,
      bytes,
      [row],
      [
        ([y = 0], offset) => {
          pushProduct(f, y, y, offset);
        },
      ],
    );
    pushTotals(f, sum, sum);
  };

  setRow(wi, w, wBytes);
  setRow(vi, v, vBytes);
  setRow(w0i, w0, wBytes);
  squareOf(vi, vBytes);
  f.set(square);
  eachVector(f, wBytes, [distance, wi, w0i], ([to = 0, from = 0, star = 0], offset) => {
    f.get(to).get(from).load(offset).get(star).load(offset).op("f64x2.sub").store(offset);
  });
  const shearBy = (): void => {
    const [outward = 0] = sumsOver(
      f,
      vBytes,
      [vj, v0j, vi],
      [
        ([y = 0, star = 0, z = 0], offset) => {
          f.get(y).load(offset).get(star).load(offset).op("f64x2.sub").get(z).load(offset).op("f64x2.mul");
        },
      ],
    );
    const [inward = 0] = sumsOver(
      f,
      wBytes,
      [distance, wj],
      [
        ([y = 0, z = 0], offset) => {
          pushProduct(f, y, z, offset);
        },
      ],
    );
    pushTotals(f, outward, outward);
    pushTotals(f, inward, inward).op("f64x2.sub").get(curvature).op("f64x2.div");
    f.get(noiseAt).loadSplat64(0).get(curvature).op("f64x2.sqrt").op("f64x2.div").op("f64x2.add");
    f.tee(x).op("f64x2.neg").set(minusX);
    addScaled(f, wBytes, distance, x, wj);
    addScaled(f, vBytes, vj, minusX, vi);
  };
  f.get(w).set(wj).get(v).set(vj).get(v0).set(v0j).get(squares).set(squareAt).get(noise).set(noiseAt);
  f.loop(j, units, () => {
    f.get(square).get(squareAt).loadSplat64(0).op("f64x2.add").tee(curvature);
    f.f64x2(0).op("f64x2.ne").op("v128.any_true").get(i).get(j).op("i32.ne").op("i32.and");
    f.when(shearBy);
    advance(f, wj, wBytes);
    advance(f, vj, vBytes);
    advance(f, v0j, vBytes);
    for (const at of [squareAt, noiseAt]) f.get(at).i32(8).op("i32.add").set(at);
  });
  eachVector(f, wBytes, [wi, w0i, distance], ([to = 0, star = 0, from = 0], offset) => {
    f.get(to).get(star).load(offset).get(from).load(offset).op("f64x2.add").store(offset);
  });
  pushAddress(f, squares, () => f.get(i));
  squareOf(wi, wBytes);
  f.storeLane64(0, 0);
  return encodeModule(11, f);
}

/** Row `into` += factor·row `from`. */
function addScaled(f: FunctionBody, bytes: number, into: number, factor: number, from: number): void {
  eachVector(f, bytes, [into, from], ([to = 0, y = 0], offset) => {
    f.get(to).get(to).load(offset).get(factor).get(y).load(offset).op("f64x2.mul").op("f64x2.add").store(offset);
  });
}
