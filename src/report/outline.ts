/**
 * The outline of a proof: its steps with their charts, divisors and values, as a tree of blocks. A block is a chain of
 * steps up to the point where the proof branches or ends. Values are those of K.
 */
import * as Q from "../symbolic/algebra/rational.js";
import type { Certificate, IdealProof, Part, StatedProduct } from "../symbolic/resolution/certificate.js";
import type { Bounds } from "../verify/certificate/values.js";
import { childCoordinates, ownCoordinates } from "./coordinates.js";
import type { Coordinates } from "./coordinates.js";
import { formula, namesOf, rational } from "./formula.js";
import type { Formula, Names, Sentence } from "./formula.js";
import { replay } from "./replay.js";
import type { Replay, ReplayedNode } from "./replay.js";
import { branchNames, cellSentence, describeStep } from "./steps.js";

export interface Block {
  /** "1", "1.2"; "" for the whole. */
  readonly label: string;
  readonly title: Sentence;
  readonly lines: readonly Sentence[];
  readonly value: Formula;
  readonly blocks: readonly Block[];
}

/** Blocks beyond this number are counted, not shown. */
export const maxBlocks = 400;

export function outline(certificate: Certificate): Block {
  const { statement, proof } = certificate;
  const replayed = replay(certificate);
  const names = namesOf(statement.variables);
  const context: Context = { replayed, names, labels: new Map(), shown: { count: 0 } };
  const point = statement.variables.flatMap((name, i) =>
    statement.point[i] === "0" ? [] : [`${name} = ${statement.point[i] ?? ""}`],
  );
  const where = point.length === 0 ? "the origin" : point.join(", ");
  const titles = rootTitles(proof);
  const blocks = replayed.roots.map((root, i) =>
    blockOf(root, String(i + 1), titles[i] ?? [], ownCoordinates(statement.variables.length), context),
  );
  const powers = powerLines(certificate);
  const isWhole = powers.length === 0 && proof.rule === "parts" && proof.ideals.flat().length === 1;
  return {
    label: "",
    title: [normOf(statement), ` near ${where}`, ...(point.length === 0 ? [] : ["; coordinates are centred there"])],
    lines: [...partLines(proof, names), ...powers, ...(isWhole ? reachedIn(blocks) : [])],
    value: stated(certificate),
    blocks,
  };
}

/** How K compares with the statement's ideals. */
function normOf({ norm, ideal }: Certificate["statement"]): Formula {
  const [k, square] = norm === "squares" ? ["K", "²"] : ["|K|", ""];
  const squareTex = square && "^2";
  return ideal.kind === "between"
    ? formula(`c‖A‖${square} ≤ ${k} ≤ C‖B‖${square}`, `c\\|A\\|${squareTex} \\le ${k} \\le C\\|B\\|${squareTex}`)
    : formula(`${k} ≍ ‖J‖${square}`, `${k} \\asymp \\|J\\|${squareTex}`);
}

/** Of the nodes that the statement's ideals rest on, where there are two ideals. */
function rootTitles(proof: IdealProof): Sentence[] {
  if (proof.rule !== "parts") return [];
  const [first = [], second] = proof.ideals;
  if (second === undefined) return [];
  const titles = (parts: readonly Part[], title: string): Sentence[] => parts.map(() => [title]);
  return [...titles(first, "the ideal A, below"), ...titles(second, "the ideal B, above")];
}

interface Context {
  readonly replayed: Replay;
  readonly names: Names;
  /** Where a node that several others share was shown first. */
  readonly labels: Map<number, string>;
  readonly shown: { count: number };
}

function blockOf(start: number, label: string, title: Sentence, atStart: Coordinates, context: Context): Block {
  let coordinates = atStart;
  const { replayed, names, labels, shown } = context;
  const lines: Sentence[] = [];
  let index = start;
  let node = replayed.nodes.get(index);
  const value = node === undefined ? formula("?", "?") : boundsFormula(node.bounds, replayed.factor);
  const known = labels.get(index);
  if (known !== undefined) return { label, title, lines: [[`as in ${known}`]], value, blocks: [] };
  shown.count++;
  if (node !== undefined) lines.push(cellSentence(node.cell, names));
  while (node !== undefined) {
    labels.set(index, label);
    const only = node.children.length === 1 ? node.children[0] : undefined;
    const next = only === undefined ? undefined : replayed.nodes.get(only);
    lines.push(...describeStep(node, next?.cell ?? null, coordinates, names, replayed.factor));
    if (only === undefined || next === undefined) break;
    const shared = labels.get(only);
    if (shared !== undefined) return { label, title, lines: [...lines, [`then as in ${shared}`]], value, blocks: [] };
    coordinates = childCoordinates(node, 0, coordinates, names);
    index = only;
    node = next;
  }
  if (node === undefined || node.children.length === 0) return { label, title, lines, value, blocks: [] };
  if (shown.count > maxBlocks) return { label, title, lines: [...lines, ["…"]], value, blocks: [] };
  return { label, title, lines, value, blocks: branches(node, label, coordinates, context) };
}

function branches(node: ReplayedNode, label: string, coordinates: Coordinates, context: Context): Block[] {
  const titles = branchNames(node, coordinates, context.names);
  const isMirrored = (k: number): boolean => node.node.rule === "blow-up" && node.children[k] === node.children[k - 1];
  const shown = node.children.flatMap((child, k) => (isMirrored(k) ? [] : [{ child, k }]));
  return shown.map(({ child, k }, i) => {
    const theirs = childCoordinates(node, k, coordinates, context.names);
    return blockOf(child, `${label}.${i + 1}`, titles[k] ?? [], theirs, context);
  });
}

/** The ends of the proof at which its value is taken, where there are several to choose from. */
function reachedIn(blocks: readonly Block[]): Sentence[] {
  const [first, another] = blocks;
  if (first === undefined || another !== undefined || first.blocks.length === 0) return [];
  const ends = (block: Block): Block[] =>
    block.blocks.length === 0 ? [block] : block.blocks.filter((b) => b.value.text === block.value.text).flatMap(ends);
  const found = ends(first).filter((block) => block.value.text === first.value.text);
  if (found.length === 0 || found.length > maxEnds) return [];
  const named = found.map((end, i): Sentence => [
    i === 0 ? "" : "; ",
    `in ${end.label}`,
    ...(end.title.length === 0 ? [] : [", ", ...end.title]),
  ]);
  return [["the value is taken ", ...named.flat()]];
}

const maxEnds = 4;

/** How the parts of the statement's ideal are put together. */
function partLines(proof: IdealProof, names: Names): Sentence[] {
  switch (proof.rule) {
    case "parts": {
      const between: Sentence = [
        "λ is at least that of A and at most that of B; where these are equal, m is at most that of A, at least that of B",
      ];
      const product: Sentence = [
        "a product of ideals in disjoint variables: the least λ; m adds over those that reach it",
      ];
      const products = proof.ideals.filter((parts) => parts.length > 1);
      return [...(proof.ideals.length > 1 ? [between] : []), ...products.map(() => product)];
    }
    case "matrix-product":
      return [
        [
          "resolve the layers one after the other: λ is the least cost of rank drops, layer by layer, that fit the kernels of",
        ],
        ["the layers' products at the point; m − 1 is the most steps by which such rank drops can follow one another"],
      ];
    case "network-blow-up": {
      const [a, b] = proof.weights;
      const { coordinate } = proof;
      const form = coordinate === null ? "" : `, with ${coordinate.image} for ${names.of(coordinate.variable).text}`;
      return [
        [`blow up the two parameters with weights ${a}, ${b}${form}, layer by layer`],
        ["the leading forms of the outputs have no common real zero: f is y^o times a unit on the exceptional divisor"],
      ];
    }
  }
}

/** Powers of whole parts, which the values of their nodes do not know. */
function powerLines({ statement: { ideal }, proof }: Certificate): Sentence[] {
  if (ideal.kind === "network" || proof.rule !== "parts") return [];
  const products = ideal.kind === "product" ? [ideal] : [ideal.below, ideal.above];
  return products.some((product, k) => hasPowers(product, proof.ideals[k] ?? []))
    ? [["a power of an ideal: λ is divided by the exponent, m stays"]]
    : [];
}

function hasPowers({ factors }: StatedProduct, parts: readonly Part[]): boolean {
  return parts.some((part) => part.factors.map((k) => factors[k]?.exponent ?? 1).reduce(gcd) !== 1);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

function stated({ result }: Certificate): Formula {
  if (result.status === "exact") {
    const lambda = rational(Q.parse(result.lambda) ?? Q.zero);
    return formula(
      `λ = ${lambda.text}, m = ${result.multiplicity}`,
      `\\lambda = ${lambda.tex},\\ m = ${result.multiplicity}`,
    );
  }
  const [lower, upper] = [rational(Q.parse(result.lower) ?? Q.zero), rational(Q.parse(result.upper) ?? Q.zero)];
  return formula(`${lower.text} ≤ λ ≤ ${upper.text}`, `${lower.tex} \\le \\lambda \\le ${upper.tex}`);
}

function boundsFormula({ lower, upper }: Bounds, factor: Q.Rational): Formula {
  const show = (value: Bounds["lower"]): Formula =>
    value === "infinite" ? formula("∞", "\\infty") : rational(Q.multiply(value.lambda, factor));
  const [from, to] = [show(lower), show(upper)];
  if (lower === "infinite") return formula("no pole", "\\text{no pole}");
  const exact =
    upper !== "infinite" && Q.equals(lower.lambda, upper.lambda) && lower.multiplicity === upper.multiplicity;
  if (exact)
    return formula(
      `λ = ${from.text}, m = ${lower.multiplicity}`,
      `\\lambda = ${from.tex},\\ m = ${lower.multiplicity}`,
    );
  if (upper !== "infinite" && Q.equals(lower.lambda, upper.lambda)) {
    const between = formula(
      `${upper.multiplicity} ≤ m ≤ ${lower.multiplicity}`,
      `${upper.multiplicity} \\le m \\le ${lower.multiplicity}`,
    );
    return formula(`λ = ${from.text}, ${between.text}`, `\\lambda = ${from.tex},\\ ${between.tex}`);
  }
  if (upper === "infinite") return formula(`λ ≥ ${from.text}`, `\\lambda \\ge ${from.tex}`);
  return formula(`${from.text} ≤ λ ≤ ${to.text}`, `${from.tex} \\le \\lambda \\le ${to.tex}`);
}
