import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const prefix = 'safr-tests-';

/** A folder for all temporary folders of the tests and of the processes that they start; it is removed when this process exits. */
export function temporaryRoot(): string {
  // Every project evaluates the configuration again; folders within each other would make paths of sockets too long.
  if (basename(tmpdir()).startsWith(prefix)) return tmpdir();
  const root = mkdtempSync(join(tmpdir(), prefix));
  process.on('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return root;
}
