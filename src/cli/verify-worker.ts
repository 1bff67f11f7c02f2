/** The thread in which certificates are checked. */
import { ParseError } from "../errors.js";
import type { Verification } from "../verify/certificate/verify.js";
import { verifyCertificate } from "../verify/certificate/verify.js";
import { serve } from "./thread.js";

serve((text: string): Verification => verifyCertificate(parse(text)));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ParseError("", `the file is not JSON: ${error.message}`);
  }
}
