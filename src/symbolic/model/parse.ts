/**
 * Text → polynomial expressions over ℚ, with the grammar of mathjs (implicit multiplication as in "2x y" too).
 *
 * Numbers are read exactly from their text: 0.1 is 1/10, 1e3 is 1000, integers have any size. Every name is a
 * variable, e, i and pi too, but for NaN, Infinity, true, false, null and undefined, which are refused. What is no
 * polynomial is refused with the subexpression quoted; a syntax error gives its offset. Nothing is expanded here.
 */
import math from "mathjs/lib/browser/math.js";
import type { ConstantNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from "mathjs";
import { LimitError, ParseError } from "../../errors.js";
import * as Q from "../algebra/rational.js";
import type { Rational } from "../algebra/rational.js";
import * as E from "./expression.js";
import type { Expression } from "./expression.js";

/** Bounds on one text; past them a LimitError is thrown before any work. */
export const maxLength = 100_000;
export const maxDepth = 100;
export const maxBits = 1_000_000;

/** The names of parameters. */
export const namePattern = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

export interface Parsed {
  /** The variables: those handed in, or the names in the order in which they first occur. */
  readonly parameters: readonly string[];
  readonly expressions: readonly Expression[];
}

/**
 * Reads each text as a polynomial. With `parameters` any other name is refused; without, names become variables as
 * they come. Throws ParseError, and LimitError past `maxLength`, `maxDepth`, `maxBits` or `maxDegree`.
 */
export function parseExpressions(sources: readonly string[], parameters?: readonly string[]): Parsed {
  const indices = new Map((parameters ?? []).map((name, index) => [name, index]));
  const expressions = sources.map((source) => {
    const context: Context = { source, indices, open: parameters === undefined };
    return convert(syntaxTree(source), context, 0).expression;
  });
  return { parameters: parameters ?? [...indices.keys()], expressions };
}

/** The parts of "f1, f2, …", split at the commas outside parentheses. Throws ParseError for an empty part. */
export function splitList(source: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i <= source.length; i++) {
    const c = source[i];
    if (c === "(" || c === "[" || c === "{") depth++;
    if (c === ")" || c === "]" || c === "}") depth--;
    if (c !== undefined && (c !== "," || depth > 0)) continue;
    const part = source.slice(start, i);
    if (part.trim() === "") throw new ParseError(source, "a polynomial is missing here", start);
    parts.push(part);
    start = i + 1;
  }
  return parts;
}

interface Context {
  readonly source: string;
  readonly indices: Map<string, number>;
  readonly open: boolean;
}

/** An expression with its degree bound; a constant is folded, so that exponents and divisors can be read off. */
interface Converted {
  readonly expression: Expression;
  readonly degree: number;
}

/** A number as it was written; mathjs prints it back from the text. */
class Literal {
  constructor(
    readonly value: Rational,
    readonly text: string,
  ) {}

  toString(): string {
    return this.text;
  }
}

const grammar = math.create({ number: "Fraction" });
grammar.import([math.factory("numeric", [], () => readNumber)], { override: true });

/** Called by mathjs for each number in the text, and for NaN and Infinity. */
function readNumber(text: string): Literal {
  const match = /^(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null || !/\d/.test(text)) {
    throw new ParseError(text, `${text} is not a rational number; write integers, fractions or decimals`);
  }
  const [, whole = "", decimals = "", shift = "0"] = match;
  const exponent = Number(shift) - decimals.length;
  const power = Math.abs(exponent) * 4;
  if (power > maxBits) throw new LimitError("bits of a number", String(power), String(maxBits));
  const digits = BigInt(whole + decimals);
  const scale = 10n ** BigInt(Math.abs(exponent));
  return new Literal(exponent < 0 ? Q.rational(digits, scale) : Q.rational(digits * scale), text);
}

function syntaxTree(source: string): MathNode {
  if (source.length > maxLength)
    throw new LimitError("length of an expression", `${source.length} characters`, String(maxLength));
  if (source.trim() === "") throw new ParseError(source, "an expression is expected, but the text is empty");
  const comment = source.indexOf("#");
  if (comment >= 0) throw new ParseError(source, "comments are not read", comment);
  refuseDeepNesting(source);
  refuseCalls(source);
  try {
    return grammar.parse(source);
  } catch (error) {
    if (error instanceof RangeError) throw new LimitError("nesting depth", "the expression", String(maxDepth));
    if (!(error instanceof SyntaxError)) throw error;
    const offset = "char" in error && typeof error.char === "number" ? error.char - 1 : undefined;
    throw new ParseError(source, error.message.replace(/ \(char \d+\)$/, ""), offset);
  }
}

function refuseDeepNesting(source: string): void {
  let depth = 0;
  for (const c of source) {
    if (c === "(") depth++;
    if (c === ")") depth--;
    if (depth > maxDepth) throw new LimitError("nesting depth", `more than ${maxDepth}`, String(maxDepth));
  }
}

const functionNames =
  /^(sin|cos|tan|a?(sin|cos|tan)h?|sinh|cosh|tanh|exp|expm1|log\d*|log1p|ln|sqrt|cbrt|abs|sign|floor|ceil|round|min|max|mod|gcd|factorial|gamma|erf|relu|pow)$/;
const operatorNames = /^(mod|to|in|and|or|xor|not)$/;

/** mathjs reads a name before a parenthesis as a call; say what to write, in the words of the text. */
function refuseCalls(source: string): void {
  for (const match of source.matchAll(/([\p{L}_$][\p{L}\p{N}_$]*)\s*\(/gu)) {
    const [opening, name = ""] = match;
    const open = match.index + opening.length - 1;
    const close = closing(source, open);
    if (close === null || operatorNames.test(name)) continue;
    const inside = source.slice(open, close + 1);
    const hint = functionNames.test(name)
      ? `${name}${inside} is not a polynomial`
      : `${name}${inside} reads as a call of a function ${name}; write ${name}*${inside}`;
    throw new ParseError(source, hint, match.index);
  }
}

/** The offset of the parenthesis that closes the one at `open`, or null. */
function closing(source: string, open: number): number | null {
  let depth = 0;
  for (let i = open; i < source.length; i++) {
    if (source[i] === "(") depth++;
    if (source[i] === ")" && --depth === 0) return i;
  }
  return null;
}

function convert(node: MathNode, context: Context, depth: number): Converted {
  if (depth > maxDepth) throw new LimitError("nesting depth", `more than ${maxDepth}`, String(maxDepth));
  switch (node.type) {
    case "ParenthesisNode":
      return convert((node as ParenthesisNode).content, context, depth + 1);
    case "ConstantNode":
      return constantOf(node as ConstantNode, context);
    case "SymbolNode":
      return variableOf((node as SymbolNode).name, context);
    case "OperatorNode":
      return operation(node as OperatorNode, context, depth);
    case "FunctionNode":
      return refuse(node, context, "it calls a function");
    default:
      return refuse(node, context, "only numbers, names, + - * / ^ and parentheses are read");
  }
}

function constantOf(node: ConstantNode, context: Context): Converted {
  const value: unknown = node.value;
  if (value instanceof Literal) return constant(value.value);
  return refuse(
    node,
    context,
    typeof value === "number" ? "percent signs are not read" : "it is not a rational number",
  );
}

function variableOf(name: string, context: Context): Converted {
  const known = context.indices.get(name);
  const index = known ?? context.indices.size;
  if (known === undefined) {
    if (!context.open)
      throw new ParseError(context.source, `${name} is not among the parameters`, nameOffset(context.source, name));
    if (!namePattern.test(name)) {
      const expected = `${excerpt(name)} is no name; write up to 100 of the letters A to Z, digits and _`;
      throw new ParseError(context.source, expected, nameOffset(context.source, name));
    }
    context.indices.set(name, index);
  }
  return { expression: E.variable(index), degree: 1 };
}

function operation(node: OperatorNode, context: Context, depth: number): Converted {
  const fn: string = node.fn;
  switch (fn) {
    case "add":
    case "subtract":
      return sumOf(node, context, depth);
    case "multiply":
    case "divide":
      return productOf(node, context, depth);
    case "pow":
      return powerOf(node, context, depth);
    case "unaryPlus":
      return convert(argument(node, 0), context, depth + 1);
    case "unaryMinus":
      return multiply([constant(minusOne), convert(argument(node, 0), context, depth + 1)]);
    default:
      return refuse(node, context, `the operator ${node.op as string} is not one of + - * / ^`);
  }
}

/** A chain a + b − c + … leans to the left; it is read in a loop, so that its length is no depth. */
function sumOf(node: OperatorNode, context: Context, depth: number): Converted {
  const { head, links } = chain(node, ["add", "subtract"]);
  const terms = [convert(head, context, depth + 1)];
  for (const link of links) {
    const term = convert(argument(link, 1), context, depth + 1);
    terms.push(link.op === "-" ? multiply([constant(minusOne), term]) : term);
  }
  return add(terms);
}

/** A chain a * b / c …; a divisor must be a constant other than 0. */
function productOf(node: OperatorNode, context: Context, depth: number): Converted {
  const { head, links } = chain(node, ["multiply", "divide"]);
  const factors = [convert(head, context, depth + 1)];
  for (const link of links) {
    const factor = convert(argument(link, 1), context, depth + 1);
    factors.push(link.op === "/" ? inverse(factor, link, context) : factor);
  }
  return checked(multiply(factors));
}

/** The first operand of a chain and its operators, in the order of the text. */
function chain(node: OperatorNode, names: readonly string[]): { head: MathNode; links: OperatorNode[] } {
  const links: OperatorNode[] = [];
  let head: MathNode = node;
  while (isBinary(head, names)) {
    links.push(head);
    head = argument(head, 0);
  }
  return { head, links: links.reverse() };
}

function isBinary(node: MathNode, names: readonly string[]): node is OperatorNode {
  if (node.type !== "OperatorNode") return false;
  const { fn, args } = node as OperatorNode;
  return names.includes(fn) && args.length === 2;
}

function powerOf(node: OperatorNode, context: Context, depth: number): Converted {
  const base = convert(argument(node, 0), context, depth + 1);
  const { expression: exponent } = convert(argument(node, 1), context, depth + 1);
  if (exponent.kind !== "constant") return refuse(node, context, "the exponent is not a number");
  if (exponent.value.den !== 1n) return refuse(node, context, "the exponent is not an integer");
  const size = exponent.value.num;
  if (base.expression.kind === "constant") return constantPower(base.expression.value, size, node, context);
  if (size < 0n) return refuse(node, context, "the exponent is negative");
  if (size > BigInt(E.maxDegree)) throw new LimitError("exponent", size.toString(), String(E.maxDegree));
  const degree = base.degree * Number(size);
  return checked({ expression: E.power(base.expression, Number(size)), degree });
}

function constantPower(base: Rational, exponent: bigint, node: OperatorNode, context: Context): Converted {
  if (exponent < 0n && Q.isZero(base)) return refuse(node, context, "it divides by 0");
  const size = exponent < 0n ? -exponent : exponent;
  const bits = size * BigInt(base.num.toString(2).length + base.den.toString(2).length);
  if (bits > BigInt(maxBits)) throw new LimitError("bits of a number", bits.toString(), String(maxBits));
  const value = Q.power(base, Number(size));
  return constant(exponent < 0n ? Q.divide(Q.one, value) : value);
}

function inverse({ expression }: Converted, node: OperatorNode, context: Context): Converted {
  if (expression.kind !== "constant") return refuse(node, context, "it divides by a polynomial that is not a number");
  if (Q.isZero(expression.value)) return refuse(node, context, "it divides by 0");
  return constant(Q.divide(Q.one, expression.value));
}

const minusOne = Q.negate(Q.one);

function constant(value: Rational): Converted {
  return { expression: E.constant(value), degree: 0 };
}

function add(terms: readonly Converted[]): Converted {
  const values = constantsOf(terms);
  if (values !== null) return constant(values.reduce(Q.add, Q.zero));
  return { expression: E.sum(terms.map((t) => t.expression)), degree: Math.max(...degrees(terms)) };
}

function multiply(factors: readonly Converted[]): Converted {
  const values = constantsOf(factors);
  if (values !== null) return constant(values.reduce(Q.multiply, Q.one));
  return {
    expression: E.product(factors.map((f) => f.expression)),
    degree: degrees(factors).reduce((a, b) => a + b, 0),
  };
}

function constantsOf(list: readonly Converted[]): Rational[] | null {
  const values = list.flatMap(({ expression: e }) => (e.kind === "constant" ? [e.value] : []));
  return values.length === list.length ? values : null;
}

function degrees(list: readonly Converted[]): number[] {
  return list.map((c) => c.degree);
}

function checked(c: Converted): Converted {
  if (c.degree > E.maxDegree) throw new LimitError("degree", String(c.degree), String(E.maxDegree));
  return c;
}

function argument(node: OperatorNode, index: number): MathNode {
  const found = node.args[index];
  if (found === undefined) throw new RangeError(`operator ${node.op as string} has no argument ${index}`);
  return found;
}

function refuse(node: MathNode, context: Context, reason: string): never {
  throw new ParseError(
    context.source,
    `"${quote(node, context)}" is not a polynomial over the rational numbers: ${reason}`,
  );
}

/** The subexpression as it stands in the text; where mathjs spells it otherwise, in that spelling. */
function quote(node: MathNode, context: Context): string {
  const printed = print(node);
  if (printed === null) return excerpt(context.source);
  const dense = printed.replace(/\s/g, "");
  const pattern = Array.from(dense, (c) => c.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")).join("\\s*");
  return excerpt(dense.length > 200 ? printed : (new RegExp(pattern).exec(context.source)?.[0] ?? dense));
}

/** mathjs's spelling, or null for a chain too long for its printer. */
function print(node: MathNode): string | null {
  try {
    return node.toString();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function excerpt(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}

function nameOffset(source: string, name: string): number | undefined {
  const offset = source.indexOf(name);
  return offset < 0 ? undefined : offset;
}
