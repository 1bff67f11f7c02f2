import { describe, expect, test } from "vitest";
import * as Q from "../../src/symbolic/algebra/rational.js";
import { parse } from "../symbolic/algebra/support/text.js";
import { planeValue } from "./plane-blow-ups.js";

/** The oracle itself against published or hand-made values, in the ideal's convention. */
describe("blow-ups of closed points", () => {
  test.each([
    [["x"], "1", 1, "smooth"],
    [["x*y"], "1", 2, "normal crossing"],
    [["x", "y"], "2", 1, "regular point"],
    [["x^2*y^4"], "1/4", 1, "monomial"],
    [["x^2+y^3"], "5/6", 1, "cusp, 1/2 + 1/3"],
    [["x^3+y^5"], "8/15", 1, "E8"],
    [["x^2+y^2"], "1", 1, "no real branch"],
    [["(y-x^2)^2"], "1/2", 1, "double parabola"],
    [["y-x^2", "x^4"], "5/4", 1, "in the coordinate y - x^2"],
    [["x+y", "x^5"], "6/5", 1, "in the coordinate x + y"],
    [["(x+y)^2", "x^3"], "5/6", 1, "in the coordinate x + y"],
    [["x^2-2*y^2", "y^3"], "1", 2, "irrational tangents"],
    [["x^2+2*y^2", "y^3"], "1", 1, "no real tangents"],
    [["(y^2-x^3)^2+x^5*y"], "5/12", 1, "characteristic (4; 6, 7): 1/4 + 1/6"],
    [["(y-x^2)*(y+x^2)*(y-2*x^2)"], "1/2", 1, "weights 1, 2: 3/6"],
    [["(x^3-2*y^3)^2", "y^7"], "1/3", 1, "weight 2/6, on one real tangent (3)/(6+1) above"],
  ])("%j: %s, %i (%s)", (texts, lambda, multiplicity) => {
    const value = planeValue(texts.map(parse));
    expect([Q.format(value.lambda), value.multiplicity]).toEqual([lambda, multiplicity]);
  });
});
