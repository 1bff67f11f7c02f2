/** ArviZ, where Python has it, opens what `--arviz` writes and finds the same numbers. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { document } from "../cli/crepant.js";

const python = process.env.PYTHON ?? "python3";
const probe = spawnSync(python, ["-c", "from arviz import from_json"], { encoding: "utf8" });
const missing = probe.error?.message ?? (probe.status === 0 ? null : (probe.stderr.trim().split("\n").at(-1) ?? ""));

const script = `
import json, sys
import arviz as az
data = az.from_json(sys.argv[1])
loss = data.sample_stats["loss"]
ess = lambda method: float(az.ess(data.sample_stats, var_names=["loss"], method=method)["loss"])
print(json.dumps({
    "groups": data.groups(),
    "posterior": {name: list(v.shape) for name, v in data.posterior.data_vars.items()},
    "statistics": {name: [str(v.dtype), *v.dims] for name, v in data.sample_stats.data_vars.items()},
    "chains": data.posterior["chain"].values.tolist(),
    "mean": float(loss.mean()),
    "mcse": float(az.mcse(data.sample_stats, var_names=["loss"])["loss"]),
    "ess": min(ess(method) for method in ("mean", "bulk", "tail")),
    "rhat": float(az.rhat(data.sample_stats, var_names=["loss"])["loss"]),
    "attributes": {k: v for k, v in data.posterior.attrs.items() if k in ("inference_library", "nbeta", "seed")},
}))
`;

describe.runIf(missing === null)("ArviZ", () => {
  const folder = mkdtempSync(join(tmpdir(), "crepant-arviz-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("opens the draws, and its diagnostics are those of the estimate", async () => {
    const file = join(folder, "draws.json");
    const network = ["--widths", "2,1,1", "--activation", "x^2"];
    // In a box no control variates stand between the draws and the estimate.
    const result = await document(["estimate", ...network, "--box", "-2,2", "--draws", "8000", "--arviz", file]);
    const run = spawnSync(python, ["-c", script, file], { encoding: "utf8" });
    expect(run.stderr).not.toMatch(/Traceback/);
    const seen = JSON.parse(run.stdout) as Record<string, unknown>;
    const { value, mcse, ess, rhat, nbeta } = result as Record<"value" | "mcse" | "ess" | "rhat" | "nbeta", number>;
    expect(seen).toMatchObject({
      groups: ["posterior", "sample_stats"],
      posterior: { w1_1_1: [8, 8000], w1_1_2: [8, 8000], w2_1_1: [8, 8000] },
      statistics: {
        lp: ["float64", "chain", "draw"],
        loss: ["float64", "chain", "draw"],
        acceptance_rate: ["float64", "chain", "draw"],
        step_size: ["float64", "chain", "draw"],
        diverging: ["bool", "chain", "draw"],
      },
      chains: [0, 1, 2, 3, 4, 5, 6, 7],
      attributes: { inference_library: "crepant", nbeta, seed: 1 },
    });
    const known = { mean: value / nbeta, mcse: mcse / nbeta, ess, rhat };
    for (const [name, expected] of Object.entries(known)) {
      expect(Math.abs(Number(seen[name]) / expected - 1), name).toBeLessThan(1e-9);
    }
  });
});

if (missing !== null) it.skip(`ArviZ is not asked: ${python} cannot import it (${missing})`, () => undefined);
