import { describe, expect, test } from "vitest";
import { verifyCertificate } from "../../../src/verify/certificate/verify.js";
import { examples } from "./examples.js";

describe("hand-written certificates", () => {
  test.each(examples)("$name", ({ certificate, truth }) => {
    expect(verifyCertificate(certificate)).toEqual({
      valid: true,
      status: "exact",
      ...truth,
      byTheorem: [],
      statement: certificate.statement,
    });
  });
});
