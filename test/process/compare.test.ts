import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FigureRow } from '../../src/core/comparison/figures.ts';
import type { NeuronComparison } from '../../src/core/workflow/compareNeurons.ts';
import type { ExplainedChanges } from '../../src/core/workflow/explainChanges.ts';
import { safr, temporaryFolder } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

/** The parts of the output of --json that this test checks. */
interface Document {
  readonly figures: readonly FigureRow[];
  readonly neurons: NeuronComparison;
  readonly predictions: ExplainedChanges;
}

it('compares evaluated runs: settings, results, neurons and changed predictions', async () => {
  const cwd = temporaryFolder();
  const compare = (...args: string[]) => safr(['compare', ...args], { cwd });
  const train = async (parts: object, ...args: string[]) => {
    writeTinyExperiment(cwd, { ...parts });
    await safr(['train', 'tiny.safr.json', ...args], { cwd });
    return readdirSync(join(cwd, '.safr', 'runs'))
      .sort()
      .at(-1)!;
  };
  const bad = (message: RegExp) => ({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
  const short = { epochs: 1, batchSize: 8, learningRate: 0.0001 };
  const plain = await train({ safr: { preset: 'plain' } }, '--evaluate');
  const weaker = await train({ safr: { preset: 'plain' }, training: short }, '--evaluate');

  const text = await compare(plain, weaker);
  expect(text).toMatchObject({ code: 0 });
  expect(text.stdout).toMatch(
    /^ {2}A {2}\S+-tiny\S* +epochs 3 · learningRate 0\.01\n {2}B {2}\S+-tiny\S* +epochs 1 · learningRate 0\.0001$/m,
  );
  expect(text.stdout).toMatch(
    /^settings.*\n.*\n {2}training\.epochs +3 +1\n {2}training\.learningRate +0\.01 +0\.0001\n\nresults/m,
  );
  expect(text.stdout).toMatch(/^ {2}accuracy +[\d.]+ +[\d.]+ +[+−]?[\d.]+ +[+−]?[\d.]+ to [+−]?[\d.]+ +[AB]? +%$/m);
  expect(text.stdout).toMatch(/^ {2}the runs had the same initial weights: \d+ of the \d+ kept their number$/m);
  expect(text.stdout).toMatch(/^ {2}in A ↓ · in B → +monosemantic +polysemantic +dead +no match +all$/m);

  expect(text.stdout).toMatch(/^text \d+, rows\.tsv:\d+, is (yes|no): /m);

  const { stdout } = await compare(plain, weaker, '--json', '--lines', '2');
  const { neurons, predictions, figures } = JSON.parse(stdout) as Document;
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  expect(sum(neurons.transitions.slice(0, 3).flat())).toBe(16);
  expect(sum(neurons.transitions.flatMap((counts) => counts.slice(0, 3)))).toBe(16);
  expect(neurons.pairs).toHaveLength(sum(neurons.transitions.flat()));
  const [before, after] = figures[0]!.values as [number, number];
  expect(figures[0]!.difference!.value).toBeCloseTo(after - before);
  const won = predictions.changes.filter(({ change }) => change === 'fixed').length;
  const lost = predictions.changes.filter(({ change }) => change === 'broken').length;
  expect(won - lost).toBe(Math.round(((after - before) / 100) * predictions.texts));
  expect(predictions.changes.length).toBeGreaterThan(0);
  for (const { from, to, before, after } of predictions.explained) {
    expect(before.probabilities[from.predicted]!.probability).toBeCloseTo(from.probability, 3);
    expect(after.probabilities[to.predicted]!.probability).toBeCloseTo(to.probability, 3);
  }

  const otherSeed = await train(
    { seed: 2, dataset: { source: 'files', train: 'rows.tsv', split: { seed: 2 } } },
    '--evaluate',
  );
  const unevaluated = await train({});
  expect(await compare(plain)).toMatchObject(bad(/compare takes 2 to 6 runs, not 1\nremedy: /));
  expect(await compare(...Array.from({ length: 7 }, () => plain))).toMatchObject(
    bad(/takes 2 to 6 runs, not 7\nremedy/),
  );
  expect(await compare(plain, plain)).toMatchObject(bad(/is named twice\nremedy: /));
  expect(await compare(plain, 'nothing')).toMatchObject(bad(/no run "nothing"/));
  expect(await compare(plain, 'last')).toMatchObject(
    bad(new RegExp(`run ${unevaluated} is not evaluated.*\\nremedy: Evaluate it: \`safr evaluate ${unevaluated}\``)),
  );
  expect(await compare(plain, otherSeed)).toMatchObject(
    bad(/evaluated on different test texts\nremedy: .*dataset\.split\.seed/),
  );
});
