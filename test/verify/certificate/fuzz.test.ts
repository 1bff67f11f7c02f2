/**
 * No change makes the checker accept a false statement: what it still accepts is true, by the known value of the
 * statement or, where the statement itself was changed, by the solver's.
 */
import { describe, expect, test } from "vitest";
import { SchemaError } from "../../../src/errors.js";
import { stepBudget } from "../../../src/symbolic/algebra/budget.js";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import type { Certificate, Statement } from "../../../src/symbolic/resolution/certificate.js";
import { isExact } from "../../../src/symbolic/resolution/value.js";
import type { Verification } from "../../../src/verify/certificate/verify.js";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";
import { examples } from "./examples.js";
import { idealStatement, solve } from "./oracle.js";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const solved: readonly Statement[] = [
  idealStatement("x y", "x^2 - 2*y^2", "y^3"),
  idealStatement("x y", "y^4 - 2*x^3*y^2 + x^6 + x^5*y"),
  idealStatement("x y", "x^3*y - x*y^3 + y^5", "x^2*y^2"),
  idealStatement("x y z", "x*y + z^2", "x^2 + y^3*z"),
  idealStatement("x y z", "x*y*z - x^3", "y^2*z - y^3"),
  idealStatement("a b c d", "a*c + b*d", "a*b"),
  idealStatement("x y z", "x^2 + y^2 - 3*z^2", "z^3"),
];
const certificates: readonly Certificate[] = [
  ...examples.map(({ certificate }) => certificate),
  ...solved.map((statement) => solve(statement).certificate),
];

/** Every place in a document. */
function places(value: Json, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => places(child, [...path, key]))];
}

function at(value: Json, path: readonly (string | number)[]): Json {
  return path.reduce<Json>((v, key) => (v as Readonly<Record<string, Json>>)[key] ?? null, value);
}

function withChange(value: Json, path: readonly (string | number)[], change: Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return change ?? null;
  const copy = (Array.isArray(value) ? [...(value as Json[])] : { ...(value as object) }) as Record<string, Json>;
  if (rest.length === 0 && change === undefined) {
    if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else Reflect.deleteProperty(copy, key);
  } else copy[key] = withChange(copy[key] ?? null, rest, change);
  return copy;
}

/** Changes of one value, undefined for leaving it out; `others` are values of the same kind from the document. */
function changes(value: Json, others: readonly Json[]): (Json | undefined)[] {
  if (typeof value === "number") return [0, 1, 2, 3, 5, -1, value + 1, value - 1, 2 * value, -value];
  if (typeof value === "string") {
    return ["0", "1", "-1", "2", "1/2", "x", "y", "$2", `${value} + 1`, `-${value}`, `2*${value}`, ...others];
  }
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return [[], [...list].reverse(), list.slice(1), list.slice(0, -1), [...list, ...list.slice(-1)], undefined];
  }
  return [undefined];
}

function mutants(document: Json): Json[] {
  const all = places(document);
  const strings = [...new Set(all.map((path) => at(document, path)).filter((v) => typeof v === "string"))].slice(0, 12);
  return all.flatMap((path) =>
    changes(at(document, path), strings).map((change) => withChange(document, path, change)),
  );
}

/** What is true of a statement, remembered. */
function truthOf(statement: Statement): { lower: Q.Rational; upper: Q.Rational; multiplicity: number | null } {
  const { range } = solve(statement);
  const lower = typeof range.lower === "string" ? Q.zero : range.lower.lambda;
  if (range.upper === "infinite") return { lower, upper: Q.rational(10 ** 9), multiplicity: null };
  return { lower, upper: range.upper.lambda, multiplicity: isExact(range) ? range.upper.multiplicity : null };
}
const truths = new Map<string, ReturnType<typeof truthOf>>();

function expectRefusedOrTrue(document: Json): "refused" | "no certificate" | "true" {
  let verification: Verification;
  try {
    verification = verifyCertificate(document, stepBudget(3_000_000));
  } catch (error) {
    expect(error).toBeInstanceOf(SchemaError);
    return "no certificate";
  }
  if (!verification.valid) return "refused";
  const key = JSON.stringify(verification.statement);
  const truth = truths.get(key) ?? truthOf(verification.statement);
  truths.set(key, truth);
  const [low, high] =
    verification.status === "exact"
      ? [verification.lambda, verification.lambda]
      : [verification.lower, verification.upper];
  const consistent =
    Q.compare(Q.parse(low) ?? Q.zero, truth.upper) <= 0 && Q.compare(Q.parse(high) ?? Q.zero, truth.lower) >= 0;
  expect(consistent, `accepted a false λ: ${JSON.stringify(document)}`).toBe(true);
  if (verification.status === "exact" && truth.multiplicity !== null) {
    expect(verification.multiplicity, `accepted a false m: ${JSON.stringify(document)}`).toBe(truth.multiplicity);
  }
  return "true";
}

describe("changed certificates are refused, or what they state is true", () => {
  test.each(certificates.map((c) => [JSON.stringify(c.statement.ideal), c] as const))(
    "single changes of %s",
    (_, c) => {
      const document = c as unknown as Json;
      expect(expectRefusedOrTrue(document)).toBe("true");
      const step = c.nodes.length > 10 ? 29 : 4;
      const outcomes = mutants(document)
        .filter((_mutant, i) => i % step === 0)
        .map(expectRefusedOrTrue);
      expect(outcomes.filter((o) => o === "refused").length).toBeGreaterThan(10);
    },
  );
});
