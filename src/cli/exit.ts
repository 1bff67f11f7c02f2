/** Exit codes of the command line; see the help. */
export const exit = {
  answered: 0,
  /** The verdict is "disagree", or a certificate's proof fails. */
  disagree: 1,
  badInput: 2,
  /** Not converged, diverged, inconclusive, or theory only bounded in `check`. */
  inconclusive: 3,
  boundsOnly: 4,
  engineAbsent: 5,
  /** A defect of this program. */
  internal: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];
