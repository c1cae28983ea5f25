import { UserError } from '../../../common/userError.ts';

/** The error for a vocabulary that lacks a token which the tokenizer needs. */
export function missingToken(path: string, token: string): UserError {
  return new UserError(`${path}: the vocabulary lacks "${token}"`, 'Fetch the model again.');
}
