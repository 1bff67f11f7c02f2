/**
 * The loops that wide linear networks spend their time in. Every engine has them, with the same bits: sums are taken in
 * the order that is given here, and nothing is fused.
 */
import type { RandomState } from "../random/xoshiro.js";
import { product } from "./matrix.js";
import type { Matrix } from "./matrix.js";
import { normalMatrix } from "./normals.js";
import { orthogonalRows } from "./orthogonal.js";
import type { OrthogonalRows } from "./orthogonal.js";
import { shearing } from "./shears.js";
import type { SharedUnits, Shearing } from "./shears.js";

export interface MatrixKernels {
  /** a·b, as `product` of `matrix.ts`. */
  readonly product: (a: Matrix, b: Matrix) => Matrix;
  /** As `orthogonalRows` of `orthogonal.ts`. */
  readonly orthogonalRows: (m: Matrix) => OrthogonalRows;
  /** As `shearing` of `shears.ts`; what it returns is good until the next call of any kernel but its own. */
  readonly shearing: (layers: SharedUnits, origin: SharedUnits) => Shearing;
  /** As `normalMatrix` of `normals.ts`. */
  readonly normalMatrix: (rows: number, columns: number, state: RandomState) => Matrix;
}

export const javascriptMatrices: MatrixKernels = { product, orthogonalRows, shearing, normalMatrix };
