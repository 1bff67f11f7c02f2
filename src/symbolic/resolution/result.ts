/** What the exact engine says of K at w*: a proved value, or proved bounds. λ is K's. */
import type { Rational } from "../algebra/rational.js";
import type { Certificate } from "./certificate.js";

export type RlctResult =
  | {
      readonly status: "exact";
      readonly lambda: Rational;
      readonly multiplicity: number;
      /** The rung of the ladder that did most of the work. */
      readonly method: string;
      readonly certificate: Certificate;
    }
  | {
      readonly status: "bounds";
      readonly lower: Rational;
      readonly upper: Rational;
      /** One sentence: why the value is not exact. */
      readonly reason: string;
      readonly method: string;
      /** null where no ideal of the model is known. */
      readonly certificate: Certificate | null;
    };
