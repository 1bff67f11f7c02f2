/** One sentence for each step of a proof, the name of each of its branches, and the cell that it is about. */
import * as M from "../symbolic/algebra/monomial.js";
import * as P from "../symbolic/algebra/polynomial.js";
import type { Rational } from "../symbolic/algebra/rational.js";
import type { ReduceStep } from "../symbolic/resolution/certificate.js";
import { functionsOf, isApart, kappaOf, variablesWith } from "../verify/certificate/cell.js";
import type { Cell } from "../verify/certificate/cell.js";
import { exceptionalRatio, monomialLeaf, relation, weighted } from "./divisors.js";
import type { NodeOf } from "./divisors.js";
import { chartsOf, curveThrough, pointFormula } from "./coordinates.js";
import type { Coordinates } from "./coordinates.js";
import { formula, ideal, joined, monomial, polynomial } from "./formula.js";
import type { Formula, Names, Sentence } from "./formula.js";
import type { ReplayedNode } from "./replay.js";

/** "J = x^2·⟨…⟩, Jacobian x, at x = 0, y any, y - 1 ≠ 0". */
export function cellSentence(cell: Cell, names: Names): Sentence {
  const h = monomial(M.fromExponents(cell.h), names);
  const parts: (string | Formula)[] = [jacobianFree(cell, names)];
  if (h.text !== "1") parts.push(", Jacobian ", h);
  const all = variablesWith(cell, "free");
  const zero = named(variablesWith(cell, "zero"), names);
  const free = named(
    all.filter((x) => !isApart(cell, x)),
    names,
  );
  const nonzero = named(
    all.filter((x) => isApart(cell, x)),
    names,
  );
  if (zero !== null) parts.push(", at ", formula(`${zero.text} = 0`, `${zero.tex} = 0`));
  if (free !== null) parts.push(", ", free, " any");
  if (nonzero !== null) parts.push(", ", formula(`${nonzero.text} ≠ 0`, `${nonzero.tex} \\ne 0`));
  for (const p of cell.nonzero) {
    if (!all.some((x) => P.equals(p, P.variable(x)))) parts.push(", ", relation(p, names, "≠", "\\ne"));
  }
  for (const p of [...cell.equations, ...cell.relations]) parts.push(", ", relation(p, names, "=", "="));
  return parts;
}

/** "J = x^2·⟨…⟩". */
function jacobianFree(cell: Cell, names: Names): Formula {
  const kappa = monomial(M.fromExponents(kappaOf(cell)), names);
  const curves = functionsOf(cell)
    .slice(cell.generators.length)
    .map((q, k) => powerOf(polynomial(q, names), cell.powers[k]?.multiplicity ?? 1));
  const factors = [...(kappa.text === "1" ? [] : [kappa]), ...curves, ideal(cell.generators, names)];
  const product = joined(factors, { text: "·", tex: "\\," });
  return formula(`J = ${product.text}`, `J = ${product.tex}`);
}

function powerOf({ text, tex }: Formula, exponent: number): Formula {
  return exponent === 1 ? formula(`(${text})`, `(${tex})`) : formula(`(${text})^${exponent}`, `(${tex})^{${exponent}}`);
}

function named(variables: readonly number[], names: Names): Formula | null {
  return variables.length === 0 ? null : joined(variables.map((x) => names.of(x)));
}

/** What the step does to reach the cell `next` (of its only child); `factor` turns λ of the ideal into that of K. */
export function describeStep(
  at: ReplayedNode,
  next: Cell | null,
  coordinates: Coordinates,
  names: Names,
  factor: Rational,
): Sentence[] {
  const { node, cell, bounds } = at;
  const name = (i: number): Formula => names.of(i);
  switch (node.rule) {
    case "reduce":
      return [reduction(node, next, names)];
    case "extract":
      return [["pull out ", joined(node.powers.map(([p, e]) => polynomial(P.power(names.parse(p), e), names)))]];
    case "shear":
      return [changeOfCoordinates(node, names)];
    case "replace":
      return [[inNames(node.polynomial, names), " becomes the coordinate ", name(node.variable)]];
    case "parts": {
      const parts = partition(
        node.parts.map((p) => p.variables),
        names,
      );
      return node.how === "sum"
        ? [["ideals in disjoint variables ", parts, ": λ adds, and m − 1 adds"]]
        : [["a product in disjoint variables ", parts, ": the least λ"]];
    }
    case "power":
      return [[`a power: λ is divided by ${node.exponent}`]];
    case "slice":
      return [
        [
          "homogeneous for the weights ",
          weighted(node.weights, names),
          ": set ",
          name(node.variable),
          node.children.length === 1 ? " = 1" : " = 1 and −1",
        ],
      ];
    case "contract":
      return [
        ["homogeneous for the weights ", weighted(node.weights, names), ": the least value is where these vanish"],
      ];
    case "flow":
      return [
        ["a flow keeps the ideal and crosses ", name(node.variable), " = 0: the value is that of what is left there"],
      ];
    case "eliminate":
      return [
        [
          "by the implicit function theorem generators become the coordinates ",
          joined(node.variables.map(name)),
          ", and the others functions of the rest",
          ...(node.monomials.length === 0
            ? []
            : [", known up to ", joined(node.monomials.map((m) => inNames(m, names)))]),
        ],
      ];
    case "truncate":
      return [["equal up to a unit as far as the powers below ", inNames(node.monomial, names), " go"]];
    case "cover":
      return [
        [
          node.polynomials.length === 1 ? "two cases for " : "cases for ",
          joined(node.polynomials.map((p) => inNames(p, names))),
        ],
      ];
    case "implicit":
      return [
        [
          inNames(node.polynomial, names),
          " is a coordinate, and ",
          name(node.variable),
          " a function of the others by the implicit function theorem",
        ],
      ];
    case "factor":
      return factored(node.factors.length);
    case "roots":
      return [
        [
          `the equation has ${node.roots.length === 0 ? "no real root" : count(node.roots.length, "real root")} in `,
          name(node.variable),
          ...(node.roots.length === 1 ? [": ", ...centreName(at, node, 0, coordinates, names)] : []),
        ],
      ];
    case "blow-up": {
      const centre = joined(node.weights.map(([i]) => name(i)));
      const weights = node.weights.map(([, w]) => w);
      const even = weights.every((w) => w === 1) ? "" : ` with weights ${weights.join(", ")}`;
      const blowUp: Sentence = ["blow up ", formula(`${centre.text} = 0`, `${centre.tex} = 0`), even];
      const alike = (node.symmetries ?? []).map(([i]) => name(i));
      return [
        [...blowUp, "; the exceptional divisor has ", ...exceptionalRatio(node.weights, cell, factor)],
        ...(alike.length === 0
          ? []
          : [["symmetries take the charts of ", joined(alike), " to earlier ones"] satisfies Sentence]),
      ];
    }
    case "project":
      return [["the generators do not have ", joined(node.variables.map(name)), ": without"]];
    case "integrate":
      return [
        ["integrate over ", joined(node.variables.map(name)), ": the minors of their coefficients bound λ from below"],
      ];
    case "rename":
      return [];
    case "combine":
      return [[node.children.length === 0 ? "left open" : "bounds from several sides"]];
    case "empty":
      return [["no real point: nothing to add"]];
    case "zero":
      return [["the ideal is 0: λ = 0, m = 1"]];
    case "theorem":
      return [[`by theorem (${node.name.replaceAll("-", " ")}), taken on trust`]];
    case "monomial":
      return monomialLeaf(node, { cell, bounds }, names, factor);
    case "valuation":
      return [["the divisor of the weights ", weighted(node.weights, names), " bounds λ from above"]];
    case "initial":
      return [["the linear program of initial forms bounds λ from below"]];
    case "adjunction":
      return [["along ", name(node.variable), ", the multiplicities of roots bound λ from below"]];
  }
}

/** The names of the branches, in the order of the children. */
export function branchNames(at: ReplayedNode, coordinates: Coordinates, names: Names): Sentence[] {
  const { node } = at;
  switch (node.rule) {
    case "blow-up":
      return charts(node, names);
    case "roots":
      return node.roots.map((_, k) => centreName(at, node, k, coordinates, names));
    case "cover":
      return [
        ...node.polynomials.map((p): Sentence => [relation(names.parse(p), names, "≠", "\\ne")]),
        [joined(node.polynomials.map((p) => relation(names.parse(p), names, "=", "=")))],
      ];
    case "factor":
      return node.factors.map(([p]): Sentence => [relation(names.parse(p), names, "=", "=")]);
    case "slice":
      return node.children.map((_, k): Sentence => [
        names.of(node.variable),
        formula(k === 0 ? " = 1" : " = −1", k === 0 ? "= 1" : "= -1"),
      ]);
    case "parts":
      return node.parts.map(({ variables }): Sentence => [
        node.how === "sum" ? "part " : "factor in ",
        joined(variables.map((i) => names.of(i))),
      ]);
    default:
      return [];
  }
}

function charts(node: NodeOf<"blow-up">, names: Names): Sentence[] {
  return chartsOf(node).map(({ variable, weight, sign }): Sentence => {
    const y = names.of(variable);
    const others = node.weights
      .filter(([j]) => j !== variable)
      .map(([j, v]): Formula => {
        const x = names.of(j);
        const power = v === 1 ? y : formula(`${y.text}^${v}`, `${y.tex}^{${v}}`);
        return formula(`${x.text} → ${x.text}*${power.text}`, `${x.tex} \\to ${x.tex} ${power.tex}`);
      });
    const minus = sign === -1 ? "-" : "";
    const self =
      weight === 1
        ? []
        : [formula(`${y.text} → ${minus}${y.text}^${weight}`, `${y.tex} \\to ${minus}${y.tex}^{${weight}}`)];
    return ["chart ", y, ": ", joined([...self, ...others])];
  });
}

/** A root by the curve that leads there, where that is short, and in the chart's coordinates. */
function centreName(
  at: ReplayedNode,
  node: NodeOf<"roots">,
  k: number,
  coordinates: Coordinates,
  names: Names,
): Sentence {
  const root = node.roots[k] ?? "0";
  const inChart = pointFormula(node.variable, root, names);
  const curve = curveThrough(at, node.variable, root, coordinates, names);
  if (curve === null || curve.text === inChart.text) return ["centre ", inChart];
  return ["centre ", curve, " (in the chart ", inChart, ")"];
}

function inNames(text: string, names: Names): Formula {
  return polynomial(names.parse(text), names);
}

function changeOfCoordinates(node: NodeOf<"shear">, names: Names): Sentence {
  const replaced = joined(node.variables.map((i) => names.of(i)));
  if (node.over !== "1") return ["rescale ", replaced, " by the unit ", inNames(node.over, names)];
  const [x = 0] = node.variables;
  const p = P.add(P.multiply(names.parse(node.by), P.variable(x)), names.parse(node.offset));
  return ["take ", polynomial(p, names), " in place of ", replaced];
}

function reduction({ of, steps }: NodeOf<"reduce">, next: Cell | null, names: Names): Sentence {
  const has = (kind: ReduceStep["kind"]): boolean => steps.some((part) => part.kind === kind);
  if (of === "equations") {
    if (has("set")) return ["without the equations: a lower bound"];
    return [
      has("squares") ? "the equation is a sum of squares: each of them vanishes" : "consequences of the equations",
    ];
  }
  if (has("set")) return ["a smaller ideal: a lower bound"];
  return ["reduce the generators", ...(next === null ? [] : [": ", jacobianFree(next, names)])];
}

/** An equation with so many factors beside units. */
function factored(cases: number): Sentence[] {
  if (cases === 0) return [["no real point: nothing to add"]];
  return [[cases === 1 ? "divide the equation by units" : "the equation factors: one case each"]];
}

function partition(parts: readonly (readonly number[])[], names: Names): Formula {
  return joined(
    parts.map((part) => joined(part.map((i) => names.of(i)))),
    formula(" | ", " \\mid "),
  );
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
