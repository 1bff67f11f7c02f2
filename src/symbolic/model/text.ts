/** Models from text. */
import type { Model } from "./model.js";
import { parseExpressions, splitList } from "./parse.js";

/**
 * K itself, from a text such as "x^2*y^4"; its names are the parameters, in the order in which they first occur.
 * Throws ParseError or LimitError.
 */
export function polynomial(source: string): Model {
  const { parameters, expressions } = parseExpressions([source]);
  const [first] = expressions;
  return first === undefined
    ? { kind: "ideal", parameters, generators: [] }
    : { kind: "polynomial", parameters, polynomial: first };
}

/** K = f1² + f2² + …, from "f1, f2, …" or a list of texts. Throws ParseError or LimitError. */
export function ideal(source: string | readonly string[]): Model {
  const { parameters, expressions } = parseExpressions(typeof source === "string" ? splitList(source) : source);
  return { kind: "ideal", parameters, generators: expressions };
}
