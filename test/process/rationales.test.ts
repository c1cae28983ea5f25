import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { safr, temporaryFolder } from './safr.ts';
import { tinyModel, tinyRows } from './tinyExperiment.ts';

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

test('the words that a column of the data marks can be expected to be found', async () => {
  const cwd = temporaryFolder();
  const decisive = /good|warm|funny|bright|bad|cold|dull|grey/;
  const rows = tinyRows(120).map((row) => {
    const [text, label] = row.split('\t');
    const marks = text!.split(' ').map((word) => Number(decisive.test(word)));
    return `${text}\t${label}\t${marks.join(' ')}`;
  });
  writeFileSync(join(cwd, 'rows.tsv'), ['text\tlabel\twhy', ...rows, ''].join('\n'));
  const dataset = { source: 'files', train: 'rows.tsv', rationaleColumn: 'why' };
  const write = (given: object) => {
    const experiment = {
      ...{ dataset: given, model: tinyModel, training: { epochs: 1 }, threads: 1 },
      expect: { rationaleAP: '>= 0.01', rationaleP1: '>= 0', rationaleF1: '<= 1', rationaleIoU: '>= 1.01' },
    };
    writeFileSync(join(cwd, 'own.safr.json'), JSON.stringify(experiment));
  };
  write({ ...dataset, rationaleFormat: 'tokens', textColumn: 'label', labelColumn: 'text' });
  const refused = await safr(['train', 'own.safr.json'], { cwd });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/rows\.tsv:\d+: "why" has token 1; /) });
  write(dataset);
  const trained = await safr(['train', 'own.safr.json', '--evaluate'], { cwd });
  expect(trained.stdout).toMatch(/^marked words +in \d+ texts; /m);
  const checked = await safr(['check', 'own.safr.json'], { cwd });
  expect(checked.stdout).toMatch(/^ok +rationaleAP +>= 0\.01 +0\.\d+$/m);
  expect(checked).toMatchObject({ code: 1, stdout: expect.stringMatching(/^\S+ +rationaleIoU +>= 1\.01 /m) });
});
