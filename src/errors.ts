/**
 * The closed set of errors that the package throws: the caller was wrong, or the machine lacks something.
 * Each carries what was given and what was expected as fields. Mathematics that does not deliver is never an
 * error; it is a value with a status.
 */
export type CrepantErrorCode = "parse" | "point" | "schema" | "option" | "limit" | "engine" | "certificate";

export abstract class CrepantError extends Error {
  abstract readonly code: CrepantErrorCode;

  override get name(): string {
    return this.constructor.name;
  }
}

/** An expression that is no polynomial over ℚ, or no expression at all. `offset` counts UTF-16 units from 0. */
export class ParseError extends CrepantError {
  readonly code = "parse";

  constructor(
    readonly source: string,
    readonly expected: string,
    readonly offset?: number,
  ) {
    super(offset === undefined ? expected : `${expected} (at offset ${offset} of "${source}")`);
  }
}

/** A point that is not on the zero set: `generator` takes the nonzero `value` there. */
export class PointError extends CrepantError {
  readonly code = "point";

  constructor(
    readonly generator: string,
    readonly value: string,
    message = `the point is not a zero of the model: ${generator} = ${value} there, not 0`,
  ) {
    super(message);
  }
}

/** A document (model file, weights, certificate) of the wrong shape; `path` says where, such as "layers[0][1]". */
export class SchemaError extends CrepantError {
  readonly code = "schema";

  constructor(
    readonly path: string,
    readonly expected: string,
  ) {
    super(path === "" ? expected : `${path}: ${expected}`);
  }
}

/** An option outside its range, such as chains = 0. */
export class OptionError extends CrepantError {
  readonly code = "option";

  constructor(
    readonly option: string,
    readonly given: string,
    readonly expected: string,
  ) {
    super(`${option} is ${given}; expected ${expected}`);
  }
}

/** An input beyond a stated bound on size, depth, degree or number of terms. */
export class LimitError extends CrepantError {
  readonly code = "limit";

  constructor(
    readonly what: string,
    readonly given: string,
    readonly limit: string,
  ) {
    super(`${what}: ${given} is past the limit of ${limit}`);
  }
}

/** An engine that exists but cannot run here. */
export class EngineUnavailableError extends CrepantError {
  readonly code = "engine";

  constructor(
    readonly engine: string,
    readonly reason: string,
  ) {
    super(`engine ${engine} is not available: ${reason}`);
  }
}

/** A certificate whose proof fails at `step`: it claims `claim`, but `found` holds. */
export class CertificateError extends CrepantError {
  readonly code = "certificate";

  constructor(
    readonly step: string,
    readonly claim: string,
    readonly found: string,
  ) {
    super(`${step}: claimed ${claim}, found ${found}`);
  }
}
