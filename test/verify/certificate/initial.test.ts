/** What initial forms say of m. */
import { expect, test } from "vitest";
import * as Q from "../../../src/symbolic/algebra/rational.js";
import { finite } from "../../../src/verify/certificate/values.js";
import { initial } from "./nodes.js";
import { apply, cellOf } from "./sketches.js";
import type { Sketch } from "./sketches.js";

const bound = (sketch: Sketch, ...[weights, ...forms]: Parameters<typeof initial>) =>
  apply(cellOf(sketch), initial(weights, ...forms)).combine([]).lower;

const value = (lambda: string, m: number) => finite(Q.parse(lambda) ?? Q.zero, m);

test("one more than the dimension of the face of all divisors that may be best", () => {
  expect(bound({ roles: "ZZZ", generators: ["x*y - z^3"] }, "z:1", [0, "1"])).toEqual(value("1", 2));
  expect(bound({ roles: "ZZZ", generators: ["x^2*y^3 - z^6"] }, "z:1", [0, "1/3"])).toEqual(value("1/3", 1));
  expect(bound({ roles: "ZZF", generators: ["x*y - x^2*z"] }, "x:1", [0, "1"])).toEqual(value("1", 2));
  expect(bound({ roles: "ZZZ", generators: ["x", "y*z"] }, "", [0, "1"], [1, "1"])).toEqual(value("2", 2));
});

test("a solution that is not strictly complementary shows a larger face", () => {
  const sketch = { roles: "ZZ-", generators: ["y^2", "x*y", "x^2"] };
  expect(bound(sketch, "", [1, "1"])).toEqual(value("1", 2));
  expect(bound(sketch, "", [0, "1/3"], [1, "1/3"], [2, "1/3"])).toEqual(value("1", 1));
});

test("what κ makes a free variable count, it counts in m too", () => {
  expect(bound({ roles: "ZF-", kappa: [0, 1, 0], generators: ["x"] }, "", [0, "1"])).toEqual(value("1", 2));
});

test("where h allows more than 1, only variables outside all forms that are used up bound m, or the dimension", () => {
  const on = (kappa: number, h: number): Sketch => ({ roles: "ZZZ", kappa: [0, kappa, 0], h: [0, h, 0] });
  expect(bound({ ...on(4, 1), generators: ["x^2 - z^3"] }, "z:1", [0, "1/2"])).toEqual(value("1/2", 3));
  expect(bound({ ...on(5, 1), generators: ["x^2 - z^3"] }, "z:1", [0, "2/5"])).toEqual(value("2/5", 1));
  expect(bound({ ...on(1, 1), generators: ["x^2 - z^3"] }, "z:1", [0, "1/2"])).toEqual(value("1/2", 1));
});
