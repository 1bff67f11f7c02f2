import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { crepant } from "./crepant.js";

let folder = "";

const files: Readonly<Record<string, string>> = {
  "no-json.json": "parameters: x",
  "cut-off.json": '{"parameters": ["x"], "polynomial": "x^2"',
  "list.json": "[1, 2]",
  "no-parameters.json": '{"polynomial": "x^2"}',
  "no-model.json": '{"parameters": ["x"]}',
  "two-models.json": '{"parameters": ["x"], "polynomial": "x^2", "ideal": ["x"]}',
  "unknown-field.json": '{"parameters": ["x"], "polynomial": "x^2", "comment": "?"}',
  "twice.json": '{"parameters": ["x", "x"], "polynomial": "x^2"}',
  "field-twice.json": '{"parameters": ["x"], "polynomial": "x^2", "polynomial": "x^4"}',
  "at-twice.json": '{"parameters": ["x"], "polynomial": "x^2", "at": {"x": 0, "x": 1}}',
  "bad-name.json": '{"parameters": ["1x"], "polynomial": "x^2"}',
  "unknown-name.json": '{"parameters": ["x"], "polynomial": "x^2*y^2"}',
  "at-unknown.json": '{"parameters": ["x"], "polynomial": "x^2", "at": {"y": 0}}',
  "at-inexact.json": '{"parameters": ["x"], "polynomial": "x^2", "at": {"x": 0.5}}',
  "number.json": '{"parameters": ["x"], "polynomial": 7}',
  "no-activation.json": '{"parameters": ["a", "b"], "layers": [[["a"]], [["b"]]]}',
  "ragged.json": '{"parameters": ["a", "b"], "layers": [[["a"], ["b"]], [["a"]]], "activation": "x^2"}',
  "deep.json": `${"[".repeat(1000)}${"]".repeat(1000)}`,
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crepant-bad-input-"));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Command line (split at blanks outside quotes) and what its one sentence must say. */
const cases: readonly (readonly [args: readonly string[], says: string])[] = [
  [[], "verb"],
  [["frobnicate", "x"], "frobnicate"],
  [["rlcd", "x^2"], "did you mean rlct?"],
  [["rlct"], "input is missing"],
  [["rlct", ""], "empty"],
  [["rlct", "   "], "empty"],
  [["rlct", "(x+y"], "offset 4"],
  [["rlct", "x+y)"], "offset 3"],
  [["rlct", "x*/y"], "offset 2"],
  [["rlct", "x(y+1)"], "write x*(y+1)"],
  [["rlct", "sin(x)^2"], "sin(x)"],
  [["rlct", "1/x"], '"1/x"'],
  [["rlct", "x^y"], '"x^y"'],
  [["rlct", "NaN*x^2"], "NaN"],
  [["rlct", "x^2", "y^2"], "one input"],
  [["rlct", "--ideal", "x, , y"], "offset 2"],
  [["rlct", "--ideal", "x", "--widths", "2,1"], "exclude"],
  [["rlct", "x^2", "--activation", "x^2"], "--activation goes with --widths"],
  [["rlct", "x^10000"], "limit of 1000"],
  [["rlct", "(x+y)^10000"], "limit of 1000"],
  [["rlct", "x^2+y^2", "--at", "x=1/2"], "x^2 + y^2 = 1/4"],
  [["rlct", "--ideal", "x, x*y-1"], "x*y - 1 = -1"],
  [["rlct", "x^2", "--at", "x=0,x=0"], "x is given twice"],
  [["rlct", "x^2", "--at", "y=0"], "y is not among the parameters x"],
  [["rlct", "x^2", "--at", "x=zero"], '"zero"'],
  [["rlct", "x^2", "--at", "x"], '"x"'],
  [["rlct", "x^2", "--at", "[[[1]]]"], "network"],
  [["rlct", "--widths", "2,0,1"], "2,0,1"],
  [["rlct", "--widths", "2,1.5,1"], "2,1.5,1"],
  [["rlct", "--widths", "2,-1,1"], "2,-1,1"],
  [["rlct", "--widths", "2"], "at least two"],
  [["rlct", "--widths", ""], "at least two"],
  [["rlct", "--widths", "2,1,1", "--activation", "softplus"], "softplus"],
  [["rlct", "--widths", "2,1,1", "--activation", "x^0"], "x^0"],
  [["rlct", "--widths", "2,1,1", "--activation", "x^101"], "limit of 100"],
  [["rlct", "--widths", "2,1,1", "--activation", "relu"], "crepant estimate"],
  [["rlct", "--widths", "2,2,1", "--at", "[[[1,0]],[[1,0]]]"], "expected 2 rows"],
  [["rlct", "--widths", "2,2,1", "--at", "[[[1,0],[0]],[[1,0]]]"], "expected 2 numbers"],
  [["rlct", "--widths", "2,2,1", "--at", "[[[1,0],[0,0]]]"], "expected 2 weight matrices"],
  [["rlct", "--widths", "1,1,1", "--at", "[[[0.5]],[[1]]]"], "no exact number"],
  [["rlct", "--widths", "1,1,1", "--at", "[[[1]],[[1]"], "not JSON"],
  [["rlct", "x^2", "--budget", "0s"], "--budget"],
  [["rlct", "x^2", "--budget", "soon"], "--budget"],
  [["rlct", "x^2", "--budget"], "needs a value"],
  [["rlct", "x^2", "--bugdet", "1s"], "did you mean --budget?"],
  [["rlct", "x^2", "--json", "--json"], "given twice"],
  [["rlct", "x^2", "--json=yes"], "takes no value"],
  [["rlct", "missing.json"], "missing.json: no such file"],
  [["rlct", "./"], "folder"],
  [["rlct", "no-json.json"], "not JSON"],
  [["rlct", "cut-off.json"], "not JSON"],
  [["rlct", "list.json"], "list.json"],
  [["rlct", "no-parameters.json"], "parameters: the field is missing"],
  [["rlct", "no-model.json"], "exactly one of"],
  [["rlct", "two-models.json"], "exactly one of"],
  [["rlct", "unknown-field.json"], 'unknown field "comment"'],
  [["rlct", "twice.json"], "x is given twice"],
  [["rlct", "field-twice.json"], '"polynomial" is given twice'],
  [["rlct", "at-twice.json"], '"x" is given twice'],
  [["rlct", "bad-name.json"], "parameters[0]"],
  [["rlct", "unknown-name.json"], "y is not among the parameters"],
  [["rlct", "at-unknown.json"], "y is not among the parameters"],
  [["rlct", "at-inexact.json"], "0.5 is no exact number"],
  [["rlct", "number.json"], "polynomial"],
  [["rlct", "no-activation.json"], "activation: the field is missing"],
  [["rlct", "ragged.json"], "layers[1][0]: expected 2 entries"],
  [["rlct", "deep.json"], "nesting depth"],
  [["engines", "all"], "no input"],
  [["estimate", "x^2-y^2", "--draws", "200"], "K must be ≥ 0, but K = -"],
  [["estimate", "(x^500-y^500)^2", "--localization", "0.05", "--draws", "200"], "K is not a number at w = ("],
];

describe("bad input: one clear sentence on stderr, exit 2, nothing on stdout", () => {
  test.concurrent.each(cases)("crepant %j says %s", async (args, says) => {
    const outcome = await crepant(args, { cwd: folder });
    expect(outcome.stderr).toContain(says);
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toBe("");
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
    expect(outcome.stderr).toMatch(/^crepant: .+\n(See crepant .*--help\.\n)?$/);
  });

  test("nothing is left behind", async () => {
    const before = (await readdir(folder)).sort();
    const outcome = await crepant(["rlct", "x^2", "--at", "x=1", "--certificate", "proof.json"], { cwd: folder });
    expect(outcome.code).toBe(2);
    expect((await readdir(folder)).sort()).toEqual(before);
  });

  test("a certificate that cannot be written is said so, and the draft is removed", async () => {
    const outcome = await crepant(["rlct", "x^2", "--certificate", "no/such/folder/proof.json"], { cwd: folder });
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toContain("cannot be written");
  });
});
