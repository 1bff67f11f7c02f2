/** One-sided Jacobi rotations: `orthogonalRows` of `matrices/orthogonal.ts`, two pairs of one sum at a time. */
import { leastSquare, mostSweeps, negligible, orthogonal } from "../../matrices/orthogonal.js";
import { encodeModule, FunctionBody } from "./encoder.js";
import { advance, eachVector, pushAddress, pushProduct, pushTotals, sumsOver } from "./vectors.js";

/** `run(work, bytes, rows, squares, floor)`: byte addresses of rows that take `bytes`, of a double for each, and of one. */
export function jacobiModule(): Uint8Array<ArrayBuffer> {
  const f = new FunctionBody(5);
  const i32 = (): number => f.local("i32");
  const [rows, last, sweep, sweeps, sum, sums, i, l] = [2, i32(), i32(), i32(), i32(), i32(), i32(), i32()];
  const j = jacobi(f);
  const sweepOnce = (): void => {
    f.i32(0).set(j.rotated).i32(1).set(sum);
    f.loopOn(sum, sums, 1, () => {
      f.i32(0).set(i).get(sum).get(last).op("i32.gt_u");
      f.when(() => f.get(sum).get(last).op("i32.sub").set(i));
      f.get(sum).get(i).op("i32.sub").set(l);
      f.get(j.work).get(i).get(j.bytes).op("i32.mul").op("i32.add").set(j.upper);
      f.get(j.work).get(l).get(j.bytes).op("i32.mul").op("i32.add").set(j.lower);
      pushAddress(f, j.squares, () => f.get(i)).set(j.upperSquares);
      pushAddress(f, j.squares, () => f.get(l).i32(1).op("i32.sub")).set(j.lowerSquares);
      f.loopUntil(
        // Signed: one step before the first row is a negative number.
        () => f.get(j.upper).get(j.lower).op("i32.ge_s"),
        () => {
          rotateTwoPairs(f, j);
          f.get(j.nextUpper).get(j.bytes).op("i32.add").set(j.upper);
          f.get(j.nextLower).get(j.bytes).op("i32.sub").set(j.lower);
          f.get(j.upperSquares).i32(16).op("i32.add").set(j.upperSquares);
          f.get(j.lowerSquares).i32(16).op("i32.sub").set(j.lowerSquares);
        },
      );
    });
  };

  f.i32(mostSweeps).set(sweeps);
  f.get(rows).i32(1).op("i32.sub").tee(last).i32(2).op("i32.mul").set(sums);
  // Without rows there is no sum either, where 2·(0 − 1) as an unsigned integer is a large one.
  f.get(rows).op("i32.eqz");
  f.when(() => f.i32(0).set(sums));
  f.loop(sweep, sweeps, () => {
    measure(f, j, rows);
    sweepOnce();
    f.get(j.rotated).op("i32.eqz");
    f.when(() => f.get(sweeps).set(sweep));
  });
  return encodeModule(5, f);
}

type Jacobi = ReturnType<typeof jacobi>;

/** Parameters and locals. */
function jacobi(f: FunctionBody) {
  const i32 = (): number => f.local("i32");
  const vector = (): number => f.local("v128");
  return {
    work: 0,
    bytes: 1,
    squares: 3,
    floorAt: 4,
    rotated: i32(),
    /** Rows of the pairs (i, l) and (i + 1, l − 1), and the addresses of |i|², |i + 1|² and of |l − 1|², |l|². */
    upper: i32(),
    lower: i32(),
    nextUpper: i32(),
    nextLower: i32(),
    upperSquares: i32(),
    lowerSquares: i32(),
    floor: vector(),
    /** Of both pairs, one a lane: squares of the upper and of the lower rows, products, which are to be rotated. */
    a: vector(),
    b: vector(),
    d: vector(),
    mask: vector(),
    scratch: [vector(), vector(), vector(), vector(), vector()] as const,
    rotation: [vector(), vector(), vector(), vector()] as const,
  };
}

/** The squares, and below which of them a row counts as 0. */
function measure(f: FunctionBody, j: Jacobi, rows: number): void {
  const [r, row, at] = [f.local("i32"), f.local("i32"), f.local("i32")];
  const [most, square] = j.scratch;
  f.f64x2(0).set(most).get(j.work).set(row).get(j.squares).set(at);
  f.loop(r, rows, () => {
    const [sum = 0] = sumsOver(
      f,
      j.bytes,
      [row],
      [
        ([x = 0], offset) => {
          pushProduct(f, x, x, offset);
        },
      ],
    );
    pushTotals(f, sum, sum).set(square).get(at).get(square).storeLane64(0, 0);
    f.get(most).get(square).op("f64x2.max").set(most);
    advance(f, row, j.bytes).get(at).i32(8).op("i32.add").set(at);
  });
  f.f64x2(leastSquare).f64x2(negligible).get(most).op("f64x2.mul").op("f64x2.max").set(j.floor);
  f.get(j.floorAt).get(j.floor).storeLane64(0, 0);
}

/** Where the pairs have met, the second one is none. */
function rotateTwoPairs(f: FunctionBody, j: Jacobi): void {
  const needed = f.local("i32");
  f.get(j.upper).get(j.bytes).op("i32.add").set(j.nextUpper);
  f.get(j.lower).get(j.bytes).op("i32.sub").set(j.nextLower);
  const [first = 0, second = 0] = sumsOver(
    f,
    j.bytes,
    [j.upper, j.lower, j.nextUpper, j.nextLower],
    [
      ([x = 0, y = 0], offset) => {
        pushProduct(f, x, y, offset);
      },
      ([, , x = 0, y = 0], offset) => {
        pushProduct(f, x, y, offset);
      },
    ],
  );
  pushTotals(f, first, second).set(j.d);
  f.get(j.upperSquares).load(0).set(j.a).get(j.lowerSquares).load(0).set(j.b).lanes64(j.b, 1, j.b, 0).set(j.b);
  f.get(j.a).get(j.b).op("f64x2.min").get(j.floor).op("f64x2.gt");
  f.get(j.d).op("f64x2.abs");
  f.f64x2(orthogonal).get(j.a).get(j.b).op("f64x2.mul").op("f64x2.sqrt").op("f64x2.mul");
  f.op("f64x2.gt").op("v128.and").op("i64x2.bitmask").set(needed);
  f.get(j.nextUpper).get(j.nextLower).op("i32.ge_u");
  f.when(() => f.get(needed).i32(1).op("i32.and").set(needed));
  f.get(needed).when(() => {
    f.i32(1).set(j.rotated);
    findRotations(f, j);
    const pairs = [
      { lane: 0, upper: j.upper, lower: j.lower, upperAt: 0, lowerAt: 8 },
      { lane: 1, upper: j.nextUpper, lower: j.nextLower, upperAt: 8, lowerAt: 0 },
    ] as const;
    for (const { lane, upper, lower, upperAt, lowerAt } of pairs) {
      f.get(needed)
        .i32(1 << lane)
        .op("i32.and");
      f.when(() => {
        f.get(j.upperSquares).get(j.a).storeLane64(upperAt, lane);
        f.get(j.lowerSquares).get(j.b).storeLane64(lowerAt, lane);
        rotate(f, j, upper, lower, lane);
      });
    }
  });
}

/** Sets `rotation`, and a and b to what they are after it. */
function findRotations(f: FunctionBody, j: Jacobi): void {
  const { a, b, d, scratch, rotation } = j;
  const [t, c, s, first, second] = scratch;
  const swap = j.mask;
  const z = s;
  f.get(b).get(a).op("f64x2.sub").get(d).get(d).op("f64x2.add").op("f64x2.div").set(z);
  f.f64x2(-1).f64x2(1).get(z).f64x2(0).op("f64x2.lt").op("v128.bitselect");
  f.get(z).op("f64x2.abs");
  f.f64x2(1).get(z).get(z).op("f64x2.mul").op("f64x2.add").op("f64x2.sqrt").op("f64x2.add").op("f64x2.div").set(t);
  f.f64x2(1).f64x2(1).get(t).get(t).op("f64x2.mul").op("f64x2.add").op("f64x2.sqrt").op("f64x2.div").set(c);
  f.get(c).get(t).op("f64x2.mul").set(s);
  f.get(a).get(t).get(d).op("f64x2.mul").op("f64x2.sub").set(first);
  f.get(b).get(t).get(d).op("f64x2.mul").op("f64x2.add").set(second);
  f.get(first).get(second).op("f64x2.lt").set(swap);
  const choose = (swapped: () => void, straight: () => void, into: number): void => {
    swapped();
    straight();
    f.get(swap).op("v128.bitselect").set(into);
  };
  const [cosine, sine, minusSine] = [() => f.get(c), () => f.get(s), () => f.get(s).op("f64x2.neg")];
  choose(
    () => f.get(second),
    () => f.get(first),
    a,
  );
  choose(
    () => f.get(first),
    () => f.get(second),
    b,
  );
  choose(sine, cosine, rotation[0]);
  choose(cosine, minusSine, rotation[1]);
  choose(cosine, sine, rotation[2]);
  choose(minusSine, cosine, rotation[3]);
}

/** (x, y) ← (p·x + q·y, u·x + v·y) for the rows x and y, where (p, q, u, v) is that lane of `rotation`. */
function rotate(f: FunctionBody, j: Jacobi, upper: number, lower: number, lane: 0 | 1): void {
  const [x, y] = [f.local("v128"), f.local("v128")];
  const [p, q, u, v] = j.rotation.map((entry) => {
    const local = f.local("v128");
    f.lanes64(entry, lane, entry, lane).set(local);
    return local;
  });
  const mix = (to: number, offset: number, first = 0, second = 0): void => {
    f.get(to).get(first).get(x).op("f64x2.mul").get(second).get(y).op("f64x2.mul").op("f64x2.add").store(offset);
  };
  eachVector(f, j.bytes, [upper, lower], ([to = 0, from = 0], offset) => {
    f.get(to).load(offset).set(x).get(from).load(offset).set(y);
    mix(to, offset, p, q);
    mix(from, offset, u, v);
  });
}
