/** What a rule yields: the cells that its children must be about, and how their bounds give the node's. */
import type { ProofNode } from "../../symbolic/resolution/certificate.js";
import { normal } from "./cell.js";
import type { Cell } from "./cell.js";
import { union } from "./values.js";
import type { Bounds, Combination } from "./values.js";

export interface Step {
  readonly cells: readonly Cell[];
  readonly combine: Combination;
}

export type NodeOf<R extends ProofNode["rule"]> = Extract<ProofNode, { readonly rule: R }>;
export type Rule<R extends ProofNode["rule"]> = (node: NodeOf<R>, cell: Cell) => Step;

/** Children in normal form; without `combine` the cell is their union or in bijection with the only one. */
export function step(cells: readonly Cell[], combine: Combination = union): Step {
  return { cells: cells.map(normal), combine };
}

export function leaf(bounds: Bounds): Step {
  return { cells: [], combine: () => bounds };
}
