import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../cli/crepant.js";

let folder = "";
let files: string[] = [];

/** The package as npm would publish it, unpacked. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crepant-package-"));
  const pack = spawnSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: root,
    encoding: "utf8",
  });
  const [{ filename }] = JSON.parse(pack.stdout) as [{ filename: string }];
  const unpack = spawnSync("tar", ["-xzf", join(folder, filename), "-C", folder]);
  if (unpack.status !== 0) throw new Error(unpack.stderr.toString());
  files = list(join(folder, "package"));
  symlinkSync(join(root, "node_modules"), join(folder, "package", "node_modules"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function list(path: string, prefix = ""): string[] {
  return readdirSync(path).flatMap((name) => {
    const inner = `${prefix}${name}`;
    return statSync(join(path, name)).isDirectory() ? list(join(path, name), `${inner}/`) : [inner];
  });
}

describe("the published package", () => {
  test("holds the built code, its types, the README and the licence, and nothing else", () => {
    const others = files.filter((file) => !/^dist\/.*\.(js|d\.ts)$/.test(file));
    expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
    expect(files).toContain("dist/index.js");
    expect(files).toContain("dist/index.d.ts");
  });

  test("has a command that runs from there", () => {
    const { bin, version } = JSON.parse(readFileSync(join(folder, "package/package.json"), "utf8")) as {
      bin: { crepant: string };
      version: string;
    };
    const main = join(folder, "package", bin.crepant);
    expect(readFileSync(main, "utf8").startsWith("#!/usr/bin/env node\n")).toBe(true);
    const run = (...args: string[]): string =>
      spawnSync(process.execPath, [main, ...args], { encoding: "utf8" }).stdout;
    expect(run("--version")).toBe(`${version}\n`);
    expect(run("rlct", "x^2*y^2", "--budget", "24h", "--json")).toContain('"lambda":"1/2","multiplicity":2');
  });

  test("holds no path of the machine that built it and no credential", () => {
    const home = /\/(home|root|Users|work|tmp)\/|file:\/\/\/|https?:\/\/registry\.|BEGIN [A-Z ]*PRIVATE KEY|_authToken/;
    const guilty = files.filter((file) => home.test(readFileSync(join(folder, "package", file), "utf8")));
    expect(guilty).toEqual([]);
  });

  test("depends at run time on what it declares alone", () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, "package/package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    const imported = new Set(
      files
        .filter((file) => file.endsWith(".js"))
        .flatMap((file) => {
          const text = readFileSync(join(folder, "package", file), "utf8");
          return [...text.matchAll(/^(?:import|export|\} from)?.*(?:from|import\()\s*"([^".][^"]*)"/gm)].map(
            ([, name = ""]) => name,
          );
        })
        .filter((name) => /^[a-z]+(\/\S+)?$/.test(name))
        .map((name) => name.split("/")[0] ?? name),
    );
    expect([...imported].sort()).toEqual(Object.keys(dependencies).sort());
  });
});
