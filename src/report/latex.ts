/** The outline of a proof as LaTeX, to be pasted into a paper: nested lists, needs amsmath. */
import type { Certificate } from "../symbolic/resolution/certificate.js";
import { texProse } from "./formula.js";
import type { Sentence } from "./formula.js";
import { outline } from "./outline.js";
import type { Block } from "./outline.js";

/** LaTeX nests lists four deep; deeper blocks follow one another in the fourth. */
const deepest = 4;

export function latexText(certificate: Certificate): string {
  const whole = outline(certificate);
  return [
    `\\paragraph{Claim.} $${whole.value.tex}$, where ${sentence(whole.title)}.`,
    "\\paragraph{Derivation.}",
    ...whole.lines.map((line) => `${capitalized(sentence(line))}.`),
    ...list(whole.blocks, 1),
    "",
  ].join("\n");
}

function list(blocks: readonly Block[], depth: number): string[] {
  if (blocks.length === 0) return [];
  const items = blocks.flatMap((block) => item(block, depth));
  return depth > deepest ? items : ["\\begin{itemize}", ...items, "\\end{itemize}"];
}

function item(block: Block, depth: number): string[] {
  const title = sentence(block.title);
  const head = `\\item[${block.label}] ${title === "" ? "" : `${capitalized(title)}. `}`;
  const body = block.lines.map((line) => `${capitalized(sentence(line))}.`).join(" ");
  return [`${head}${body} Hence $${block.value.tex}$.`, ...list(block.blocks, depth + 1)];
}

function sentence(parts: Sentence): string {
  return parts.map((part) => (typeof part === "string" ? texProse(part) : `$${part.tex}$`)).join("");
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
