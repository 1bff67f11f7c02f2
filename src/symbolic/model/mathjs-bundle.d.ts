/**
 * The bundled build of mathjs: the same package in one file, which loads ten times as fast as its own entry. It
 * exports an instance; only what the parser needs of it is declared.
 */
declare module "mathjs/lib/browser/math.js" {
  import type { MathNode } from "mathjs";
  interface Instance {
    create(config: { readonly number: "Fraction" }): Instance;
    factory(name: string, dependencies: readonly string[], create: () => unknown): object;
    import(factories: readonly object[], options: { readonly override: boolean }): void;
    parse(text: string): MathNode;
  }
  const math: Instance;
  export { math as default };
}
