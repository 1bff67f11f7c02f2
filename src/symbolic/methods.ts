/** The ways to an exact answer, by the names that results carry. */

/**
 * - `newton-polyhedron`: changes of coordinates, splits and Newton polyhedra, without blow-ups;
 * - `blow-up`: resolution alone, without citations and without the shortcuts for networks;
 * - `network-blow-up`: that shortcut alone;
 * - `matrix-product`: linear networks, by the ranks of their layers' products, alone;
 * - `theorem`: published closed forms alone.
 *
 * A linear program answers an ideal of monomials, whichever of them is asked for.
 */
export type Method = (typeof methods)[number];
export const methods = ["newton-polyhedron", "blow-up", "network-blow-up", "matrix-product", "theorem"] as const;
