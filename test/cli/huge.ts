/** Inputs that are far too large for the budget that tests give them, as arguments of the command line. */
const list = (count: number, of: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => of(i));
const digits = (count: number, digit: number): string => String(digit).repeat(count);

/** A polynomial with all monomials of the degrees from 3 to `degree`, coefficients from 1 to 9. */
function dense(names: readonly string[], degree: number): string {
  const monomials = (left: number, [name, ...rest]: readonly string[]): string[] =>
    name === undefined
      ? [left === 0 ? "" : "-"]
      : list(left + 1, (e) => `${name}^${e}`).flatMap((power, e) =>
          monomials(left - e, rest).map((m) => `${power}*${m}`),
        );
  const all = list(degree - 2, (d) => String(d + 3)).flatMap((d) => monomials(Number(d), names));
  return all
    .filter((m) => !m.endsWith("-"))
    .map((m, i) => `${1 + ((7 * i) % 9)}*${m.slice(0, -1)}`)
    .join("+");
}

/** Within the limits on inputs: bounds are expected, or the exact value. */
export const huge: Readonly<Record<string, readonly string[]>> = {
  "50 variables in a chain": [list(49, (i) => `x${i}*x${i + 1}`).join("+")],
  "50 variables, many generators": [
    "--ideal",
    list(50, (i) => `x${i}*x${(i + 7) % 50}+x${(i + 3) % 50}^2*x${(i + 11) % 50}`).join(","),
  ],
  "500 generators in the plane": [
    "--ideal",
    list(500, (i) => `x^${i % 25}*y^${20 - (i % 20)}*(1+x*${i})+x^${26 + (i % 7)}`).join(","),
  ],
  "500 generators in 50 variables": [
    "--ideal",
    list(500, (i) => `x${i % 50}*x${(3 * i + 1) % 50}-${i + 1}*x${(i * i) % 50}*x${(i + 9) % 50}^2`).join(","),
  ],
  "a thousand digits": [
    "--ideal",
    `${digits(1000, 7)}*x^2+${digits(999, 3)}*x*y*z+z^3, x^3+${digits(999, 3)}*y^4-${digits(998, 9)}*x*z^2`,
  ],
  "degree 1000": ["(x^500-y^400*z^30)^2+y^991"],
  "a power of degree 999": ["(x+y)^999+x^1000"],
  "more terms than are expanded": ["(a+b+c+d+e+f)^60+a^3*b"],
  "2000 terms": ["--ideal", dense(["x", "y", "z"], 21)],
  "several dense generators": ["--ideal", `${dense(["x", "y", "z", "u"], 8)}, ${dense(["u", "z", "x", "y"], 9)}`],
  "high algebraic degree": ["--ideal", "(x^16-3*x^9*y^7+5*y^16)^2, x^33+y^33+x^20*y^14"],
  "a swelling tower": ["((x^2-2*y^2)^2-5*y^4*z)^2*(x^3-3*y^3-z^2*y)^2+z^11*y^3"],
  "a deep wide network": ["--widths", "6,6,6,1", "--activation", "x^2"],
  "a deep network off the origin": [
    "--widths",
    "3,3,3,3,2",
    "--activation",
    "x^3",
    "--at",
    JSON.stringify([
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 0],
      ],
      [
        [1, 1, 0],
        [0, 0, 0],
        [1, 0, 1],
      ],
      [
        [0, 0, 1],
        [0, 1, 0],
      ],
    ]),
  ],
  "a high activation": ["--widths", "2,2,1", "--activation", "x^100"],
  "a wide deep network of high degree": ["--widths", "9,9,9,9,9,1", "--activation", "x^9"],
  "deep tanh": ["--widths", "5,5,5,5", "--activation", "tanh"],
  "wide tanh": ["--widths", "10,5,3", "--activation", "tanh"],
};
