import { printable, shortened } from './printable.ts';

/** Characters of a line of a message: it may name two paths, but not a whole text. */
const maxLineLength = 600;

/**
 * An error that the user can fix: `message` says what is wrong and where, `remedy` what to do. Printed without a stack. What either quotes
 * of files is made fit to be shown: control characters are escaped, long lines cut.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(shownLines(message));
    this.remedy = shownLines(remedy);
  }
}

function shownLines(text: string): string {
  const lines = text.split('\n').map((line) => shortened(printable(line), maxLineLength));
  return lines.join('\n');
}
