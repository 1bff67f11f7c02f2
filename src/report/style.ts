/** Emphasis in text for people: terminal colours, or none. */
import { createColors } from "picocolors";

export interface Style {
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
}

export function styleOf(colours: boolean): Style {
  const { bold, dim, green, yellow, red } = createColors(colours);
  return { strong: bold, dim, good: green, warn: yellow, bad: red };
}
