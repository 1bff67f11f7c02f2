/** The verbs, in the order of the help. Each is loaded when it is asked for, so that the others cost nothing. */
import type { Command } from "./command.js";

export interface Verb {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const verbs: readonly Verb[] = [
  {
    name: "check",
    summary: "the main job: theory, an estimate by sampling, and the verdict on whether they agree",
    load: async () => (await import("./check.js")).command,
  },
  {
    name: "rlct",
    summary: "the exact learning coefficient and its multiplicity, or proved bounds",
    load: async () => (await import("./rlct.js")).command,
  },
  {
    name: "locus",
    summary: "the Jacobian, its generic rank and the critical locus of a network or an ideal",
    load: async () => (await import("./locus.js")).command,
  },
  {
    name: "estimate",
    summary: "the learning coefficient by sampling, with an error bar and a status",
    load: async () => (await import("./estimate.js")).command,
  },
  {
    name: "verify-certificate",
    summary: "re-checks a certificate of rlct",
    load: async () => (await import("./verify-certificate.js")).command,
  },
  {
    name: "engines",
    summary: "the engines for sampling, each with the reason why it is missing",
    load: async () => (await import("./engines.js")).command,
  },
];
