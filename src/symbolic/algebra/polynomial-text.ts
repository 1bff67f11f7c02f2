/**
 * Reads the expanded form that `P.format` prints, such as "x^2*y - 1/2*z + 3": a sum of terms, each an optional
 * rational number times powers of named variables. No parentheses, no decimals: for what people write there is the
 * expression parser. What is read is bounded: text length, digits of a number, exponents.
 */
import { LimitError, ParseError } from "../../errors.js";
import * as M from "./monomial.js";
import type { Monomial } from "./monomial.js";
import * as P from "./polynomial.js";
import type { Polynomial } from "./polynomial.js";
import * as Q from "./rational.js";
import type { Rational } from "./rational.js";

/** In UTF-16 units. */
export const maxTextLength = 1_000_000;
/** Of one number, and of the common denominator. */
export const maxDigits = 10_000;
/** Number of terms times digits of the common denominator. */
export const maxDigitsInAll = 20_000_000;

/**
 * The polynomial that the text says; like terms are collected. A name is a letter or _ with letters, digits and _
 * behind it, or $ with digits ("$7"); `indexOf` gives its variable's number, undefined where there is none.
 * Throws ParseError where the text has another form, LimitError past a bound.
 */
export function parsePolynomial(text: string, indexOf: (name: string) => number | undefined): Polynomial {
  if (text.length > maxTextLength) throw new LimitError("polynomial text", String(text.length), String(maxTextLength));
  const source = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const terms: [Monomial, Rational][] = [];
  let denominator = 1n;
  let offset = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match !== null) offset = pattern.lastIndex;
    return match;
  };
  const power = (): Monomial => {
    const start = offset;
    const [, name, exponent = "1"] = next(factorPattern) ?? [];
    if (name === undefined) throw new ParseError(source, "expected a number or a power of a variable", start);
    const index = indexOf(name);
    if (index === undefined) throw new ParseError(source, `unknown variable ${name.slice(0, 40)}`, start);
    if (exponent.length > 13) throw new LimitError("exponent", exponent.slice(0, 20), String(M.maxExponent));
    return M.variable(index, Number(exponent));
  };
  do {
    const sign = next(terms.length === 0 ? leadingSign : laterSign);
    if (sign === null) throw new ParseError(source, "expected + or −", offset);
    const number = next(numberPattern);
    let coefficient = number === null ? Q.one : rationalOf(number, source);
    if (sign[1] === "-") coefficient = Q.negate(coefficient);
    let monomial = number === null ? power() : M.one;
    while (next(timesPattern) !== null) monomial = M.multiply(monomial, power());
    terms.push([monomial, coefficient]);
    denominator = (denominator / Q.gcd(denominator, coefficient.den)) * coefficient.den;
    if (denominator > largest) throw new LimitError("common denominator", "a larger one", `${maxDigits} digits`);
  } while (offset < text.length);
  const digits = terms.length * denominator.toString().length;
  if (digits > maxDigitsInAll) throw new LimitError("digits of a polynomial", String(digits), String(maxDigitsInAll));
  return P.fromTerms(terms);
}

const largest = 10n ** BigInt(maxDigits);
const leadingSign = / *(-?) */y;
const laterSign = / *([+-]) */y;
const timesPattern = / *\* */y;
const numberPattern = /(\d+)(?:\/(\d+))?/y;
const factorPattern = /([A-Za-z_][A-Za-z0-9_]*|\$\d+)(?:\^(\d+))?/y;

function rationalOf([, above = "", below = "1"]: RegExpExecArray, source: string): Rational {
  const digits = Math.max(above.length, below.length);
  if (digits > maxDigits) throw new LimitError("digits of a number", String(digits), String(maxDigits));
  const denominator = BigInt(below);
  if (denominator === 0n) throw new ParseError(source, "a denominator is 0");
  return Q.rational(BigInt(above), denominator);
}
