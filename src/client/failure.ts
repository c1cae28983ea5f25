import { UserError } from '../common/userError.ts';
import type { Failure } from '../protocol/compute.ts';

/** What a request is rejected with. `signal`: its own. */
export function errorOf(failure: Failure, signal: AbortSignal | undefined): unknown {
  switch (failure.code) {
    case 'aborted':
      return signal?.reason ?? new Error('aborted');
    case 'user':
      return new UserError(failure.message, failure.remedy);
    case 'broken':
      return Object.assign(new Error(failure.message), { stack: failure.stack });
  }
}
