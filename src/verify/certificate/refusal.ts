/** Why a proof fails. Thrown inside the checker only; its entrance turns it into a value. */
export class Refusal extends Error {}

export function demand(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new Refusal(reason);
}
