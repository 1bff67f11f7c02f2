/** The critical locus as text for people, and the parametrization as LaTeX. */
import * as M from "../symbolic/algebra/monomial.js";
import type { Monomial } from "../symbolic/algebra/monomial.js";
import * as P from "../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../symbolic/algebra/polynomial.js";
import * as Q from "../symbolic/algebra/rational.js";
import type { Rational } from "../symbolic/algebra/rational.js";
import type { CriticalAnswer } from "../symbolic/locus/critical-locus.js";
import { holdsFrom } from "../symbolic/locus/locus.js";
import type { LocusResult, MapLocus, NetworkLocus, NetworkPoint, NetworkSummary } from "../symbolic/locus/locus.js";
import { activationName, formatWeights, inputNames } from "./locus.js";
import type { StratumCoefficient } from "./locus.js";
import type { Style } from "./style.js";
import { fields, shorten, table } from "./text.js";

export function locusText(
  result: LocusResult,
  coefficients: readonly (StratumCoefficient | null)[],
  style: Style,
): string {
  return result.kind === "network" ? networkText(result, coefficients, style) : mapText(result, style);
}

export function locusTableText(rows: readonly NetworkSummary[], style: Style): string {
  const heading = ["activation", "rank", "ambient", "expected", "defect", "critical = subnetworks"];
  const cells = rows.map((row) => [
    activationName(row.network.degree),
    `${row.generic.rank}${row.generic.proved ? "" : "?"}`,
    String(row.ambientDimension),
    String(row.expectedDimension),
    String(row.expectedDimension - row.generic.rank),
    { true: "yes", false: "no", null: "open" }[String(row.critical.answer) as "true" | "false" | "null"],
  ]);
  const from = holdsFrom(rows);
  const holds =
    from === null
      ? "critical points are not shown to be exactly the subnetworks at the largest degree listed"
      : `critical points are exactly the subnetworks from ${activationName(from)} on, as far as listed`;
  const notes = rows.flatMap((row) => noteOf(row));
  return `${table(heading, cells, style)}\n  ${style.strong(holds)}\n${notes.map((note) => `  ${style.dim(note)}\n`).join("")}`;
}

/** The coefficients and the Jacobian as LaTeX; null for networks too large to be printed. */
export function parametrizationLatex(result: NetworkLocus): string | null {
  const { parametrization, network, names } = result;
  if (parametrization === null) return null;
  const symbols = names.map(weightSymbol);
  const inputs = inputNames(network.widths[0] ?? 1).map((_, i) => `x_{${i + 1}}`);
  const lines = parametrization.coefficients.map(
    ({ output, monomial, polynomial }) =>
      `\\mu_{${output + 1},\\,${monomialLatex(monomial, inputs)}} &= ${latex(polynomial, symbols)}`,
  );
  const rows = parametrization.jacobian.map((row) => row.map((f) => latex(f, symbols)).join(" & "));
  return [
    "\\begin{align*}",
    lines.join(" \\\\\n"),
    "\\end{align*}",
    "\\[",
    `J\\mu = \\left(\\begin{array}{${"c".repeat(names.length)}}`,
    rows.join(" \\\\\n"),
    "\\end{array}\\right)",
    "\\]",
    "",
  ].join("\n");
}

function networkText(result: NetworkLocus, coefficients: readonly (StratumCoefficient | null)[], style: Style): string {
  const { network, generic, parameters, strata } = result;
  const filling = generic.rank === result.ambientDimension ? ", filling" : "";
  const summary = fields(
    [
      [
        "network",
        `${network.widths.join("-")}, activation ${activationName(network.degree)}, ${parameters} parameters`,
      ],
      [
        "generic rank",
        `${style.strong(String(generic.rank))}, ${generic.proved ? style.good("proved") : style.warn(unproved(result))}`,
      ],
      ["at least", generic.lower],
      ["at most", generic.upper],
      [
        "neuromanifold",
        `dimension ${generic.rank} of ${result.ambientDimension}${filling}; expected ${result.expectedDimension}, defect ${result.expectedDimension - generic.rank}`,
      ],
      ["fibres", `dimension ${parameters - generic.rank}`],
      ["critical points", answerText(result.critical, style)],
      ...detailRows(result.critical),
    ],
    style,
  );
  const cells = strata.list.map((s, i) => {
    const known = coefficients[i] ?? null;
    return [
      String(s.dimension),
      `${s.rank}${s.proved ? "" : "?"}`,
      s.critical ? "yes" : "no",
      known === null ? "-" : `${Q.format(known.lambda)} (${known.multiplicity})`,
      s.name,
    ];
  });
  const longest = Math.max(...strata.list.map(({ name }) => name.length));
  const aligned = cells.map((row) => row.map((cell, j) => (j === 4 ? cell.padEnd(longest) : cell)));
  const list =
    cells.length === 0
      ? ""
      : `\n${table(["dimension", "rank", "critical", "λ (m)", "stratum".padEnd(longest)], aligned, style).replace(/ +$/gm, "")}`;
  const more = strata.complete ? "" : `  ${style.dim("and smaller subnetworks, not listed")}\n`;
  return `${summary}${list}${more}${coefficientLines(result, style)}${pointText(result.point, style)}`;
}

const maxShownCoefficients = 12;

function coefficientLines({ parametrization, network, names }: NetworkLocus, style: Style): string {
  if (parametrization === null || parametrization.coefficients.length > maxShownCoefficients) return "";
  const inputs = inputNames(network.widths[0] ?? 1);
  const rows = parametrization.coefficients.map(({ output, monomial, polynomial }): [string, string] => [
    `output ${output + 1}, ${M.format(monomial, inputs)}`,
    shorten(P.format(polynomial, names)),
  ]);
  return `\n${fields(rows, style)}`;
}

function pointText(point: NetworkPoint | null, style: Style): string {
  if (point === null) return "";
  const { analysis, fisher, weights } = point;
  const { kernel, explained } = analysis;
  return `\n${fields(
    [
      ["at", shorten(JSON.stringify(formatWeights(weights)))],
      ["rank", String(analysis.rank)],
      ["kernel", `dimension ${kernel.length}, of which rescaling explains ${explained}`],
      ...kernel.slice(0, 8).map((v): [string, string] => ["", shorten(`(${v.map(Q.format).join(", ")})`)]),
      ["subnetwork", analysis.subnetwork.length === 0 ? "no" : shorten(analysis.subnetwork.join("; "))],
      ...(fisher === null
        ? []
        : [
            ["Fisher", `rank ${fisher.rank}, det(t − I) = ${shorten(univariate(fisher.characteristicPolynomial))}`] as [
              string,
              string,
            ],
          ]),
    ],
    style,
  )}`;
}

function mapText({ names, components, generic, strata, point }: MapLocus, style: Style): string {
  const summary = fields(
    [
      ["map", `${components.length} ${components.length === 1 ? "component" : "components"} in ${names.join(", ")}`],
      [
        "generic rank",
        `${style.strong(String(generic.rank))}, ${generic.proved ? style.good("proved") : style.warn("not proved")}: ${generic.reason}`,
      ],
      ...strata.list.map((s): [string, string] => [
        `rank ${s.rank}`,
        `${s.name}, dimension ${s.dimension} over ℂ: ${shorten(s.equations.map((f) => P.format(f, names)).join(", "))}`,
      ]),
      ...(strata.complete ? [] : [["open", strata.reason] as [string, string]]),
      ...(point === null
        ? []
        : ([
            ["at", shorten(point.at.map(Q.format).join(", "))],
            ["rank there", `${point.rank}, kernel of dimension ${point.kernel.length}`],
          ] as [string, string][])),
    ],
    style,
  );
  return summary;
}

function unproved({ generic }: NetworkSummary): string {
  return generic.proved
    ? ""
    : `at most ${generic.upperBound}; that it is not larger holds but for a probability of ${tiny(generic.errorProbability)}`;
}

/** "2^-40", rounded up. */
function tiny(p: Rational): string {
  const bits = (p.den / (p.num === 0n ? 1n : p.num)).toString(2).length - 1;
  return bits <= 0 ? "1" : `2^-${bits}`;
}

function answerText(critical: CriticalAnswer, style: Style): string {
  switch (critical.answer) {
    case true:
      return style.good("exactly the subnetworks, proved");
    case false:
      return style.warn("not exactly the subnetworks");
    case null:
      return style.warn("open whether they are exactly the subnetworks");
  }
}

function detailRows(critical: CriticalAnswer): [string, string][] {
  switch (critical.answer) {
    case true:
      return critical.proof.map((step) => ["proof", step]);
    case false:
      return [
        ["witness", `${critical.witness.kind}: ${critical.witness.words}`],
        ["weights", shorten(JSON.stringify(formatWeights(critical.witness.weights)))],
      ];
    case null:
      return critical.tried.map((line) => ["tried", line]);
  }
}

function noteOf({ network, critical }: NetworkSummary): string[] {
  const name = activationName(network.degree);
  return critical.answer === false ? [`${name}: ${critical.witness.kind}: ${critical.witness.words}`] : [];
}

/** "t^2 - 3*t + 1/2". */
function univariate(coefficients: readonly Rational[]): string {
  return P.format(P.fromTerms(coefficients.map((c, i) => [M.variable(0, i), c])), ["t"]);
}

/** "w1_2_3" as w^{(1)}_{2,3}; other names as they are. */
function weightSymbol(name: string): string {
  const [, layer, row, column] = /^w(\d+)_(\d+)_(\d+)$/.exec(name) ?? [];
  if (layer === undefined) return `\\mathrm{${name.replaceAll("_", "\\_")}}`;
  return `w^{(${layer})}_{${row ?? ""},${column ?? ""}}`;
}

function latex(f: Polynomial, symbols: readonly string[]): string {
  const terms = P.terms(f).map(([m, c], i) => {
    const size = Q.sign(c) < 0 ? Q.negate(c) : c;
    const number = size.den === 1n ? Q.format(size) : `\\frac{${size.num.toString()}}{${size.den.toString()}}`;
    const body =
      m === M.one
        ? number
        : Q.equals(size, Q.one)
          ? monomialLatex(m, symbols)
          : `${number} ${monomialLatex(m, symbols)}`;
    return Q.sign(c) < 0 ? `- ${body}` : i === 0 ? body : `+ ${body}`;
  });
  return terms.length === 0 ? "0" : terms.join(" ");
}

function monomialLatex(m: Monomial, symbols: readonly string[]): string {
  const factors = M.support(m).map((i) => {
    const e = M.exponent(m, i);
    const symbol = symbols[i] ?? "?";
    return e === 1 ? symbol : `${symbol.includes("^") ? `(${symbol})` : symbol}^{${e}}`;
  });
  return factors.length === 0 ? "1" : factors.join(" ");
}
