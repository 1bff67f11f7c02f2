/**
 * A statistical model as the user gives it, and the same at a parameter w*.
 *
 * Conventions: λ is that of K ≥ 0, the loss minus its minimum. A polynomial is K itself (λ of |K|^z where it takes
 * both signs); an ideal means K = Σ f²; a network means K = E|f(x; w) − f(x; w*)|², without biases, with a linear
 * last layer and a realizable truth f(·; w*).
 */
import type { Rational } from "../algebra/rational.js";
import type { Expression } from "./expression.js";

/** x^degree (degree 1 is linear), tanh, or relu (for sampling alone). */
export type Activation =
  { readonly kind: "monomial"; readonly degree: number } | { readonly kind: "tanh" } | { readonly kind: "relu" };

/** `matrix[row][column]`, a row an output of the layer; entries are expressions in the model's parameters. */
export type WeightMatrix = readonly (readonly Expression[])[];

export type Model =
  | { readonly kind: "polynomial"; readonly parameters: readonly string[]; readonly polynomial: Expression }
  | { readonly kind: "ideal"; readonly parameters: readonly string[]; readonly generators: readonly Expression[] }
  | NetworkModel;

/** First layer first. With `--widths` every weight is a parameter of its own. */
export interface NetworkModel {
  readonly kind: "network";
  readonly parameters: readonly string[];
  readonly layers: readonly WeightMatrix[];
  readonly activation: Activation;
  /** Inputs, hidden units of each layer, outputs. */
  readonly widths: readonly number[];
}

/** A value for each parameter, in the order of `parameters`. */
export type Point = readonly Rational[];

/** A model at the parameter w*. */
export interface LocalModel {
  readonly model: Model;
  readonly point: Point;
}
