// Prints "N passed, N failed" from vitest's JSON report; exit 1 where something failed or there is no report.
import { readFileSync } from "node:fs";

const report = read(process.argv[2]);
const passed = report?.numPassedTests ?? 0;
// A file that cannot be loaded fails without a test of its own.
const failed = report === null ? 1 : Math.max(report.numFailedTests, report.success ? 0 : 1);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
