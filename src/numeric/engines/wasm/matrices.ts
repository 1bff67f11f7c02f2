/** Matrix kernels in WebAssembly, two doubles at a time: the loops of `matrices/`, with the same bits. */
import type { MatrixKernels } from "../../matrices/kernels.js";
import { dot, product as scalarProduct } from "../../matrices/matrix.js";
import type { Matrix } from "../../matrices/matrix.js";
import { fillNormals } from "../../matrices/normals.js";
import { jacobiModule } from "./jacobi.js";
import { growMemory, load, newMemory } from "./memory.js";
import { normalModule, roundSize, wordBytes } from "./normals.js";
import { productBlock, productModule } from "./product.js";
import { shearModule } from "./shears.js";
import { stepBytes } from "./vectors.js";

/** Kernels that share one memory, which grows as matrices do. */
export function wasmMatrices(): MatrixKernels {
  const memory = newMemory(2 ** 20);
  const multiply = load(productModule(), memory);
  const orthogonalize = load(jacobiModule(), memory);
  const shearUnit = load(shearModule(), memory);
  const normals = normalModule(0);
  const drawNormals = load(normals.module, memory);
  let doubles = new Float64Array(memory.buffer);
  const reserve = (count: number): Float64Array => {
    if (count > doubles.length) {
      growMemory(memory, 8 * count);
      doubles = new Float64Array(memory.buffer);
    }
    return doubles;
  };
  return {
    product: (a, b) => {
      if (a.rows < productBlock || b.columns < productBlock) return scalarProduct(a, b);
      const [second, result] = [a.values.length, a.values.length + b.values.length];
      const end = result + a.rows * b.columns;
      const into = reserve(end);
      into.set(a.values, 0);
      into.set(b.values, second);
      multiply(0, 8 * second, 8 * result, a.rows, a.columns, b.columns);
      return { rows: a.rows, columns: b.columns, values: into.slice(result, end) };
    },
    orthogonalRows: (m) => {
      const stride = padded(m.columns);
      const squares = m.rows * stride;
      const floor = squares + m.rows;
      const work = reserve(floor + 1);
      spread(m, work, 0);
      orthogonalize(0, 8 * stride, m.rows, 8 * squares, 8 * floor);
      return {
        rows: gathered(m, work, 0),
        squares: work.slice(squares, floor),
        floor: work[floor] ?? NaN,
      };
    },
    shearing: ({ into, outOf }, origin) => {
      const units = into.rows;
      const [inputs, outputs] = [padded(into.columns), padded(outOf.columns)];
      const v = units * inputs;
      const w0 = v + units * outputs;
      const v0 = w0 + units * inputs;
      const distance = v0 + units * outputs;
      const squares = distance + inputs;
      const noises = squares + units;
      const work = reserve(noises + units);
      spread(into, work, 0);
      spread(outOf, work, v);
      spread(origin.into, work, w0);
      spread(origin.outOf, work, v0);
      for (let j = 0; j < units; j++) work[squares + j] = dot(work, j * inputs, work, j * inputs, inputs);
      return {
        into: { values: work.subarray(0, v), stride: inputs, columns: into.columns },
        outOf: { values: work.subarray(v, w0), stride: outputs, columns: outOf.columns },
        shear: (i, noise) => {
          work.set(noise, noises);
          const addresses = [0, v, w0, v0, inputs, outputs, distance, squares, noises].map((double) => 8 * double);
          shearUnit(i, units, ...addresses);
        },
      };
    },
    normalMatrix: (rows, columns, state) => {
      const [count, generator] = [rows * columns, normals.constants.length];
      const [words, at] = [generator + state.byteLength, (generator + state.byteLength + wordBytes) / 8];
      const whole = count - (count % roundSize);
      const work = reserve(at + whole);
      new Uint8Array(memory.buffer).set(normals.constants);
      const shared = new Uint32Array(memory.buffer, generator, state.length);
      shared.set(state);
      drawNormals(generator, words, 8 * at, whole / roundSize);
      state.set(shared);
      const values = new Float64Array(count);
      values.set(work.subarray(at, at + whole));
      fillNormals(values, whole, state);
      return { rows, columns, values };
    },
  };
}

/** Columns with room for whole steps of the kernels. */
function padded(columns: number): number {
  const step = stepBytes / 8;
  return Math.ceil(columns / step) * step;
}

function spread({ rows, columns, values }: Matrix, into: Float64Array, at: number): void {
  const stride = padded(columns);
  if (stride === columns) {
    into.set(values, at);
    return;
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) into[at + i * stride + j] = values[i * columns + j] ?? NaN;
    for (let j = columns; j < stride; j++) into[at + i * stride + j] = 0;
  }
}

/** What `spread` wrote, in the shape of `m`. */
function gathered({ rows, columns }: Matrix, from: Float64Array, at: number): Matrix {
  const stride = padded(columns);
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) values[i * columns + j] = from[at + i * stride + j] ?? NaN;
  return { rows, columns, values };
}
