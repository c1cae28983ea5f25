import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { safr, temporaryFolder } from './safr.ts';
import { tinyModel, tinyRows } from './tinyExperiment.ts';

it('measures slices in an evaluation, and changed ones without the model', async () => {
  const cwd = temporaryFolder();
  const run = (...args: string[]) => safr(args, { cwd });
  const rows = tinyRows(240).map((row, i) => `${row}\t${i % 3 === 0 ? 'phone' : 'desktop'}`);
  writeFileSync(join(cwd, 'rows.tsv'), ['text\tlabel\tdevice', ...rows, ''].join('\n'));
  const write = (slices: object, rest: object = {}) =>
    writeFileSync(
      join(cwd, 'tiny.safr.json'),
      JSON.stringify({
        dataset: { source: 'files', train: 'rows.tsv' },
        model: tinyModel,
        training: { epochs: 1, batchSize: 8 },
        ...{ threads: 1, device: 'wasm', slices, ...rest },
      }),
    );

  write({ mobile: { column: { device: 'phone' } }, good: { label: 'yess' } });
  expect(await run('train', 'tiny.safr.json', '--evaluate')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('slices.good.label is "yess"; classes of the data: no, yes; did you mean "yes"?'),
  });

  write({ mobile: { column: { device: 'phone' } }, good: { label: 'yes' }, none: { contains: 'unheard' } });
  const trained = await run('train', 'tiny.safr.json', '--evaluate');
  expect(trained.stdout).toMatch(/slices {2}of the test split; 95 % intervals/);
  expect(trained.stdout).toMatch(/^all texts +24 +[\d.]+ /m);
  expect(trained.stdout).toMatch(/^mobile +\d+ +[\d.]+ .*\n device is "phone" +[\d.]+ to [\d.]+ /m);
  expect(trained.stdout).toMatch(/^good +12 .*\n label "yes" /m);
  expect(trained.stdout).toMatch(/^none +0( +–)+\n contains "unheard"$/m);
  expect(trained.stdout).toContain('note: no text is in "none"');

  write({ good: { label: 'yes' }, bad: { label: 'no', predicted: 'wrong' } }, { expect: { 'bad/accuracy': '<= 0' } });
  expect((await run('check', 'tiny.safr.json')).stdout).toContain('the slice was not measured; measure it with');
  const again = await run('evaluate', 'last', '--slices', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({
    slices: [
      {
        ...{ name: 'good', where: { label: 'yes' }, sentences: 12 },
        values: {
          accuracy: { sentences: 12, interval: { low: expect.any(Number) } },
          srs: { random: { mean: expect.any(Number) } },
        },
      },
      { name: 'bad', where: { label: 'no', predicted: 'wrong' } },
    ],
  });
  expect((await run('check', 'tiny.safr.json')).stdout).toMatch(
    /bad\/accuracy +<= 0 +(0|none: no text is in the slice)$/m,
  );

  write({});
  expect(await run('evaluate', 'last', '--slices')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/tiny\.safr\.json: has no slices\nremedy: Add a block/),
  });
});
