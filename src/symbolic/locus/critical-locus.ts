/**
 * Is the critical locus, where the Jacobian has less than its generic rank, exactly the set of subnetworks? `true` comes
 * with a proof, `false` with a rational witness, `null` with what was tried.
 */
import type { Budget } from "../algebra/budget.js";
import type { Architecture } from "./architecture.js";
import type { GenericRank } from "./generic-rank.js";
import { provesCriticalIsSubnetworks } from "./subnetwork-theorem.js";
import type { Witness } from "./witness.js";
import { searchWitness } from "./witness-search.js";

export type CriticalAnswer =
  | { readonly answer: true; readonly proof: readonly string[] }
  | { readonly answer: false; readonly witness: Witness }
  | { readonly answer: null; readonly tried: readonly string[] };

export function criticalIsSubnetworks(net: Architecture, generic: GenericRank, budget: Budget): CriticalAnswer {
  const proof = provesCriticalIsSubnetworks(net);
  if (proof !== null) return { answer: true, proof };
  const search = searchWitness(net, generic, budget);
  return search.found === null ? { answer: null, tried: search.tried } : { answer: false, witness: search.found };
}
