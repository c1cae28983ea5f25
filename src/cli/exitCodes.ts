/** Exit codes of the process; documented in `safr --help`. */
export const exitCodes = {
  ok: 0,
  /** An unexpected error; `verify` found values beyond tolerance, `check` an unmet expectation, or elements of `sweep` failed. */
  failure: 1,
  /** A wrong command line, or an error in files that the user can fix. */
  usage: 2,
  /** By Ctrl-C, as shells have it: 128 + SIGINT. */
  interrupted: 130,
} as const;
