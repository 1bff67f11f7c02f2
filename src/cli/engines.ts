/** `crepant engines`: what can sample here, and why the rest cannot. */
import { schema } from "../report/document.js";
import { styleOf } from "../report/style.js";
import { fields } from "../report/text.js";
import type { Arguments } from "./arguments.js";
import type { Command, Terminal } from "./command.js";
import { exit } from "./exit.js";
import type { ExitCode } from "./exit.js";
import { UsageError } from "./usage-error.js";

export const command: Command = {
  operands: "[flags]",
  about: "The engines that sample, fastest first, each with the reason why it cannot run here.",
  flags: [],
  examples: ["crepant engines"],
  run,
};

async function run(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  if (args.operands.length > 0) throw new UsageError("engines takes no input");
  const { engines } = await import("../numeric/engines/engines.js");
  const list = engines();
  const style = styleOf(terminal.colours);
  terminal.out(
    args.switches.has("json")
      ? `${JSON.stringify({ kind: "engines", schema, engines: list })}\n`
      : fields(
          list.map(({ name, available, reason }) => [
            name,
            available ? style.good("available") : `missing: ${reason ?? ""}`,
          ]),
          style,
        ),
  );
  return exit.answered;
}
