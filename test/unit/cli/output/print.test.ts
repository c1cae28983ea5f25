import { expect, test, vi } from 'vitest';
import { printJson } from '../../../../src/cli/output/print.ts';

test('a document of more lines than a call takes arguments is printed whole', () => {
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const document = Array.from({ length: 300_000 }, (_, i) => i);
  printJson(document);
  write.mockRestore();
  expect(JSON.parse(written.join(''))).toEqual(document);
});
