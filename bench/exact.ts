/**
 * The solver beside Singular's `bfctVarAnn` (dmodvar.lib) and Macaulay2's `lct` (Dmodules), where these are installed. They answer
 * another question, the complex and global threshold of the ideal, which is at most twice λ of K = Σ f².
 *
 *     npm run bench:exact [-- --seconds 20]
 */
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { budgetUntil } from "../src/symbolic/algebra/budget.js";
import * as Q from "../src/symbolic/algebra/rational.js";
import { origin } from "../src/symbolic/model/point.js";
import { ideal } from "../src/symbolic/model/text.js";
import { rlct } from "../src/symbolic/rlct.js";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "20" } } });
const seconds = Number(values.seconds);

const inputs = [
  ["cusp", "x,y", "x^2+y^3"],
  ["E8", "x,y", "x^3+y^5"],
  ["two Puiseux pairs", "x,y", "(y^2-x^3)^2+x^5*y"],
  ["irrational tangents", "x,y", "x^2-2*y^2,y^3"],
  ["definite, real differs", "x,y,z", "x^2+y^2+z^2"],
  ["tanh, two units", "a,b,c,d", "a*b+c*d,a*b^3+c*d^3"],
  ["minors 2x3", "a,b,c,d,e,f", "a*e-b*d,a*f-c*d,b*f-c*e"],
  ["quadratic 2-2-1", "a,b,c,d,e,f", "e*a^2+f*c^2,e*a*b+f*c*d,e*b^2+f*d^2"],
] as const;

interface Answer {
  readonly text: string;
  readonly milliseconds: number;
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const cell = (answer: Answer | null): string =>
  answer === null ? "—" : `${answer.text} (${(answer.milliseconds / 1000).toFixed(2)} s)`;

console.log(row(["ideal", "2λ, m of K = Σ f²", "Singular bfctVarAnn: lct", "Macaulay2 lct"]));
console.log(row(["---", "---", "---", "---"]));
for (const [name, variables, generators] of inputs) {
  const answers = [ours(generators), singular(variables, generators), macaulay(variables, generators)];
  console.log(row([`${name}: ${generators}`, ...answers.map(cell)]));
}

function ours(generators: string): Answer {
  const start = performance.now();
  const model = ideal(generators);
  const end = start + 1000 * seconds;
  const result = rlct({ model, point: origin(model) }, { budget: budgetUntil(() => performance.now() > end) });
  const twice = (a: Q.Rational): string => Q.format(Q.multiply(a, Q.rational(2)));
  const text =
    result.status === "exact"
      ? `${twice(result.lambda)}, ${result.multiplicity}`
      : `${twice(result.lower)} … ${twice(result.upper)}`;
  return { text, milliseconds: performance.now() - start };
}

/** The largest root of Singular's Bernstein–Sato polynomial of the variety is codim − 1 − lct. */
function singular(variables: string, generators: string): Answer | null {
  const program = `LIB "dmodvar.lib"; ring r = 0,(${variables}),dp; ideal F = ${generators}; list L = bfctVarAnn(F); L[1]; "codim", nvars(r) - dim(std(F)); exit;`;
  return run("Singular", ["-q", "--no-tty", "-c", program], (output) => {
    const roots = [...output.matchAll(/_\[\d+\]=(-?\d+(?:\/\d+)?)/g)].flatMap(([, root = ""]) => Q.parse(root) ?? []);
    const largest = roots.reduce<Q.Rational | null>((a, b) => (a === null || Q.compare(a, b) < 0 ? b : a), null);
    const codimension = /^codim (\d+)$/m.exec(output)?.[1];
    if (largest === null || codimension === undefined) return null;
    return Q.format(Q.subtract(Q.rational(Number(codimension) - 1), largest));
  });
}

function macaulay(variables: string, generators: string): Answer | null {
  const program = `loadPackage "Dmodules"; R = QQ[${variables}]; print("lct " | toString lct ideal(${generators})); exit 0`;
  return run("M2", ["--silent", "--stop", "-q", "-e", program], (output) => /^lct (\S+)$/m.exec(output)?.[1] ?? null);
}

/** null where the program is absent. */
function run(program: string, args: readonly string[], read: (output: string) => string | null): Answer | null {
  const start = performance.now();
  const { error, stdout } = spawnSync(program, args, { encoding: "utf8", input: "", timeout: 1000 * seconds });
  const milliseconds = performance.now() - start;
  if (error !== undefined && "code" in error && error.code === "ENOENT") return null;
  if (error !== undefined) return { text: "no answer", milliseconds };
  return { text: read(stdout) ?? "no answer", milliseconds };
}
