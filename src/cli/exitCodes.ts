/** What the process ends with; told in `safr --help`. */
export const exitCodes = {
  ok: 0,
  /** Something broke, `verify` found values beyond tolerance, `check` something that is not as expected, or elements of `sweep` failed. */
  failure: 1,
  /** A wrong command line, or something in the files that the user can mend. */
  usage: 2,
  /** By Ctrl-C, as shells have it: 128 + SIGINT. */
  interrupted: 130,
} as const;
