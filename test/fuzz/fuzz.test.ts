import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { targets } from './targets.ts';

/** `npm run fuzz` runs more of them. */
const cases = 2000;
const maxResidentBytes = 2 ** 30;

test('the shares of the targets make 100 percent', () => {
  expect(targets.reduce((sum, { share }) => sum + share, 0)).toBe(100);
});

test.each(targets)('$name of any kind are read, or refused with a message for the user', async ({ open, share }) => {
  const opened = await open(mkdtempSync(join(tmpdir(), 'safr-fuzz-')));
  const failure = await opened.check({ seed: 1, cases: (cases * share) / 100, onCase: () => undefined });
  await opened.close();
  expect(failure).toBeNull();
  expect(process.resourceUsage().maxRSS * 1024).toBeLessThan(maxResidentBytes);
});
