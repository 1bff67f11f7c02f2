/** How deep blow-ups may nest, and what cells may cost there. */

/** How deep blow-ups may nest, one attempt after the other. */
export const depths = [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 40];

/** In two variables the budget alone says when to give up: some depth is enough. */
export function* endlessDepths(): Generator<number> {
  yield* depths;
  for (let depth = 2 * depths.length; ; depth = Math.ceil((4 / 3) * depth)) yield depth;
}

/** What cells may cost where blow-ups may nest so deep. */
export interface Level {
  readonly terms: number;
  /** How many powers of a variable the prepared form of a reduced curve keeps at least. */
  readonly precision: number;
  /** The least degree of what is not known of an implicit function. */
  readonly order: number;
}

export function levelOf(depth: number, plane: boolean): Level {
  const growth = plane ? 2 ** Math.max(0, depth / 4 - 2) : 1;
  return {
    terms: Math.min(maxCellTerms.first * growth, maxCellTerms.most),
    precision: 16 * (1 + depth),
    order: 4 + 2 * depth,
  };
}

/** Cells with more terms than this are left with bounds; in the plane this grows with the depth, up to what memory holds. */
const maxCellTerms = { first: 4_000, most: 1_000_000 };
