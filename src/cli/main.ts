#!/usr/bin/env node
import { CommanderError } from 'commander';
import { UserError } from '../common/userError.ts';
import { exitCodes } from './exitCodes.ts';
import { Interrupted } from './interrupt.ts';
import { errorColors } from './output/colors.ts';
import { note } from './output/print.ts';
import { createProgram } from './program.ts';

/** The reader of our output may close it early, as `head` does: the work, such as a training, continues. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Prints what went wrong; returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof Interrupted) return exitCodes.interrupted;
  if (error instanceof UserError) {
    note(`${errorColors.red('error:')} ${error.message}`, `${errorColors.bold('remedy:')} ${error.remedy}`);
    return exitCodes.usage;
  }
  note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exitCodes.failure;
}
