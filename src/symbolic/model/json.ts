/**
 * JSON read exactly: an integer becomes a bigint of any size, any other number stays a double for a schema to
 * refuse; a key given twice is refused, and so is what lies deeper than `maxJsonDepth`. Objects have no prototype.
 * The grammar is that of RFC 8259.
 */
import { LimitError, ParseError } from "../../errors.js";

export type Json = null | boolean | string | number | bigint | readonly Json[] | { readonly [key: string]: Json };

export const maxJsonLength = 10_000_000;
export const maxJsonDepth = 50;

/** Throws ParseError with the offset where the text is no JSON, and LimitError past the bounds. */
export function parseJson(source: string): Json {
  if (source.length > maxJsonLength)
    throw new LimitError("length of a document", String(source.length), String(maxJsonLength));
  const reader: Reader = { source, offset: 0 };
  const value = readValue(reader, 0);
  if (peek(reader) !== undefined) fail(reader, "the end of the document is expected");
  return value;
}

interface Reader {
  readonly source: string;
  offset: number;
}

function readValue(reader: Reader, depth: number): Json {
  if (depth > maxJsonDepth)
    throw new LimitError("nesting depth of a document", `more than ${maxJsonDepth}`, String(maxJsonDepth));
  switch (peek(reader)) {
    case "{":
      return readObject(reader, depth);
    case "[":
      return readArray(reader, depth);
    case '"':
      return readString(reader);
    default:
      return readScalar(reader);
  }
}

function readObject(reader: Reader, depth: number): Json {
  const object = Object.create(null) as Record<string, Json>;
  readItems(reader, "}", () => {
    if (peek(reader) !== '"') fail(reader, "a field name in double quotes is expected");
    const start = reader.offset;
    const key = readString(reader);
    if (key in object) fail({ ...reader, offset: start }, `the field ${JSON.stringify(key)} is given twice`);
    if (peek(reader) !== ":") fail(reader, '":" is expected');
    reader.offset++;
    object[key] = readValue(reader, depth + 1);
  });
  return object;
}

function readArray(reader: Reader, depth: number): Json {
  const array: Json[] = [];
  readItems(reader, "]", () => {
    array.push(readValue(reader, depth + 1));
  });
  return array;
}

/** Reads from an opening bracket to the closing one, with commas between the items. */
function readItems(reader: Reader, close: "}" | "]", item: () => void): void {
  reader.offset++;
  if (peek(reader) === close) {
    reader.offset++;
    return;
  }
  for (;;) {
    item();
    const next = peek(reader);
    if (next !== "," && next !== close) fail(reader, `"," or "${close}" is expected`);
    reader.offset++;
    if (next === close) return;
  }
}

const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?(?![\w.+-])/y;
const word = /(?:true|false|null)(?!\w)/y;

function readString(reader: Reader): string {
  return JSON.parse(
    match(reader, string) ?? fail(reader, "the string is not closed or holds a bad character"),
  ) as string;
}

function readScalar(reader: Reader): Json {
  const name = match(reader, word);
  if (name !== null) return JSON.parse(name) as boolean | null;
  const digits = match(reader, number) ?? fail(reader, "a JSON value is expected");
  return /[.eE]/.test(digits) ? Number(digits) : BigInt(digits);
}

/** The match of a sticky pattern here, stepped over; null where there is none. */
function match(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.offset;
  const [found] = pattern.exec(reader.source) ?? [null];
  if (found !== null) reader.offset += found.length;
  return found;
}

/** The next character that is no white space. */
function peek(reader: Reader): string | undefined {
  while (/^[ \t\r\n]$/.test(reader.source[reader.offset] ?? "")) reader.offset++;
  return reader.source[reader.offset];
}

function fail(reader: Reader, expected: string): never {
  const around = reader.source.slice(Math.max(0, reader.offset - 20), reader.offset + 20);
  throw new ParseError(around, `the document is not JSON: ${expected}, at character ${reader.offset}`);
}
