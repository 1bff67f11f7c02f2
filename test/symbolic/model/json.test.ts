import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { LimitError, ParseError } from "../../../src/errors.js";
import { maxJsonDepth, parseJson } from "../../../src/symbolic/model/json.js";

/** What JSON.parse would give: bigints as doubles, plain objects. */
function loose(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(loose);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, loose(inner)]));
}

describe("JSON", () => {
  property.prop([fc.jsonValue({ noUnicodeString: false })])("reads what JSON.stringify writes", (value) => {
    const text = JSON.stringify(value);
    expect(loose(parseJson(text))).toEqual(loose(JSON.parse(text)));
    expect(loose(parseJson(JSON.stringify(value, null, 2)))).toEqual(loose(JSON.parse(text)));
  });

  property.prop([fc.string()])("accepts no text that JSON.parse refuses", (text) => {
    try {
      parseJson(text);
    } catch {
      return;
    }
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  property.prop([fc.bigInt()])("keeps every digit of an integer", (n) => {
    expect(parseJson(`[${n}]`)).toEqual([n]);
  });

  test.each(["", "{", "[1,]", "{,}", '{"a" 1}', "[1 2]", "01", "+1", "nul", "1 1", "'a'", '"\n"', "[-]", "1.", ".5"])(
    "%j is no JSON",
    (text) => {
      expect(() => parseJson(text)).toThrow(ParseError);
    },
  );

  test("a field given twice is refused", () => {
    expect(() => parseJson('{"a": 1, "b": {"a": 1}, "a": 2}')).toThrow('"a" is given twice');
  });

  test("__proto__ is a field like any other", () => {
    const value = parseJson('{"__proto__": {"x": 1}}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect(value.x).toBeUndefined();
  });

  test("depth is bounded", () => {
    const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
    expect(parseJson(nested(maxJsonDepth))).toBeInstanceOf(Array);
    expect(() => parseJson(nested(maxJsonDepth + 2))).toThrow(LimitError);
    expect(() => parseJson(nested(100_000))).toThrow(LimitError);
  });
});
