/**
 * Is the critical locus, where the Jacobian has less than its generic rank, exactly the set of subnetworks? `true` comes
 * with a proof, `false` with a rational witness, `null` with what was tried.
 */
import type { Budget } from "../algebra/budget.js";
import type { Architecture } from "./architecture.js";
import { provesRankOffSubnetworks } from "./elimination.js";
import type { GenericRank } from "./generic-rank.js";
import { genericRank } from "./generic-rank.js";
import { subnetworkBound } from "./strata.js";
import { lastPowerStep, provesCriticalIsSubnetworks, withoutLastPower } from "./subnetwork-theorem.js";
import { subnetworkTypes } from "./subnetworks.js";
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
  if (search.found !== null) return { answer: false, witness: search.found };
  const eliminated = byElimination(net, generic, budget);
  return eliminated === null ? { answer: null, tried: search.tried } : { answer: true, proof: eliminated };
}

function byElimination(net: Architecture, generic: GenericRank, budget: Budget): string[] | null {
  const head = withoutLastPower(net);
  if (head !== null) {
    const steps = byElimination(head, genericRank(head, budget), budget);
    return steps === null ? null : [lastPowerStep(head), ...steps];
  }
  if (!generic.proved) return null;
  const critical = subnetworkTypes(net, 1).every((type) => subnetworkBound(net, type) < generic.rank);
  if (!critical) return null;
  const steps = provesRankOffSubnetworks(net, generic.rank, budget);
  return steps === null
    ? null
    : [
        ...steps,
        "on every subnetwork the rank is less, by the dimension of the network without the superfluous neuron",
      ];
}
