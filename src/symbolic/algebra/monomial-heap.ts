/** A binary heap of monomials with the greatest first, in a plain array. */
import * as M from "./monomial.js";
import type { Monomial } from "./monomial.js";

/** Adds to a binary heap with the greatest monomial first. */
export function pushOnto(heap: Monomial[], m: Monomial): void {
  let i = heap.length;
  heap.push(m);
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = heap[parent] ?? M.one;
    if (above >= m) break;
    heap[i] = above;
    i = parent;
  }
  heap[i] = m;
}

/** Takes the greatest monomial out of the heap; undefined where it is empty. */
export function popGreatest(heap: Monomial[]): Monomial | undefined {
  const [top] = heap;
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let i = 0;
  for (;;) {
    const left = 2 * i + 1;
    if (left >= heap.length) break;
    const child = left + 1 < heap.length && (heap[left + 1] ?? M.one) > (heap[left] ?? M.one) ? left + 1 : left;
    const below = heap[child] ?? M.one;
    if (below <= last) break;
    heap[i] = below;
    i = child;
  }
  heap[i] = last;
  return top;
}
