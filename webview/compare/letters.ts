/** Runs are called A, B, C, … as on the command line. */
export const letterOf = (run: number) => String.fromCharCode('A'.charCodeAt(0) + run);

export const lettersOf = (runs: readonly number[]) => runs.map(letterOf).join(' ');
