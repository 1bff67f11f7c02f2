/** Formulas in two spellings, for terminals and for TeX, and prose with formulas in it. */
import * as M from "../symbolic/algebra/monomial.js";
import * as P from "../symbolic/algebra/polynomial.js";
import type { Polynomial } from "../symbolic/algebra/polynomial.js";
import { parsePolynomial } from "../symbolic/algebra/polynomial-text.js";
import * as Q from "../symbolic/algebra/rational.js";
import type { Rational } from "../symbolic/algebra/rational.js";

export interface Formula {
  readonly text: string;
  readonly tex: string;
}

/** A sentence: prose and formulas in turn. */
export type Sentence = readonly (string | Formula)[];

/** Longer formulas are cut short in text; in TeX they stay whole up to ten times that. */
const longest = 120;

export function formula(text: string, tex: string): Formula {
  return { text, tex };
}

/** Formulas side by side, with separators in both spellings. */
export function joined(list: readonly Formula[], separator: Formula | string = ", "): Formula {
  const between = typeof separator === "string" ? { text: separator, tex: separator } : separator;
  return {
    text: list.map((f) => f.text).join(between.text),
    tex: list.map((f) => f.tex).join(between.tex),
  };
}

export function rational(value: Rational): Formula {
  const text = Q.format(value);
  if (value.den === 1n) return { text, tex: text };
  const sign = value.num < 0n ? "-" : "";
  return {
    text,
    tex: `${sign}\\frac{${(value.num < 0n ? -value.num : value.num).toString()}}{${value.den.toString()}}`,
  };
}

/** How variables are called: parameters by their names, algebraic constants as α with a number. */
export interface Names {
  readonly of: (index: number) => Formula;
  /** Reads a polynomial of the certificate. */
  readonly parse: (text: string) => Polynomial;
}

export function namesOf(parameters: readonly string[]): Names {
  const indices = new Map(parameters.map((name, i) => [name, i]));
  return {
    parse: (text) =>
      parsePolynomial(text, (name) => (name.startsWith("$") ? Number(name.slice(1)) : indices.get(name))),
    of: (index) => {
      const name = parameters[index];
      if (name !== undefined) return { text: name, tex: texName(name) };
      const number = index - parameters.length + 1;
      return { text: `α${number}`, tex: `\\alpha_{${number}}` };
    },
  };
}

/** "w1_1_2" is w with the index 1,1,2; names of several letters are set upright. */
function texName(name: string): string {
  const [, letters = "", index = ""] = /^([A-Za-z]*)_?(.*)$/.exec(name) ?? [];
  const base = letters.length === 1 ? letters : letters === "" ? "x" : `\\mathrm{${letters}}`;
  return index === "" ? base : `${base}_{${index.replaceAll("_", ",")}}`;
}

export function polynomial(p: Polynomial, names: Names): Formula {
  const whole = P.terms(p).reduce<Formula>(
    (sum, [m, c]) => {
      const term = termOf(m, Q.sign(c) < 0 ? Q.negate(c) : c, names);
      const sign = Q.sign(c) < 0 ? "-" : "+";
      if (sum.text === "") return sign === "-" ? { text: `-${term.text}`, tex: `-${term.tex}` } : term;
      return { text: `${sum.text} ${sign} ${term.text}`, tex: `${sum.tex} ${sign} ${term.tex}` };
    },
    formula("", ""),
  );
  if (whole.text === "") return formula("0", "0");
  if (whole.text.length <= longest) return whole;
  const count = p.monomials.length;
  const cut = { text: `[${count} terms of degree ≤ ${P.degree(p)}]`, tex: `[${count}\\text{ terms}]` };
  return { text: cut.text, tex: whole.text.length <= 10 * longest ? whole.tex : cut.tex };
}

export function monomial(m: M.Monomial, names: Names): Formula {
  return termOf(m, Q.one, names);
}

function termOf(m: M.Monomial, size: Rational, names: Names): Formula {
  const powers = M.support(m).map((i): Formula => {
    const { text, tex } = names.of(i);
    const e = M.exponent(m, i);
    return e === 1 ? { text, tex } : { text: `${text}^${e}`, tex: `${tex}^{${e}}` };
  });
  const product = joined(powers, { text: "*", tex: " " });
  if (powers.length === 0) return rational(size);
  if (Q.equals(size, Q.one)) return product;
  const factor = rational(size);
  return { text: `${factor.text}*${product.text}`, tex: `${factor.tex} ${product.tex}` };
}

/** ⟨f, g, …⟩; long lists are cut short. */
export function ideal(generators: readonly Polynomial[], names: Names): Formula {
  const shown = generators.slice(0, 12).map((g) => polynomial(g, names));
  const rest = generators.length - shown.length;
  const more = rest > 0 ? [formula(`… (${rest} more)`, `\\dots`)] : [];
  const list = joined([...shown, ...more]);
  return { text: `⟨${list.text}⟩`, tex: `\\langle ${list.tex} \\rangle` };
}

/** Prose for TeX: its specials escaped, its symbols as formulas. */
export function texProse(text: string): string {
  return Array.from(text, (c) => texCharacters[c] ?? c).join("");
}

const texCharacters: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "^": "\\^{}",
  "~": "\\~{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  "%": "\\%",
  _: "\\_",
  ö: '\\"o',
  λ: "$\\lambda$",
  "−": "$-$",
  "±": "$\\pm$",
  "·": "$\\cdot$",
  "≥": "$\\ge$",
  "…": "\\dots",
};
