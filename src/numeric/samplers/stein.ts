/**
 * Functions of a draw whose mean under p ∝ e^(−U) is 0, by Stein's identity E[φ·∇U − div φ] = 0 for smooth vector fields φ
 * of polynomial growth; all are written in x = w − w*. Polynomial fields are the zero-variance control variates of Mira,
 * Solgi & Imparato (2013, Statistics and Computing 23, 653–662): with the one that scales a quasi-homogeneous K they
 * explain all of K but for the localization. Along the valleys of a singular K the coordinates spread evenly in log|x|,
 * so the fields that scale one coordinate come with factors on that scale, too.
 */

/** The functions of one dimension. */
export interface SteinFunctions {
  readonly count: number;
  /** How many of them, from the first on, make a set of their own. */
  readonly levels: readonly number[];
  /** Adds the functions' values at (x, ∇U), U of temperature `nbeta`, to sums[at], …, sums[at + count − 1]. */
  readonly addTo: Adder;
}

type Adder = (sums: Float64Array, at: number, x: Float64Array, slope: Float64Array, nbeta: number) => void;

interface Family {
  readonly count: number;
  readonly addTo: Adder;
}

const mostFunctions = 80;

/**
 * As many families as make at most 80 functions: φ = e_i; x_j·e_i; x_i·f(x_j)·e_i for two bounded f; x_j·x_k·e_i. In more
 * than eight dimensions the x_i·e_i alone, and where even these are too many their sum.
 */
export function steinFunctions(dimension: number): SteinFunctions {
  if (dimension > mostFunctions) return together([{ count: 1, addTo: addRadial }]);
  if (dimension * (dimension + 1) > mostFunctions) return together([{ count: dimension, addTo: addDiagonal }]);
  const squared = dimension * dimension;
  const families: readonly Family[] = [
    { count: dimension, addTo: addConstant },
    { count: squared, addTo: addLinear },
    { count: squared, addTo: addScaled(logarithm) },
    { count: squared, addTo: addScaled(saturation) },
    { count: (squared * (dimension + 1)) / 2, addTo: addQuadratic },
  ];
  let total = 0;
  return together(families.filter(({ count }) => (total += count) <= mostFunctions));
}

function together(families: readonly Family[]): SteinFunctions {
  const levels: number[] = [];
  for (const { count } of families) levels.push((levels.at(-1) ?? 0) + count);
  return {
    count: levels.at(-1) ?? 0,
    levels,
    addTo: (sums, at, x, slope, nbeta) => {
      let first = at;
      for (const { count, addTo } of families) {
        addTo(sums, first, x, slope, nbeta);
        first += count;
      }
    },
  };
}

function addRadial(sums: Float64Array, at: number, x: Float64Array, slope: Float64Array): void {
  let sum = -x.length;
  for (let i = 0; i < x.length; i++) sum += (x[i] ?? NaN) * (slope[i] ?? NaN);
  sums[at] = (sums[at] ?? NaN) + sum;
}

function addDiagonal(sums: Float64Array, at: number, x: Float64Array, slope: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    sums[at + i] = (sums[at + i] ?? NaN) + (x[i] ?? NaN) * (slope[i] ?? NaN) - 1;
  }
}

function addConstant(sums: Float64Array, at: number, x: Float64Array, slope: Float64Array): void {
  for (let i = 0; i < x.length; i++) sums[at + i] = (sums[at + i] ?? NaN) + (slope[i] ?? NaN);
}

function addLinear(sums: Float64Array, at: number, x: Float64Array, slope: Float64Array): void {
  let next = at;
  for (let j = 0; j < x.length; j++) {
    for (let i = 0; i < x.length; i++, next++) {
      sums[next] = (sums[next] ?? NaN) + (x[j] ?? NaN) * (slope[i] ?? NaN) - (i === j ? 1 : 0);
    }
  }
}

/** A bounded factor at x², and x times its derivative. */
type Factor = (square: number, nbeta: number) => readonly [value: number, scaledSlope: number];

/** Where x is on the logarithmic scale from t^−½ to 1. */
const logarithm: Factor = (square, nbeta) => {
  const unit = 1 / Math.log(3 + nbeta);
  return [Math.log(square + 1 / nbeta) * unit, ((2 * square) / (square + 1 / nbeta)) * unit];
};

/** Whether x is of order 1. */
const saturation: Factor = (square) => [square / (1 + square), (2 * square) / (1 + square) ** 2];

function addScaled(factor: Factor): Adder {
  return (sums, at, x, slope, nbeta) => {
    let next = at;
    for (let j = 0; j < x.length; j++) {
      const [value, scaledSlope] = factor((x[j] ?? NaN) ** 2, nbeta);
      for (let i = 0; i < x.length; i++, next++) {
        const scaled = (x[i] ?? NaN) * (slope[i] ?? NaN) - 1;
        sums[next] = (sums[next] ?? NaN) + value * scaled - (i === j ? scaledSlope : 0);
      }
    }
  };
}

function addQuadratic(sums: Float64Array, at: number, x: Float64Array, slope: Float64Array): void {
  let next = at;
  for (let j = 0; j < x.length; j++) {
    for (let k = j; k < x.length; k++) {
      const [a, b] = [x[j] ?? NaN, x[k] ?? NaN];
      for (let i = 0; i < x.length; i++, next++) {
        const divergence = (i === j ? b : 0) + (i === k ? a : 0);
        sums[next] = (sums[next] ?? NaN) + a * b * (slope[i] ?? NaN) - divergence;
      }
    }
  }
}
