/** Something the user can mend: `message` says what and where, `remedy` what to do. Printed without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}
