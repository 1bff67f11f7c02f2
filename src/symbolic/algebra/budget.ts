/**
 * A budget of work, handed in from the edge. Exact code knows no clock: it counts its steps and asks now and then
 * whether it may go on; when it may not, it returns what it has proved so far, as a value.
 */
import { LimitError } from "../../errors.js";

export interface Budget {
  /** Steps taken so far; the one who works adds to it. A step is about a microsecond of the checker's work, twenty of the solver's. */
  steps: number;
  /** How often work was refused that needs more steps than are left: what was found meanwhile may not be all. */
  refusals?: number;
  /**
   * True when the work must stop. Cheap enough to be asked every thousand steps. With a number: whether that many steps have been
   * taken since then; below 0, whether that many are no longer left, as far as that is known.
   */
  expired(since?: number): boolean;
}

/**
 * No reserve goes further past the end, however many there are and however they nest: the count passes the budget by no more, but
 * for the operation that is under way.
 */
export const mostReserve = 30_000;

/** Never expires. */
export function unlimited(): Budget {
  return { steps: 0, expired: () => false };
}

/** Expires after `limit` steps: the same work gives the same answer on every machine. */
export function stepBudget(limit: number): Budget {
  return {
    steps: 0,
    expired(since = 0) {
      return this.steps >= limit + Math.min(since, mostReserve);
    },
  };
}

/** Expires when it is said to be over, for example by a clock, and is seen to be. */
export function budgetUntil(isOver: () => boolean): Budget {
  let end: number | null = null;
  return {
    steps: 0,
    expired(since = 0) {
      if (end === null && isOver()) end = this.steps;
      return end !== null && this.steps >= end + Math.min(Math.max(0, since), mostReserve);
    },
  };
}

/** A budget that expires with `parent`, and after `limit` further steps of its own; its steps count in both. */
export function within(parent: Budget, limit: number): Budget {
  const start = parent.steps;
  return shared(parent, (since) => parent.steps - start >= limit + since || parent.expired(since));
}

/** A budget that goes on for `limit` further steps once `parent` has expired, so that something is said in the end. */
export function withReserve(parent: Budget, limit: number): Budget {
  return shared(parent, (since) => parent.expired(limit + since));
}

/** The budget for one of several pieces of work, one after the other, with a fair share of what lies past the end. */
export function inTurn(parent: Budget, index: number, count: number): Budget {
  return shared(parent, (since) => parent.expired(since > 0 ? (since * (index + 1)) / count : since));
}

function shared(parent: Budget, expired: (since: number) => boolean): Budget {
  return {
    get steps() {
      return parent.steps;
    },
    set steps(value) {
      parent.steps = value;
    },
    get refusals() {
      return parent.refusals ?? 0;
    },
    set refusals(value) {
      parent.refusals = value;
    },
    expired: (since = 0) => expired(since),
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
  if (canOperate(budget, operations)) return;
  throw new LimitError("the work", `step ${Math.round(budget.steps)}`, "its budget");
}

/** The same for work that has a partial result: whether it may be done, and then it is paid for. */
export function canOperate(budget: Budget, operations: number): boolean {
  return isAffordable(budget, (1 + operations) / operationsPerStep);
}

/** What work is charged at most that is refused. */
const mostRefused = 500;

/** Charges work to a budget; where fewer steps are left than it needs it is refused. */
export function isAffordable(budget: Budget, steps: number): boolean {
  const isRefused = budget.expired(-steps);
  budget.steps += isRefused ? Math.min(steps, mostRefused) : steps;
  if (isRefused) budget.refusals = (budget.refusals ?? 0) + 1;
  return !isRefused;
}
