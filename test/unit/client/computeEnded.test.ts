import { expect, test } from 'vitest';
import { computeEnded } from '../../../src/client/computeEnded.ts';

const stack = `node:internal/modules/cjs/loader:1404
  throw err;
  ^

Error: Cannot find module 'x'
    at Module._resolve (node:internal/modules/cjs/loader:1401:15)
  code: 'MODULE_NOT_FOUND'

Node.js v24.0.0
`;
const heap = `<--- Last few GCs --->
FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
----- Native stack trace -----
 1: 0xb8d0a3 node::OOMErrorHandler
`;

test('names the error in the output', () => {
  expect(computeEnded(1, null, stack).message).toBe(
    "the compute process ended: exit code 1: Error: Cannot find module 'x'",
  );
});

test('names the signal', () => {
  expect(computeEnded(null, 'SIGKILL', '').reason).toBe('killed (SIGKILL), possibly out of memory');
  expect(computeEnded(null, 'SIGABRT', heap).reason).toBe(
    'ended by SIGABRT: FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  );
});

test('gives the last line where none is an error, and nothing where there is none', () => {
  expect(computeEnded(3, null, 'so far\nso good\n').reason).toBe('exit code 3: so good');
  expect(computeEnded(3, null, '').reason).toBe('exit code 3');
});
