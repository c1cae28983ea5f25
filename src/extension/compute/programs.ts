import { ComputeProcess, type StartOptions } from '../../client/computeProcess.ts';
import type { ElementProgram } from '../../client/sweep/elementProcess.ts';

// The two programs that the extension starts.

/** Errors: as `ComputeProcess.start`. */
export type StartCompute = (options?: StartOptions) => Promise<ComputeProcess>;

/** `program`: the built compute program. */
export const computeStarter =
  (program: string): StartCompute =>
  (options) =>
    ComputeProcess.start(program, options);

/** How the built command line is started in this window, without its arguments. */
export type CommandLine = Pick<ElementProgram, 'script' | 'env'>;

/** `script`: of the command line, run by the Node that VS Code is. */
export const commandLine = (script: string): CommandLine => ({
  script,
  env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined },
});
