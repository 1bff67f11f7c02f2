/**
 * Sufficient conditions under which a point of a monomial network is critical exactly when it is a subnetwork. For
 * large r that is the theorem of Kohn, Marchetti, Shabir, Shahverdi, Wang (arXiv 2606.28464); here the degree is
 * explicit. n inputs, hidden widths d_1, …, d_{L−1}, m outputs, p_j the polynomials of a layer before its activation.
 *
 * Independence at layer i: Σ_j p_j^{r−1} g_j = 0 with deg g_j = deg p_j = D_i = r^{i−1} forces every g_j = 0.
 * Where it holds for pairwise nonproportional p_j at every hidden layer, a kernel vector of Jμ off the subnetworks
 * satisfies ẇ_oj p_j + r w_oj ṗ_j = 0 for all o and j, so ṗ_j is a multiple of p_j and, layer by layer, the kernel is
 * that of the rescalings: the rank is parameters − hidden units. On a subnetwork the rank is less, provided that each
 * hidden layer of width ≥ 2 follows a layer of width ≥ 2: without incoming weights the neuron's d_{i−1} + d_{i+1}
 * directions are lost for one rescaling; without outgoing weights the d_{i−1} incoming ones; for a redundant one the
 * d_{i+1} outgoing ones and one more.
 *
 * Layer 1 (D = 1): r ≥ 2d_1 − 1. Double points impose independent conditions: a product of squares of d_1 − 1 linear
 * forms, each zero at one of the other points, times any linear form has degree 2d_1 − 1. With r = 2d_1 − 2 in a plane
 * there is one relation (g_j), and no g_j is divisible by ℓ_j. If layer 2 is hidden too, of width ≥ 2, w_oj ℓ̇_j is then
 * s_o·g_j/r modulo ℓ_j for all o and j; so s = 0 or the rows of W_2 are proportional, and that degree will do as well.
 *
 * Layer i ≥ 2: restrict to a general plane, so that all are binary forms, and let δ_i bound the degree of p_j/p_k from
 * below. A shortest relation of s terms, divided by its common factor, has degree H; the Wronskian of s − 1 of its
 * terms gives H ≤ Σ min(ord, s − 2) − (s − 1)(s − 2), summed over terms and points (Mason 1984; Voloch 1985;
 * Brownawell & Masser 1986), which is at most s(s−2)δ + sD − (s−1)(s−2), while H ≥ (r−1)δ − (s−1)D. So there is none when
 * (r − 1 − s(s−2))·δ_i > (2s−1)·D_i − (s−1)(s−2) for s = 3, …, d_i and (r−1)·δ_i > D_i for s = 2.
 * The same with r in place of r − 1, applied to p_1 q_2 = p_2 q_1, a relation of powers u_l^r of the layer before with
 * coefficients of degree δ_i, bounds δ_i; for i = 2, where the u_l are linear, d_1(δ + 1) ≤ r + δ + 1 excludes δ.
 */
import type { Architecture } from "./architecture.js";
import { hiddenWidths, inputs, outputs } from "./architecture.js";

/** The steps of a proof, in words; null where none of the conditions holds, which decides nothing. */
export function provesCriticalIsSubnetworks(net: Architecture): string[] | null {
  const regular = regularCase(net);
  if (regular !== null) return regular;
  const head = withoutLastPower(net);
  if (head !== null) {
    const steps = provesCriticalIsSubnetworks(head);
    return steps === null ? null : [lastPowerStep(head), ...steps];
  }
  const [width, ...deeper] = hiddenWidths(net);
  if (deeper.length === 0 && width === 2 && net.degree === 2 && inputs(net) >= 3 && outputs(net) === 1) {
    return [
      "off the subnetworks the image of the Jacobian is ℓ_1·(linear forms) + ℓ_2·(linear forms) with independent ℓ_1, ℓ_2: its dimension is 2n − 1",
      "on them it is contained in ℓ_1·(linear forms) + ⟨ℓ_2²⟩ or in ℓ_1·(linear forms), of dimension at most n + 1 < 2n − 1",
    ];
  }
  const narrow = hiddenWidths(net).every((d) => d === 1);
  if (net.degree === 1 && width !== undefined && narrow && inputs(net) >= 2 && outputs(net) >= 2) {
    return [
      "the network is the product of a column, scalars and a row; the rank is n + m − 1 where none of them is zero",
      "where one is zero only its own directions remain, at most max(n, m) < n + m − 1",
    ];
  }
  return null;
}

/**
 * The network q before a last hidden layer of one neuron, f = c·q^r, where r ≥ 2 and q has hidden layers; null for others.
 * Where c ≠ 0 and q ≠ 0 the rank of f is that of q plus m − 1, and where c = 0 it is at most m: so critical points are
 * subnetworks for f if they are for q, provided that q ≠ 0 off the subnetworks, as it is where powers are independent.
 */
export function withoutLastPower(net: Architecture): Architecture | null {
  const hidden = hiddenWidths(net);
  if (net.degree < 2 || inputs(net) < 2 || hidden.length < 2 || hidden.at(-1) !== 1) return null;
  return { ...net, widths: net.widths.slice(0, -1) };
}

export function lastPowerStep(head: Architecture): string {
  return `the last hidden layer has one neuron: the outputs are multiples of a power of the network ${head.widths.join("-")}`;
}

/** The cases in which the generic rank is parameters − hidden units and the kernel off the subnetworks is that of the rescalings. */
function regularCase(net: Architecture): string[] | null {
  if (hiddenWidths(net).length === 0 || net.degree < 2 || inputs(net) < 2) return null;
  const followsNarrow = hiddenWidths(net).some((d, i) => d >= 2 && net.widths[i] === 1);
  if (followsNarrow) return null;
  return independentPowers(net) ?? firstLayerOfTwo(net);
}

function independentPowers(net: Architecture): string[] | null {
  const r = net.degree;
  const [first = 1, ...deeper] = hiddenWidths(net);
  const next = deeper[0] ?? 1;
  if (r < 2 * first - (next >= 2 ? 2 : 1)) return null;
  const steps = [
    r >= 2 * first - 1
      ? `r = ${r} ≥ 2·${first} − 1: any ${first} distinct double points impose independent conditions`
      : `r = ${r} = 2·${first} − 2: the one relation between ${first} double points in a plane cannot serve ${next} neurons with incoming weights that are not proportional`,
  ];
  let quotientDegree = 1;
  let degree = 1;
  let before = first;
  for (const [i, width] of deeper.entries()) {
    degree *= r;
    quotientDegree = i === 0 ? linearQuotientDegree(r, before) : deeperQuotientDegree(r, before, quotientDegree);
    for (let s = 2; s <= width; s++) {
      const independent =
        s === 2
          ? (r - 1) * quotientDegree > degree
          : (r - 1 - s * (s - 2)) * quotientDegree > (2 * s - 1) * degree - (s - 1) * (s - 2);
      if (!independent) return null;
    }
    steps.push(
      width === 1
        ? `hidden layer ${i + 2} has one neuron, whose power is independent by itself`
        : `hidden layer ${i + 2}: quotients of its polynomials of degree ${degree} have degree at least ${quotientDegree}, ` +
            `so by the Wronskian bound relations of 2 to ${width} terms are trivial`,
    );
    before = width;
  }
  return [
    ...steps,
    "so off the subnetworks the kernel of the Jacobian is that of the rescalings, and on them it is larger",
  ];
}

/** The least degree of a quotient of two nonproportional combinations of `count` powers ℓ^r of distinct binary linear forms. */
function linearQuotientDegree(r: number, count: number): number {
  return count < 2 ? 1 : Math.floor((r + 1 - count) / (count - 1)) + 1;
}

/** The same for powers u^r of forms whose quotients have degree at least `quotientDegree`. */
function deeperQuotientDegree(r: number, count: number, quotientDegree: number): number {
  let least = count < 2 ? 1 : r * quotientDegree;
  for (let s = 3; s <= count; s++) {
    const room = r - s * (s - 2);
    const bound = room <= 0 ? 1 : Math.ceil((room * quotientDegree + (s - 1) * (s - 2)) / (2 * s - 1));
    least = Math.min(least, Math.max(1, bound));
  }
  return least;
}

/**
 * A first layer of two neurons, further hidden layers behind it, r ≥ 3: off the subnetworks ℓ_1, ℓ_2 are two of the
 * inputs x, y, the network is G(x^r, y^r), and the directions of the first layer have exponents in x and y of another
 * class modulo r than those of the rest. So the kernel is that of G, unless ∂G/∂x^r = 0; but then x^r ↦ x^r + ε·y^r would
 * be in G's kernel without being a rescaling.
 */
function firstLayerOfTwo(net: Architecture): string[] | null {
  if (net.degree < 3 || net.widths.length < 4 || net.widths[1] !== 2) return null;
  const rest = { ...net, widths: net.widths.slice(1) };
  const steps = regularCase(rest);
  if (steps === null) return null;
  return [
    `the first layer of two neurons with r = ${net.degree} ≥ 3 separates from the rest by exponents modulo r, which leaves ${rest.widths.join("-")}`,
    ...steps,
  ];
}
