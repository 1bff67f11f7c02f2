/** The folders of ARCHITECTURE.md and what each may import. */
const only = (name, from, allowed) => ({
  name,
  severity: "error",
  comment: `${from} may import only: ${allowed.join(", ")}`,
  from: { path: from },
  to: { path: "^src/", pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "nobody-imports-cli", severity: "error", from: { pathNot: "^src/cli/" }, to: { path: "^src/cli/" } },
    { name: "nobody-imports-the-barrel", severity: "error", from: {}, to: { path: "^src/index\\.ts$" } },
    only("errors", "^src/errors\\.ts$", ["^src/errors\\.ts$"]),
    only("algebra", "^src/symbolic/algebra/", ["^src/symbolic/algebra/", "^src/errors\\.ts$"]),
    only("model", "^src/symbolic/model/", ["^src/symbolic/(algebra|model)/", "^src/errors\\.ts$"]),
    only("locus", "^src/symbolic/locus/", ["^src/symbolic/(algebra|model|locus)/", "^src/errors\\.ts$"]),
    only("theorems", "^src/symbolic/theorems/", [
      "^src/symbolic/(algebra|model|theorems)/",
      "^src/symbolic/resolution/certificate\\.ts$",
      "^src/errors\\.ts$",
    ]),
    only("resolution", "^src/symbolic/resolution/", ["^src/symbolic/(algebra|model|resolution)/", "^src/errors\\.ts$"]),
    only("symbolic", "^src/symbolic/", ["^src/symbolic/", "^src/errors\\.ts$"]),
    only("numeric", "^src/numeric/(?!bridge\\.ts$)", ["^src/numeric/", "^src/errors\\.ts$"]),
    only("numeric-bridge", "^src/numeric/bridge\\.ts$", [
      "^src/numeric/",
      "^src/symbolic/(model|algebra)/",
      "^src/errors\\.ts$",
    ]),
    only("checker", "^src/verify/certificate/", [
      "^src/verify/certificate/",
      "^src/symbolic/algebra/",
      "^src/symbolic/resolution/certificate\\.ts$",
      "^src/errors\\.ts$",
    ]),
    only("verify", "^src/verify/", ["^src/(verify|symbolic|numeric)/", "^src/errors\\.ts$"]),
    only("report", "^src/report/", ["^src/(report|symbolic|numeric|verify)/", "^src/errors\\.ts$"]),
    {
      name: "node-only-at-the-edge",
      severity: "error",
      comment: "node:* belongs to the command line and to engines that need threads",
      from: { path: "^src/", pathNot: ["^src/cli/", "^src/numeric/engines/workers", "^src/numeric/checkpoint-file"] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "mathjs-only-in-the-parser",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/symbolic/model/parse\\.ts$" },
      to: { path: "node_modules/mathjs" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
