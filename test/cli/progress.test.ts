import { describe, expect, it } from "vitest";
import { progressLines } from "../../src/cli/progress.js";
import { crepant } from "./crepant.js";

describe("progressLines", () => {
  it("tells the time left from the share done since the phase began", () => {
    const line = progressLines();
    const ess = (sofar: number): { sofar: number; needed: number } => ({ sofar, needed: 20_000 });
    expect(line({ phase: "value", share: 0.1, ess: null }, 2)).toBe("sampling at nβ: 10 %, 2 s");
    expect(line({ phase: "value", share: 0.3, ess: ess(6000) }, 4)).toBe(
      "sampling at nβ: effective sample size 6000 of 20000, 4 s, about 7 s left",
    );
    expect(line({ phase: "ladder", share: 0, ess: null }, 70)).toBe("sampling the ladder: 0 % of this run, 1 min 10 s");
    expect(line({ phase: "ladder", share: 0.25, ess: null }, 3670)).toBe(
      "sampling the ladder: 25 % of this run, 1 h 1 min, about 3 h 0 min left in this run",
    );
    expect(line({ phase: "ladder", share: 0.01, ess: null }, 3680)).toBe(
      "sampling the ladder: 1 % of this run, 1 h 1 min",
    );
    expect(line({ phase: "ladder", share: 0.11, ess: ess(3000) }, 3690)).toBe(
      "sampling the ladder: effective sample size 3000 of 20000, 1 h 1 min, about 1 min 29 s left",
    );
  });
});

const run = ["estimate", "--widths", "2,2,1", "--workers", "1"];

describe("--progress", () => {
  it("shows the effective sample size and the ladder on stderr, and leaves stdout as it is", async () => {
    const shown = await crepant([...run, "--progress"], { clock: "hurried" });
    const silent = await crepant(run);
    expect(shown.stderr).toMatch(/^sampling (at nβ: (\d+ %|effective sample size \d+ of \d+)|the ladder: \d+ %)/);
    expect(shown.stderr).toMatch(/^sampling at nβ: effective sample size .*, about \d+ \S+( \d+ \S+)? left$/m);
    expect(shown.stderr).toMatch(
      /^sampling the ladder: effective sample size \d+ of \d+, .*, about \d+ \S+( \d+ \S+)? left$/m,
    );
    expect(silent.stderr).toBe("");
    expect(shown.stdout).toBe(silent.stdout);
  });
});
