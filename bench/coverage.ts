/**
 * Writes docs/coverage.md: family by family how many members get an exact answer, within a budget of steps that is the
 * same on every machine, and how long that takes here.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { format as prettier } from "prettier";
import { LimitError } from "../src/errors.js";
import { stepBudget } from "../src/symbolic/algebra/budget.js";
import * as Q from "../src/symbolic/algebra/rational.js";
import { parseModelFile } from "../src/symbolic/model/file.js";
import type { LocalModel } from "../src/symbolic/model/model.js";
import { linear, monomial, tanh } from "../src/symbolic/model/network.js";
import { rlct } from "../src/symbolic/rlct.js";
import { atRandomPoint, atZero, randomIdeal, seeded, widthsWithWeights } from "./families.js";

const steps = 20_000;

interface Family {
  readonly name: string;
  readonly members: readonly LocalModel[];
  readonly theorems?: boolean;
}

interface Coverage {
  readonly exact: number;
  /** Of the members that are only bounded, the share of [0, d/2] that the interval leaves open, on average. */
  readonly open: number | null;
  readonly refused: number;
  /** In milliseconds, ascending. */
  readonly times: readonly number[];
}

const random = seeded(1);
const small = widthsWithWeights(1, 9);
const larger = widthsWithWeights(10, 12);
const wide = [
  [5, 3, 5],
  [3, 8, 4],
  [4, 3, 3, 4],
  [3, 3, 3, 3, 3],
  [6, 2, 5],
  [4, 4, 4, 4],
  [2, 4, 3, 4, 2],
  [10, 10, 10, 10],
  [20, 20, 20],
  [7, 6, 5, 4, 5, 6, 7],
  [40, 60, 40],
];
const oneHidden = small.filter((w) => w.length === 3);
const deep = small.filter((w) => w.length > 3);
const points = seeded(2);
const truths = seeded(3);
const someOf = (list: readonly number[][], count: number, choose = random): number[][] =>
  Array.from({ length: count }, () => list[choose(list.length)] ?? [1, 1, 1]);
const elsewhere = someOf([...small, ...larger], 100).map((w) => atRandomPoint(w, linear, random));
const examples = new URL("../../../examples/", import.meta.url);

const families: readonly Family[] = [
  { name: "linear networks at zero, ≤ 9 weights (all)", members: small.map((w) => atZero(w, linear)) },
  { name: "linear networks at zero, 10–12 weights (100)", members: someOf(larger, 100).map((w) => atZero(w, linear)) },
  { name: "linear networks at random points, ≤ 12 weights (100)", members: elsewhere },
  { name: "linear, the same with theorems", theorems: true, members: elsewhere },
  { name: "linear networks at zero, 22–4800 weights", members: wide.map((w) => atZero(w, linear)) },
  {
    name: "linear networks at random points, 13–20 weights (100)",
    members: someOf(widthsWithWeights(13, 20), 100, points).map((w) => atRandomPoint(w, linear, points)),
  },
  ...[2, 3, 4].map((r) => ({
    name: `x^${r} networks at zero, ≤ 9 weights (all)`,
    members: small.map((w) => atZero(w, monomial(r))),
  })),
  {
    name: "x^2 networks at zero, 10–12 weights (100)",
    members: someOf(larger, 100).map((w) => atZero(w, monomial(2))),
  },
  {
    name: "x^2 networks at random points, ≤ 9 weights (100)",
    members: someOf(small, 100).map((w) => atRandomPoint(w, monomial(2), random)),
  },
  { name: "tanh networks at zero, ≤ 9 weights (all)", members: small.map((w) => atZero(w, tanh)) },
  { name: "tanh, the same with theorems", theorems: true, members: small.map((w) => atZero(w, tanh)) },
  ...(
    [
      ["one hidden layer", oneHidden],
      ["more hidden layers", deep],
    ] as const
  ).map(([depth, list]) => ({
    name: `tanh networks at random points, ${depth}, ≤ 9 weights (100)`,
    members: someOf(list, 100, truths).map((w) => atRandomPoint(w, tanh, truths)),
  })),
  {
    name: "examples/ (mixtures, latent classes, attention, …)",
    members: readdirSync(examples)
      .filter((file) => file.endsWith(".json"))
      .map((file) => parseModelFile(readFileSync(new URL(file, examples), "utf8"))),
  },
  ...(
    [
      [2, 6],
      [3, 5],
      [4, 4],
    ] as const
  ).map(([variables, degree]) => ({
    name: `random ideals in ${variables} variables, degree ≤ ${degree} (60)`,
    members: Array.from({ length: 60 }, () => randomIdeal(["x", "y", "z", "w"].slice(0, variables), degree, random)),
  })),
];

function cover({ members, theorems = false }: Family): Coverage {
  const times: number[] = [];
  const open: number[] = [];
  let exact = 0;
  let refused = 0;
  for (const local of members) {
    const start = performance.now();
    try {
      const result = rlct(local, { budget: stepBudget(steps), theorems });
      times.push(performance.now() - start);
      if (result.status === "exact") exact++;
      else {
        const width = Q.toNumber(Q.subtract(result.upper, result.lower));
        open.push((2 * width) / local.model.parameters.length);
      }
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      refused++;
    }
  }
  const mean = open.length === 0 ? null : open.reduce((a, b) => a + b, 0) / open.length;
  return { exact, open: mean, refused, times: times.sort((a, b) => a - b) };
}

function time(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return "—";
  if (milliseconds < 1) return "< 1 ms";
  return milliseconds < 950
    ? `${Number(milliseconds.toPrecision(1))} ms`
    : `${Number((milliseconds / 1000).toPrecision(2))} s`;
}

const rows = families.map((family) => {
  const { exact, open, refused, times } = cover(family);
  const count = family.members.length;
  const cells = [
    family.name,
    `${exact} of ${count}`,
    count - exact - refused,
    refused,
    open === null ? "—" : `${Math.round(100 * open)} %`,
    time(times[Math.floor(times.length / 2)]),
    time(times.at(-1)),
  ];
  return `| ${cells.join(" | ")} |`;
});

const text = `# What is exact, what is bounded

Family by family: how many members get an exact λ and m within ${steps} steps of the solver, how many get proved
bounds, how many are refused because their expansion would be past the stated limits, which share of [0, d/2] the bounds
leave open on average (d parameters), and the time of one answer, as measured on the machine that wrote this table.
Members "(all)" are complete lists; numbers in parentheses are random members with a fixed seed. Theorems are off unless
the row says otherwise. Written by \`npm run table:coverage\`.

| family | exact | bounds | refused | left open | median | slowest |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;

writeFileSync("docs/coverage.md", await prettier(text, { parser: "markdown", printWidth: 120 }));
