/**
 * Integrals over a box in three or more variables by global adaptive cubature: the rule of degree 7 with an embedded one
 * of degree 5 (Genz and Malik 1980, J. Comput. Appl. Math. 6, 295–302); the region with the largest error is halved across
 * the axis with the largest fourth difference.
 *
 * The integrand is a weight in logarithmic form with a companion value, as in line.ts. It should be smooth on the scale of
 * the pieces that the caller cuts the box into.
 */
import type { Weighted } from "./line.js";

export interface Cuboid {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Into how many equal pieces each side is cut before the adaptation begins. */
  readonly pieces: readonly number[];
}

export interface Cubature extends Weighted {
  /** Estimate of the larger of the relative errors of ∫ e^log and of the mean of v. */
  readonly error: number;
}

/** log ∫ e^log and the mean of v under it, to about `tolerance`, or as far as `evaluations` reach. */
export function integrateBox(
  f: (x: Float64Array) => Weighted,
  box: Cuboid,
  { tolerance, evaluations }: { readonly tolerance: number; readonly evaluations: number },
): Cubature {
  const dimension = box.lower.length;
  const rule = genzMalik(dimension);
  let regions: Region[] = [{ centre: [], half: [] }];
  for (let i = 0; i < dimension; i++) regions = regions.flatMap((r) => along(r, box, i));
  const scale = regions.reduce((top, { centre }) => Math.max(top, f(Float64Array.from(centre)).log), -Infinity);
  const heap = new Heap();
  const total = { mass: 0, moment: 0, massError: 0, momentError: 0 };
  const insert = (region: Region): void => {
    const found = rule.apply(f, region, scale);
    add(total, found, 1);
    heap.push(found);
  };
  regions.forEach(insert);
  const allowed = Math.max(regions.length, Math.floor(evaluations / rule.points));
  for (let used = regions.length; used < allowed && errorOf(total) > tolerance; used += 2) {
    const worst = heap.pop();
    if (worst === null) break;
    add(total, worst, -1);
    halves(worst).forEach(insert);
  }
  return { log: scale + Math.log(total.mass), value: total.moment / total.mass, error: errorOf(total) };
}

interface Region {
  readonly centre: readonly number[];
  readonly half: readonly number[];
}

interface Integrals {
  mass: number;
  moment: number;
  massError: number;
  momentError: number;
}

interface Integrated extends Region, Readonly<Integrals> {
  /** The axis of the largest fourth difference. */
  readonly axis: number;
}

function along({ centre, half }: Region, { lower, upper, pieces }: Cuboid, axis: number): Region[] {
  const [from, to, count] = [lower[axis] ?? NaN, upper[axis] ?? NaN, pieces[axis] ?? 1];
  const width = (to - from) / count;
  return Array.from({ length: count }, (_, k) => ({
    centre: [...centre, from + (k + 0.5) * width],
    half: [...half, width / 2],
  }));
}

function halves({ centre, half, axis }: Integrated): Region[] {
  const smaller = half.map((h, i) => (i === axis ? h / 2 : h));
  return [-1, 1].map((sign) => ({
    centre: centre.map((c, i) => (i === axis ? c + (sign * (half[i] ?? 0)) / 2 : c)),
    half: smaller,
  }));
}

function add(total: Integrals, part: Readonly<Integrals>, sign: 1 | -1): void {
  total.mass += sign * part.mass;
  total.moment += sign * part.moment;
  total.massError += sign * part.massError;
  total.momentError += sign * part.momentError;
}

/** The mean is a quotient of two integrals; the rule has negative weights, and may be useless on the first pieces. */
function errorOf({ mass, moment, massError, momentError }: Integrals): number {
  if (!(mass > 0)) return Infinity;
  return massError / mass + (momentError === 0 ? 0 : momentError / Math.abs(moment));
}

interface Rule {
  /** Evaluations for one region. */
  readonly points: number;
  readonly apply: (f: (x: Float64Array) => Weighted, region: Region, scale: number) => Integrated;
}

function genzMalik(n: number): Rule {
  const [near, far, corner] = [Math.sqrt(9 / 70), Math.sqrt(9 / 10), Math.sqrt(9 / 19)];
  const fine = {
    centre: (12_824 - 9120 * n + 400 * n * n) / 19_683,
    near: 980 / 6561,
    far: (1820 - 400 * n) / 19_683,
    pair: 200 / 19_683,
    corner: 6859 / 19_683 / 2 ** n,
  };
  const coarse = {
    centre: (729 - 950 * n + 50 * n * n) / 729,
    near: 245 / 486,
    far: (265 - 100 * n) / 1458,
    pair: 25 / 729,
    corner: 0,
  };
  const x = new Float64Array(n);
  const apply: Rule["apply"] = (f, region, scale) => {
    const { centre, half } = region;
    const sums = { mass: 0, moment: 0, coarseMass: 0, coarseMoment: 0 };
    const evaluate = (kind: keyof typeof fine): number => {
      const { log, value } = f(x);
      const density = Math.exp(log - scale);
      const moment = density * value;
      sums.mass += fine[kind] * density;
      sums.moment += fine[kind] * moment;
      sums.coarseMass += coarse[kind] * density;
      sums.coarseMoment += coarse[kind] * moment;
      return moment + density;
    };
    const move = (i: number, by: number): void => {
      x[i] = (centre[i] ?? 0) + by * (half[i] ?? 0);
    };
    for (let i = 0; i < n; i++) move(i, 0);
    const middle = evaluate("centre");
    let [axis, bend] = [0, -1];
    for (let i = 0; i < n; i++) {
      let [nearby, away] = [-2 * middle, -2 * middle];
      for (const sign of [1, -1]) {
        move(i, sign * near);
        nearby += evaluate("near");
        move(i, sign * far);
        away += evaluate("far");
      }
      move(i, 0);
      const difference = Math.abs(nearby - away / 7) * (1 + 1e-9 * (half[i] ?? 0));
      if (difference > bend) [axis, bend] = [i, difference];
    }
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        for (let signs = 0; signs < 4; signs++) {
          move(i, signs & 1 ? far : -far);
          move(j, signs & 2 ? far : -far);
          evaluate("pair");
        }
        move(j, 0);
      }
      move(i, 0);
    }
    for (let signs = 0; signs < 2 ** n; signs++) {
      for (let i = 0; i < n; i++) move(i, (signs >> i) & 1 ? corner : -corner);
      evaluate("corner");
    }
    const volume = half.reduce((v, h) => v * 2 * h, 1);
    return {
      ...region,
      axis,
      mass: volume * sums.mass,
      moment: volume * sums.moment,
      massError: volume * Math.abs(sums.mass - sums.coarseMass),
      momentError: volume * Math.abs(sums.moment - sums.coarseMoment),
    };
  };
  return { points: 1 + 4 * n + 2 * n * (n - 1) + 2 ** n, apply };
}

/** Regions, the one with the largest error first. */
class Heap {
  private readonly items: { readonly key: number; readonly region: Integrated }[] = [];

  push(region: Integrated): void {
    const { items } = this;
    const entry = { key: region.massError + region.momentError, region };
    let at = items.length;
    items.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent];
      if (above === undefined || above.key >= entry.key) break;
      items[at] = above;
      at = parent;
    }
    items[at] = entry;
  }

  pop(): Integrated | null {
    const { items } = this;
    const [top] = items;
    const last = items.pop();
    if (top === undefined || last === undefined) return null;
    if (items.length > 0) this.sink(last);
    return top.region;
  }

  private sink(entry: { readonly key: number; readonly region: Integrated }): void {
    const { items } = this;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const larger = (items[left + 1]?.key ?? -1) > (items[left]?.key ?? -1) ? left + 1 : left;
      const below = items[larger];
      if (below === undefined || below.key <= entry.key) break;
      items[at] = below;
      at = larger;
    }
    items[at] = entry;
  }
}
