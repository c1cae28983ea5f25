import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRun } from '../../../../src/core/runs/findRun.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const { path } = temporaryFolder();

function folderOf(name: string, runs: Readonly<Record<string, readonly string[]>>): string {
  for (const [id, files] of Object.entries(runs)) {
    mkdirSync(path(name, id), { recursive: true });
    for (const file of ['run.json', ...files]) writeFileSync(path(name, id, file), '{}');
  }
  return path(name);
}

async function last(folder: string, isUsable?: () => boolean) {
  const skipped: string[] = [];
  const onSkipped = (message: string) => skipped.push(message);
  const directory = await findRun(folder, 'last', { onSkipped, ...(isUsable && { isUsable }) });
  return { directory, skipped };
}

describe('last', () => {
  test('is the newest run with weights; newer ones without are reported', async () => {
    const folder = folderOf('runs', { a: ['weights.safetensors'], b: ['weights.safetensors'], c: [], d: [] });
    expect(await last(folder)).toEqual({
      directory: join(folder, 'b'),
      skipped: ['last is run b; newer ones have no weights: c, d'],
    });
    expect(await findRun(folder, 'c')).toBe(join(folder, 'c'));
  });

  test('is the newest run where none has weights, or where those are not needed', async () => {
    const folder = folderOf('untrained', { a: [], b: [] });
    expect(await last(folder)).toEqual({ directory: join(folder, 'b'), skipped: [] });
    const trained = folderOf('trained', { a: ['weights.safetensors'], b: [] });
    expect(await last(trained, () => true)).toEqual({ directory: join(trained, 'b'), skipped: [] });
  });
});
