/**
 * Writes docs/monomial-networks.md: (λ, m) of all monomial networks at zero with at most 9 weights. Every value has a
 * certificate by resolution alone, and the checker accepts it.
 */
import { writeFileSync } from "node:fs";
import { format as prettier } from "prettier";
import { stepBudget } from "../src/symbolic/algebra/budget.js";
import * as Q from "../src/symbolic/algebra/rational.js";
import { monomial } from "../src/symbolic/model/network.js";
import { rlct } from "../src/symbolic/rlct.js";
import { verifyCertificate } from "../src/verify/certificate/verify.js";
import { atZero, countWeights, widthsWithWeights } from "./families.js";

const degrees = [2, 3, 4];
const weights = 9;
const larger = [
  [4, 2, 1],
  [2, 4, 1],
  [3, 2, 2],
  [2, 3, 2],
  [3, 3, 1],
  [2, 2, 2, 1],
];
const steps = 2_500_000;

/** "3/4", "3/4 (2)" for m = 2, or proved bounds. Throws where the checker refuses. */
function entry(widths: readonly number[], degree: number): string {
  const result = rlct(atZero(widths, monomial(degree)), { budget: stepBudget(steps), theorems: false });
  const verification = verifyCertificate(JSON.parse(JSON.stringify(result.certificate)));
  if (!verification.valid) throw new Error(`${widths.join("-")}, x^${degree}: ${verification.reason}`);
  if (result.status === "bounds") return `${Q.format(result.lower)} ≤ λ ≤ ${Q.format(result.upper)}`;
  return Q.format(result.lambda) + (result.multiplicity === 1 ? "" : ` (${result.multiplicity})`);
}

function table(list: readonly (readonly number[])[]): string {
  const rows = list.map((widths) => {
    const entries = degrees.map((degree) => entry(widths, degree));
    return `| ${[widths.join("-"), countWeights(widths), ...entries].join(" | ")} |`;
  });
  return `| widths | weights | ${degrees.map((degree) => `x^${degree}`).join(" | ")} |
| --- | --- | ${degrees.map(() => "---").join(" | ")} |
${rows.join("\n")}`;
}

const small = widthsWithWeights(1, weights).sort((a, b) => a.length - b.length);

const text = `# Monomial networks at zero

The learning coefficient λ, and the multiplicity m in parentheses where it is not 1, of the network
x ↦ W_L σ(W_{L−1} ⋯ σ(W_1 x)) with σ(z) = z^r at w* = 0, for all widths (inputs, hidden units of each layer, outputs) with at
least one hidden layer and at most ${weights} weights. Every entry is proved by resolution, without theorems, and
its certificate has been checked. Written by \`npm run table:monomial\`.

${table(small)}

## Larger ones

With ${steps} steps of the solver for each; where they do not suffice, both bounds are proved and checked.

${table(larger)}
`;

writeFileSync("docs/monomial-networks.md", await prettier(text, { parser: "markdown", printWidth: 120 }));
