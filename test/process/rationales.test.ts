import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { safr, temporaryFolder } from './safr.ts';
import { tinyModel } from './tinyExperiment.ts';

test('an evaluation shows how well each ranking finds the marked words', async () => {
  const cwd = temporaryFolder();
  const experiment = {
    dataset: { source: 'planted', sentences: 100 },
    model: tinyModel,
    training: { epochs: 1 },
    threads: 1,
  };
  writeFileSync(join(cwd, 'marked.safr.json'), JSON.stringify(experiment));
  await safr(['train', 'marked.safr.json'], { cwd });
  const { stdout } = await safr(['evaluate', 'last'], { cwd });
  expect(stdout).toMatch(/^planted words +in \d+ texts; [\d.]+ % of the words of all texts$/m);
  const value = String.raw` +[\d.]+ ± [\d.]+`;
  expect(stdout).toMatch(new RegExp(`^keep probability${value.repeat(4)}$`, 'm'));
  expect(stdout).toMatch(/^random order( +[\d.]+){4}$/m);
  const compared = (await safr(['evaluate', 'last', '--rivals'], { cwd })).stdout.split('planted words  in')[1];
  for (const name of ['keep probability', 'leave-one-out', 'attention', 'random']) {
    expect(compared).toMatch(new RegExp(`^${name}${value.repeat(4)}$`, 'm'));
  }
});
