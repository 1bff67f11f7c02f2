/** The user asked for something that the command line does not offer: exit 2, one sentence, a pointer to the help. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
