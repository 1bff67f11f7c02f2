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
 * Independence, over ℂ. Restrict to a general plane, so that all are binary forms. Let a shortest relation have s terms, let
 * e be the common factor of its p_j = e·q_j, δ = deg q_j. The terms q_j^{r−1} g_j have degree (r−1)δ + D, any s − 1 of
 * them are linearly independent, and their Wronskian bounds that degree by what vanishes, each zero of a q_j counted s − 2
 * times and those of the g_j by multiplicity (Mason 1984; Voloch 1985; Brownawell & Masser 1986):
 *
 *     (r−1)δ + D ≤ s(s−2)δ + sD − (s−1)(s−2).
 *
 * So there is no relation where (r − 1 − s(s−2))·δ > (s−1)(D − s + 2) for s = 2, …, d_i. With δ = D = 1 that is
 * r ≥ 2s − 1, the bound for double points.
 *
 * The least δ at layer i, for two polynomials: p_1 q_2 = p_2 q_1 is a relation of the powers u_l^r of the layer before
 * with coefficients of degree δ, and the same bound reads (r − s(s−2))·ε ≤ (s−1)(δ − s + 2), ε the least δ one layer
 * before. Behind three neurons δ ≥ r − 2: in coordinates with ℓ = x, y, x + y a common zero t of two independent combinations is a
 * fibre of t ↦ (t^r, (1+t)^r), an immersion, and lies on two circles, about 0 and −1, so there are at most two.
 * Three polynomials behind three neurons are independent and have δ = D, or lie in a pencil; then a relation is one of
 * three powers in two coprime forms of degree δ, and deg g ≥ δ·⌊(r−1)/2⌋.
 *
 * Layer 1 with r = 2d_1 − 2: in a plane there is one relation (g_j), and no g_j is divisible by ℓ_j. If layer 2 is
 * hidden too, of width ≥ 2, w_oj ℓ̇_j is then s_o·g_j/r modulo ℓ_j for all o and j; so s = 0 or the rows of W_2 are
 * proportional, and that degree will do as well.
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
 * subnetworks for f if they are for q, provided that q ≠ 0 off the subnetworks. It is so where powers are independent; where
 * all hidden layers of q have two neurons, as then W_i is invertible and p_1^r, p_2^r are no multiples of each other; and
 * wherever the rank of q off the subnetworks is parameters − hidden units, since q = 0 puts W_L into the kernel besides
 * the rescalings.
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
  let powers: Powers = { degree: 1, quotient: 1 };
  let before = first;
  for (const [i, width] of deeper.entries()) {
    const behindThree = i === 0 && before === 3;
    powers = { degree: powers.degree * r, quotient: behindThree ? r - 2 : leastQuotient(r, before, powers) };
    for (let s = 2; s <= width; s++) {
      const independent =
        s === 3 && behindThree
          ? excluded(r, s, powers.degree, powers.degree) && powers.quotient * Math.floor((r - 1) / 2) > powers.degree
          : excluded(r, s, powers.quotient, powers.degree) && excluded(r, s, powers.degree, powers.degree);
      if (!independent) return null;
    }
    steps.push(
      width === 1
        ? `hidden layer ${i + 2} has one neuron, whose power is independent by itself`
        : `hidden layer ${i + 2}: quotients of its polynomials of degree ${powers.degree} have degree at least ` +
            `${powers.quotient}, so by the Wronskian bound relations of 2 to ${width} terms are trivial`,
    );
    before = width;
  }
  return [
    ...steps,
    "so off the subnetworks the kernel of the Jacobian is that of the rescalings, and on them it is larger",
  ];
}

/** The polynomials of a layer: their degree D, and the least degree δ of a quotient of two that are not proportional. */
interface Powers {
  readonly degree: number;
  readonly quotient: number;
}

/** Whether the Wronskian bound excludes relations of s terms; linear in δ, so both ends of its range decide. */
function excluded(r: number, s: number, quotient: number, degree: number): boolean {
  return (r - 1 - s * (s - 2)) * quotient > (s - 1) * (degree - s + 2);
}

/** The least δ for combinations of `count` r-th powers of such polynomials. */
function leastQuotient(r: number, count: number, { degree, quotient }: Powers): number {
  let least = r * quotient;
  for (let s = 3; s <= count; s++) {
    const room = r - s * (s - 2);
    const bound = Math.ceil((room * (room >= 0 ? quotient : degree)) / (s - 1)) + s - 2;
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
