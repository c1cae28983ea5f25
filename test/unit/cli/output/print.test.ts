import { expect, test, vi } from 'vitest';
import { printJson } from '../../../../src/cli/output/print.ts';

test('a document of more lines than a call takes arguments is printed whole', () => {
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const dataWarnings = Array.from({ length: 300_000 }, (_, i) => `${i}`);
  const document = { run: 'a', directory: 'runs/a', ok: true, otherSettings: [], dataWarnings, expectations: [] };
  printJson('check', document);
  write.mockRestore();
  expect(JSON.parse(written.join(''))).toEqual({ version: 1, command: 'check', ...document });
});
