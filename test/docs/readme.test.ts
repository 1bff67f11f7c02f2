import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { crepant, root } from "../cli/crepant.js";

const readme = readFileSync(`${root}/README.md`, "utf8");

/** The fenced blocks of a language, in order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, body = ""]) =>
    name === language ? [body] : [],
  );
}

/** A shell's words: blanks separate, double quotes hold together. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

describe("the README", () => {
  const commands = blocks("console").flatMap((block) => block.split(/^\$ /m).slice(1));

  test("shows commands", () => {
    expect(commands.length).toBeGreaterThan(1);
  });

  test.each(commands)("prints what it says: %s", async (session) => {
    const [line = "", ...output] = session.split("\n");
    const [name, ...args] = words(line);
    expect(name).toBe("crepant");
    const outcome = await crepant(args);
    expect(outcome.stdout).toBe(output.join("\n"));
    expect(outcome.stderr).toBe("");
  });

  test("has a library example that prints what it says", () => {
    const [code = ""] = blocks("ts");
    const [output = ""] = blocks("text");
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", code], { cwd: root, encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.stdout).toBe(output);
  });

  test("names every verb", async () => {
    const help = (await crepant(["--help"])).stdout;
    const verbs = [...help.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, verb = ""]) => verb);
    expect(verbs.length).toBeGreaterThan(3);
    for (const verb of verbs) expect(readme).toContain(`| \`${verb}`);
  });
});

describe("the help of each verb", () => {
  test.each(["check", "rlct", "estimate", "locus", "verify-certificate", "engines"])(
    "%s has an example",
    async (verb) => {
      const outcome = await crepant([verb, "--help"]);
      expect(outcome).toMatchObject({ code: 0, stderr: "" });
      expect(outcome.stdout).toMatch(new RegExp(`Examples?:\\n {2}crepant `));
      expect((await crepant(["help", verb])).stdout).toBe(outcome.stdout);
    },
  );
});
