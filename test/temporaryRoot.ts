import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for all temporary folders of the tests and of the processes that they start; it is removed when this process exits. */
export function temporaryRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'safr-tests-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return root;
}
