/** The outline of a proof as indented text. */
import type { Certificate } from "../symbolic/resolution/certificate.js";
import type { Sentence } from "./formula.js";
import { outline } from "./outline.js";
import type { Block } from "./outline.js";
import type { Style } from "./style.js";

export function traceText(certificate: Certificate, style: Style): string {
  return `\n${lines(outline(certificate), 0, style).join("\n")}\n`;
}

function lines(block: Block, depth: number, style: Style): string[] {
  const indent = "  ".repeat(depth + 1);
  const heading = [style.dim(block.label), sentence(block.title), style.strong(`[${block.value.text}]`)];
  return [
    `${indent}${heading.filter((part) => part !== "").join(" ")}`,
    ...block.lines.map((line) => `${indent}  ${sentence(line)}`),
    ...block.blocks.flatMap((inner) => lines(inner, depth + 1, style)),
  ];
}

function sentence(parts: Sentence): string {
  return parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
}
