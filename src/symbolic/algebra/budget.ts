/**
 * A budget of work, handed in from the edge. Exact code knows no clock: it counts its steps and asks now and then
 * whether it may go on; when it may not, it returns what it has proved so far, as a value.
 */
import { LimitError } from "../../errors.js";

export interface Budget {
  /** Steps taken so far; the one who works adds to it. A step is about a microsecond of the checker's work, twenty of the solver's. */
  steps: number;
  /** True when the work must stop. Cheap enough to be asked every thousand steps. */
  expired(): boolean;
}

/** Never expires. */
export function unlimited(): Budget {
  return { steps: 0, expired: () => false };
}

/** Expires after `limit` steps: the same work gives the same answer on every machine. */
export function stepBudget(limit: number): Budget {
  return {
    steps: 0,
    expired() {
      return this.steps >= limit;
    },
  };
}

/** A budget that expires with `parent`, and after `limit` further steps of its own; its steps count in both. */
export function within(parent: Budget, limit: number): Budget {
  const start = parent.steps;
  return {
    get steps() {
      return parent.steps;
    },
    set steps(value) {
      parent.steps = value;
    },
    expired: () => parent.steps - start >= limit || parent.expired(),
  };
}

/** A budget that goes on for `limit` further steps once `parent` has expired, so that something is said in the end. */
export function withReserve(parent: Budget, limit: number): Budget {
  let end: number | null = null;
  return {
    get steps() {
      return parent.steps;
    },
    set steps(value) {
      parent.steps = value;
    },
    expired() {
      if (!parent.expired()) return false;
      end ??= parent.steps + limit;
      return parent.steps >= end;
    },
  };
}

/** The size of an integer in units of 64 bits, rounded up: what an operation on it costs, but for products and quotients. */
export function words(a: bigint): number {
  return -oneWord < a && a < oneWord ? 1 : Math.ceil(a.toString(16).length / 16);
}

const oneWord = 1n << 64n;

/** Adds to a budget's steps; throws LimitError where it has expired, for work that has no partial result. */
export function spend(budget: Budget, steps: number): void {
  budget.steps += 1 + Math.ceil(steps);
  if (budget.expired()) throw new LimitError("the work", `step ${Math.round(budget.steps)}`, "its budget");
}

/** What the work gives; null where it passes a limit on size, or its budget ends. */
export function unlessTooLarge<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof LimitError) return null;
    throw error;
  }
}

/** Short operations that make up a step of the solver. */
const operationsPerStep = 20;

/**
 * Pays for a piece of polynomial algebra: about as many operations as it takes microseconds. Throws LimitError where the
 * budget has expired.
 */
export function operate(budget: Budget, operations: number): void {
  budget.steps += (1 + operations) / operationsPerStep;
  if (budget.expired()) throw new LimitError("the work", `step ${Math.round(budget.steps)}`, "its budget");
}
