import { printable, shortened } from './printable.ts';

/** Characters of a line of a message: it may name two paths, but not a whole text. */
const maxLineLength = 600;

/**
 * An error that the user can fix: `message` says what is wrong and where, `remedy` what to do. Printed without a stack. What either quotes
 * of files is made fit to be shown: control characters and line breaks are escaped, long lines cut.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly remedy: string;

  /** `message`: one line, or several. */
  constructor(message: string | readonly string[], remedy: string) {
    super([message].flat().map(shownLine).join('\n'));
    this.remedy = shownLine(remedy);
  }
}

function shownLine(line: string): string {
  return shortened(printable(line), maxLineLength);
}
