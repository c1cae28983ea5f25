import type { Failure } from '../protocol/compute.ts';
import { UserError } from '../common/userError.ts';

/** What a request threw, as data. */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted && error === signal.reason) return { code: 'aborted' };
  if (error instanceof UserError) return { code: 'user', message: error.message, remedy: error.remedy };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: 'broken', message, stack: stack ?? '' };
}
