/** An error that the user can fix: `message` says what is wrong and where, `remedy` what to do. Printed without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}
