/**
 * Integrals over a segment of an integrand that may have needles of any width: Gauss–Kronrod (7, 15) on panels that
 * shrink geometrically towards given centres, each bisected while its error is too large.
 *
 * The integrand is given as a weight e^(−φ) in logarithmic form with a companion value, so that nothing underflows:
 * the result is log ∫ e^(−φ) and the mean ∫ v e^(−φ) / ∫ e^(−φ).
 */

/** A point of the integrand: `log` = −φ, `value` = v. */
export interface Weighted {
  readonly log: number;
  readonly value: number;
}

export interface Segment {
  readonly from: number;
  readonly to: number;
  /** Where the integrand may be concentrated; those outside the segment are ignored. */
  readonly centres: readonly number[];
}

/** The finest panel at a centre, as a share of the segment, and the ratio of neighbouring panels. */
const finest = 1e-12;
const grading = 100;
/** A panel whose ends are this far (in the exponent) below the best point counts as zero. */
const negligible = 60;
const maxPanels = 2000;

/** log ∫ e^(−φ) and the mean of v under it, each to about `tolerance` (relative). */
export function integrate(f: (x: number) => Weighted, segment: Segment, tolerance: number): Weighted {
  const edges = gradedEdges(segment, highEnds(f, segment));
  const ends = edges.map((x) => f(x).log);
  const best = ends.reduce((m, l) => Math.max(m, l), -Infinity);
  const panels: Panel[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    if (Math.max(ends[i] ?? NaN, ends[i + 1] ?? NaN) < best - negligible) continue;
    panels.push(gaussKronrod(f, edges[i] ?? NaN, edges[i + 1] ?? NaN));
  }
  for (let total = sum(panels); panels.length < maxPanels; total = sum(panels)) {
    const share = tolerance / Math.max(panels.length, 8);
    const poor = panels.filter((p) => errorShare(p, total) > share && isDivisible(p));
    if (poor.length === 0 || errorOf(panels, total) <= tolerance) break;
    for (const panel of poor) {
      const middle = 0.5 * (panel.from + panel.to);
      panels.splice(panels.indexOf(panel), 1, gaussKronrod(f, panel.from, middle), gaussKronrod(f, middle, panel.to));
    }
  }
  const { top, mass, moment } = sum(panels);
  return { log: top + Math.log(mass), value: moment / mass };
}

/** Integrals scaled by e^(−top). */
interface Integrals {
  readonly top: number;
  readonly mass: number;
  readonly moment: number;
}

/** Integrals over one panel; the errors are differences of the two rules. */
interface Panel extends Integrals {
  readonly from: number;
  readonly to: number;
  readonly massError: number;
  readonly momentError: number;
}

function sum(panels: readonly Panel[]): Integrals {
  const top = panels.reduce((m, p) => Math.max(m, p.top), -Infinity);
  let mass = 0;
  let moment = 0;
  for (const p of panels) {
    const factor = Math.exp(p.top - top);
    mass += p.mass * factor;
    moment += p.moment * factor;
  }
  return { top, mass, moment };
}

function errorShare(panel: Panel, total: Integrals): number {
  const factor = Math.exp(panel.top - total.top);
  const inMoment = total.moment === 0 ? 0 : panel.momentError / Math.abs(total.moment);
  return factor * Math.max(panel.massError / total.mass, inMoment);
}

function errorOf(panels: readonly Panel[], total: Integrals): number {
  return panels.reduce((s, p) => s + errorShare(p, total), 0);
}

function isDivisible(panel: Panel): boolean {
  const middle = 0.5 * (panel.from + panel.to);
  return middle > panel.from && middle < panel.to;
}

function gaussKronrod(f: (x: number) => Weighted, from: number, to: number): Panel {
  const centre = 0.5 * (from + to);
  const half = 0.5 * (to - from);
  const points = nodes.map((x) => f(centre + half * x));
  let top = -Infinity;
  for (const p of points) if (p.log > top) top = p.log;
  let mass = 0;
  let moment = 0;
  let coarseMass = 0;
  let coarseMoment = 0;
  points.forEach((p, i) => {
    const weight = top === -Infinity ? 0 : Math.exp(p.log - top) * half;
    mass += (kronrodWeights[i] ?? 0) * weight;
    moment += (kronrodWeights[i] ?? 0) * weight * p.value;
    coarseMass += (gaussWeights[i] ?? 0) * weight;
    coarseMoment += (gaussWeights[i] ?? 0) * weight * p.value;
  });
  return {
    from,
    to,
    top: top === -Infinity ? -1e300 : top,
    mass,
    moment,
    massError: Math.abs(mass - coarseMass),
    momentError: Math.abs(moment - coarseMoment),
  };
}

/** The ends of the segment at which the integrand is not negligible, and may be a needle cut in two. */
function highEnds(f: (x: number) => Weighted, { from, to, centres }: Segment): readonly number[] {
  const best = centres.reduce((m, c) => (c >= from && c <= to ? Math.max(m, f(c).log) : m), -Infinity);
  return [from, to].filter((x) => f(x).log > best - negligible);
}

/** The ends, the centres and points at geometrically growing distances from each centre, ascending. */
function gradedEdges({ from, to, centres }: Segment, more: readonly number[]): number[] {
  const length = to - from;
  const edges = new Set([from, to]);
  for (const c of [...centres, ...more]) {
    if (!(c >= from && c <= to)) continue;
    edges.add(c);
    for (let d = length * finest; d < length; d *= grading) {
      if (c - d > from) edges.add(c - d);
      if (c + d < to) edges.add(c + d);
    }
  }
  return [...edges].sort((a, b) => a - b);
}

const nodes = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848, 0.0, -0.20778495500789848, -0.4058451513773972, -0.5860872354676911,
  -0.7415311855993945, -0.8648644233597691, -0.9491079123427585, -0.9914553711208126,
];
const kronrodWeights = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782, 0.20443294007529889, 0.19035057806478542,
  0.1690047266392679, 0.14065325971552592, 0.10479001032225019, 0.06309209262997856, 0.022935322010529224,
];
const gaussWeights = [
  0.0, 0.1294849661688697, 0.0, 0.27970539148927664, 0.0, 0.3818300505051189, 0.0, 0.4179591836734694, 0.0,
  0.3818300505051189, 0.0, 0.27970539148927664, 0.0, 0.1294849661688697, 0.0,
];
