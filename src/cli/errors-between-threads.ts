/** Errors of the package as plain data, since a thread boundary keeps only the message of an Error. */
import * as errors from "../errors.js";

export interface PlainError {
  readonly name: string;
  readonly message: string;
}

export function plainError(error: unknown): PlainError {
  return error instanceof Error
    ? { name: error instanceof errors.CrepantError ? "CrepantError" : error.name, message: error.message }
    : { name: "Error", message: String(error) };
}

/** An error of the package comes back as one, with its message; any other as a plain Error. */
export function reviveError({ name, message }: PlainError): Error {
  return name === "CrepantError" ? new errors.SchemaError("", message) : new Error(message);
}
