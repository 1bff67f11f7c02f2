/**
 * The reference engine: each kernel becomes one JavaScript function with the whole step loop inside, lane by lane in
 * doubles. The source text holds indices and numbers only, never a name from the input.
 */
import { exp, tanh } from "../expression/elementary.js";
import type { Node, NodeId } from "../expression/graph.js";
import { javascriptMatrices } from "../matrices/kernels.js";
import {
  cosineCoefficients,
  logCoefficients,
  minusTwoLn2,
  sineCoefficients,
  sqrtTwo,
  twoToMinus24,
  twoToMinus32,
} from "../random/variates.js";
import { lanes, liveNodes, phasesOf, validateKernel, variatesOf } from "./kernel.js";
import type { Block, Engine, Instance, Kernel, Phase } from "./kernel.js";

export const javascriptEngine: Engine = { name: "js", instantiate, matrices: () => javascriptMatrices };

function instantiate(kernel: Kernel, groups: number, draws: number): Instance {
  validateKernel(kernel);
  const slots = new Float64Array(groups * kernel.slots * lanes);
  const random = new Uint32Array(groups * 4 * lanes);
  const recorded = new Float64Array(groups * draws * lanes);
  const data = kernel.data?.values ?? new Float64Array(0);
  // The text is made of numbers only, and one compiled function is the whole point of the engine.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const factory = new Function("M", "R", "O", "D", "P", "F", "exp", "tanh", emit(kernel, draws)) as KernelFactory;
  const run = factory(slots, random, recorded, data, negativePowersOfTwo, Math.fround, exp, tanh);
  return { slots, random, recorded, run };
}

type KernelFactory = (
  slots: Float64Array,
  random: Uint32Array,
  recorded: Float64Array,
  data: Float64Array,
  negativePowersOfTwo: Float64Array,
  fround: (x: number) => number,
  exponential: (x: number) => number,
  hyperbolicTangent: (x: number) => number,
) => Instance["run"];

const negativePowersOfTwo = Float64Array.from({ length: 32 }, (_, e) => 2 ** -e);

/** The body of the factory; slots live in variables s0, s1, …, node n of phase p in v<p>_<n>. */
export function emit(kernel: Kernel, draws: number): string {
  const slots = Array.from({ length: kernel.slots }, (_, i) => i);
  const labels = new Map([...phasesOf(kernel.phases), ...kernel.atDraw].map((phase, p) => [phase, p]));
  const label = (phase: Phase): number => labels.get(phase) ?? 0;
  const address = (i: number): string => `M[m+${i * lanes}]`;
  return [
    `return function(group,draws,thin){for(let lane=0;lane<${lanes};lane++){`,
    `const m=group*${kernel.slots * lanes}+lane,r=group*${4 * lanes}+lane;let o=group*${draws * lanes}+lane;`,
    ...slots.map((i) => `let s${i}=${address(i)};`),
    `let a=R[r]|0,b=R[r+${lanes}]|0,c=R[r+${2 * lanes}]|0,d=R[r+${3 * lanes}]|0,t=0,x=0,n=0,e=0,f=0,z=0,y=0,q=0,g=0;`,
    `for(let draw=0;draw<draws;draw++){for(let step=0;step<thin;step++){`,
    ...emitBlocks(kernel, kernel.phases, label),
    "}",
    ...emitBlocks(kernel, kernel.atDraw, label),
    `O[o]=s${kernel.record};o+=${lanes};}`,
    ...slots.map((i) => `${address(i)}=s${i};`),
    `R[r]=a;R[r+${lanes}]=b;R[r+${2 * lanes}]=c;R[r+${3 * lanes}]=d;}};`,
  ].join("\n");
}

function emitBlocks(kernel: Kernel, blocks: readonly Block[], label: (phase: Phase) => number): string[] {
  return blocks.flatMap((block) =>
    block.kind === "phase"
      ? emitPhase(kernel, block, label(block))
      : [`for(let j=0;j<${block.repeat};j++){`, ...emitBlocks(kernel, block.body, label), "}"],
  );
}

function emitPhase(kernel: Kernel, phase: Phase, p: number): string[] {
  const value = (id: NodeId): string => `v${p}_${id}`;
  const table = kernel.data ?? { rows: 0, columns: 0 };
  const row: Record<Phase["rows"], string> = {
    none: "",
    each: `const d${p}=i*${table.columns};`,
    random: `${word("f")}const d${p}=Math.floor((f>>>0)*${table.rows / 2 ** 32})*${table.columns};`,
  };
  const loop = phase.repeat !== 1;
  return [
    loop ? `for(let i=0;i<${phase.repeat};i++){` : "{",
    row[phase.rows],
    ...emitVariates(phase, p),
    ...liveNodes(phase).map((id) => {
      const node = phase.graph.nodes[id];
      return node === undefined ? "" : `const ${value(id)}=${operation(node, p, value)};`;
    }),
    ...phase.assign.map(({ slot, node }) => `s${slot}=${value(node)};`),
    "}",
  ];
}

function operation(node: Node, p: number, value: (id: NodeId) => string): string {
  switch (node.kind) {
    case "constant":
      return literal(node.value);
    case "parameter":
      return `s${node.index}`;
    case "datum":
      return `D[d${p}+${node.index}]`;
    case "noise":
      return `${node.distribution}${p}_${node.index}`;
    case "add":
      return `${value(node.left)}+${value(node.right)}`;
    case "subtract":
      return `${value(node.left)}-${value(node.right)}`;
    case "multiply":
      return `${value(node.left)}*${value(node.right)}`;
    case "divide":
      return `${value(node.left)}/${value(node.right)}`;
    case "select":
      return `${value(node.left)}<${value(node.right)}?${value(node.then)}:${value(node.otherwise)}`;
    case "negate":
      return `-${value(node.operand)}`;
    case "tanh":
    case "exp":
      return `${node.kind}(${value(node.operand)})`;
    case "sqrt":
      return `Math.sqrt(${value(node.operand)})`;
    case "relu":
      return `Math.max(${value(node.operand)},0)`;
    case "step":
      return `${value(node.operand)}>0?1:0`;
  }
}

/**
 * The text of `random/variates.ts`, inlined: calls in the innermost loop cost more than the arithmetic. Results are rounded
 * to single precision but where that changes nothing: times a power of two, and z − 1 for z in [√½, √2).
 */
function emitVariates(phase: Phase, p: number): string[] {
  const { normalPairs, exponentials, uniforms } = variatesOf(phase);
  const each = (count: number, text: (i: number) => string): string[] =>
    Array.from({ length: count }, (_, i) => text(i));
  return [
    ...each(
      normalPairs,
      (i) =>
        `${word("f")}${minusTwoLog("y")}const g${p}_${i}=F(Math.sqrt(y));${word("f")}` +
        `z=F(f)*${twoToMinus32};q=F(z*z);z=F(z*${horner(sineCoefficients, "q")});y=z+z;` +
        `const normal${p}_${2 * i}=F(g${p}_${i}*F(y*${horner(cosineCoefficients, "q")}));` +
        `const normal${p}_${2 * i + 1}=F(g${p}_${i}*F(1-F(y*z)));`,
    ),
    ...each(exponentials, (i) => `${word("f")}${minusTwoLog("y")}const exponential${p}_${i}=0.5*y;`),
    ...each(uniforms, (i) => `${word("f")}const uniform${p}_${i}=((f>>>8)|1)*${twoToMinus24};`),
  ];
}

/** target = the next word as a signed integer. */
function word(target: string): string {
  return `t=(a+d)|0;${target}=(((t<<7)|(t>>>25))+a)|0;` + "x=b<<9;c^=a;d^=b;b^=c;a^=d;c^=x;d=(d<<11)|(d>>>21);";
}

/** target = −2·log of the uniform variate of the word in f. */
function minusTwoLog(target: string): string {
  return (
    `n=(f>>>8)|1;e=31-Math.clz32(n);z=n*P[e];e-=24;if(z>=${sqrtTwo}){z*=0.5;e+=1;}z-=1;` +
    `${target}=F(F(e*${literal(minusTwoLn2)})+F(z*${horner(logCoefficients, "z")}));`
  );
}

function horner(coefficients: readonly number[], x: string): string {
  return coefficients.map(literal).reduce((sum, c) => `F(F(${sum}*${x})+${c})`);
}

function literal(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}
