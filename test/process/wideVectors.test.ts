import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, startProcess, temporaryFolder } from './safr.ts';

const experiment = {
  dataset: { source: 'planted', sentences: 200 },
  model: { width: 32, heads: 4, feedForward: 64, maskHidden: 16, padding: 'none' },
  training: { epochs: 2 },
};

function folderWithExperiment(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.safr.json'), JSON.stringify(experiment));
  return folder;
}

/** Trains in the Node of these tests, which is 24: the user's may be older. */
async function train(cwd: string, native: string) {
  const options = { cwd, env: { SAFR_NATIVE: native } };
  const { code, stdout, stderr } = await startProcess(process.execPath, [cli, 'train', 'a.safr.json'], options).outcome;
  expect(code, stderr).toBe(0);
  return { weights: readFileSync(join(cwd, stdout.trim().split('\n').at(-1)!, 'weights.safetensors')), stderr };
}

const cachePath = (cwd: string) => join(cwd, 'cache', 'safr', 'measurements.json');
const isPossible = process.arch === 'x64';

describe.skipIf(!isPossible)('256-bit vectors', () => {
  test('give the same bits, after a self-test that is remembered', async () => {
    const cwd = folderWithExperiment();
    const narrow = await train(cwd, '0');
    const wide = await train(cwd, '');
    expect(narrow.stderr).not.toContain('256 bits');
    expect(wide.stderr).toContain('SIMD of 256 bits');
    expect(wide.weights.equals(narrow.weights)).toBe(true);
    expect(Object.values(JSON.parse(readFileSync(cachePath(cwd), 'utf8')) as object)).toEqual(['correct']);
  });

  test('are not used where the self-test has failed', async () => {
    const cwd = folderWithExperiment();
    await train(cwd, '');
    const [key] = Object.keys(JSON.parse(readFileSync(cachePath(cwd), 'utf8')) as object);
    writeFileSync(cachePath(cwd), JSON.stringify({ [key!]: 'incorrect' }));
    expect((await train(cwd, '')).stderr).not.toContain('256 bits');
  });
});
