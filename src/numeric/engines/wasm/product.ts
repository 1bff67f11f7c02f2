/** The product of matrices, four rows and four columns of the result at a time. */
import { encodeModule, FunctionBody } from "./encoder.js";
import { advance, pushAddress } from "./vectors.js";

/** Rows and columns that are computed at once: the fewest that the module takes. */
export const productBlock = 4;

/**
 * `run(a, b, result, rows, inner, columns)` with byte addresses of matrices without padding. Where the sizes are no
 * multiples of the block, the last blocks overlap those before.
 */
export function productModule(): Uint8Array<ArrayBuffer> {
  const f = new FunctionBody(6);
  const [a, b, result, rows, inner, columns] = [0, 1, 2, 3, 4, 5] as const;
  const i32 = (): number => f.local("i32");
  const [i, row, j, column, k, source, target, width] = [i32(), i32(), i32(), i32(), i32(), i32(), i32(), i32()];
  const lines = Array.from({ length: productBlock }, () => ({
    cursor: f.local("i32"),
    left: f.local("v128"),
    right: f.local("v128"),
  }));
  const [left, right, factor] = [f.local("v128"), f.local("v128"), f.local("v128")];
  const pushRow = (r: number): FunctionBody => f.get(row).i32(r).op("i32.add");

  f.get(columns).i32(8).op("i32.mul").set(width);
  f.i32(0)
    .set(i)
    .loopOn(i, rows, productBlock, () => {
      blockStart(f, row, i, rows);
      f.i32(0)
        .set(j)
        .loopOn(j, columns, productBlock, () => {
          blockStart(f, column, j, columns);
          pushAddress(f, b, () => f.get(column)).set(source);
          lines.forEach((line, r) => {
            pushAddress(f, a, () => pushRow(r).get(inner).op("i32.mul")).set(line.cursor);
            f.f64x2(0).set(line.left).f64x2(0).set(line.right);
          });
          f.loop(k, inner, () => {
            f.get(source).load(0).set(left).get(source).load(16).set(right);
            for (const line of lines) {
              f.get(line.cursor).loadSplat64(0).set(factor).get(line.cursor).i32(8).op("i32.add").set(line.cursor);
              f.get(line.left).get(factor).get(left).op("f64x2.mul").op("f64x2.add").set(line.left);
              f.get(line.right).get(factor).get(right).op("f64x2.mul").op("f64x2.add").set(line.right);
            }
            advance(f, source, width);
          });
          lines.forEach((line, r) => {
            pushAddress(f, result, () => pushRow(r).get(columns).op("i32.mul").get(column).op("i32.add")).set(target);
            f.get(target).get(line.left).store(0).get(target).get(line.right).store(16);
          });
        });
    });
  return encodeModule(6, f);
}

/** start = min(from, size − block). */
function blockStart(f: FunctionBody, start: number, from: number, size: number): void {
  f.get(from).set(start);
  f.get(from).i32(productBlock).op("i32.add").get(size).op("i32.gt_u");
  f.when(() => f.get(size).i32(productBlock).op("i32.sub").set(start));
}
