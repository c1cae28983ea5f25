import type { WriteStream } from 'node:tty';
import { createColors } from 'picocolors';

/** Colours for standard output and standard error: none if the stream is not a terminal or NO_COLOR is set. */
export const colors = createColors(isColored(process.stdout));
export const errorColors = createColors(isColored(process.stderr));

function isColored(stream: Partial<WriteStream>): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  return Boolean(FORCE_COLOR) || (stream.isTTY === true && TERM !== 'dumb');
}
