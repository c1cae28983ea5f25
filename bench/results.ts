// Trains and evaluates the paper's configurations on SST-2 with three seeds each and writes docs/results.md: `npm run results -- --data DIR`.
// Runs are kept in .safr/results: finished runs are not trained again, interrupted ones are resumed.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDataset } from '../src/core/dataset/dataset.ts';
import { headlineOf, type SrsPoint } from '../src/core/evaluation/srs.ts';
import { meanAndDeviation } from '../src/common/statistics.ts';
import { loadModel } from '../src/core/model/loadModel.ts';
import { parameterSpecs } from '../src/core/model/parameters.ts';
import { safrProgram } from '../src/core/model/safrProgram.ts';
import { listRuns } from '../src/core/runs/listRuns.ts';
import { readVocabulary } from '../src/core/dataset/vocabulary.ts';
import { loadRunModel } from '../src/core/runs/loadRunModel.ts';
import { epochsOf, type Run } from '../src/core/runs/readRun.ts';
import { runFiles } from '../src/core/runs/runFiles.ts';
import { hashOfExperiment } from '../src/core/runs/runWriter.ts';
import { devScores } from '../src/core/training/devScores.ts';
import { readBuffers, readCheckpoint } from '../src/core/training/checkpoint.ts';
import { readEvaluation, type StoredEvaluation } from '../src/core/runs/evaluationFile.ts';
import { openDevice } from '../src/engine/openDevice.ts';

const experiments = ['sst2-plain', 'sst2-safr', 'sst2-plain-patient'];
const seeds = [1, 2, 3];
const kinds = ['imp', 'inter', 'both'] as const satisfies readonly (keyof SrsPoint)[];
const runs = '.safr/results';
const document = 'docs/results.md';
const marker = '<!-- written by npm run results from here on -->';
const { values } = parseArgs({ options: { data: { type: 'string' } } });
const dataDir = values.data;
const options = ['--runs', runs, ...(dataDir ? ['--data', dataDir] : [])];

interface Result {
  readonly run: Run;
  readonly evaluation: StoredEvaluation;
  /** Test accuracy (0 to 1) of the weights of the last epoch, which the released code keeps. */
  readonly lastAccuracy: number;
}

const results: Record<string, Result[]> = {};
for (const seed of seeds) {
  for (const name of experiments) (results[name] ??= []).push(await resultOf(name, seed));
}
const kept = readFileSync(document, 'utf8').split(marker)[0]!;
const sections = experiments.map((name) => section(name, results[name]!));
writeFileSync(document, `${kept}${marker}\n\n${sections.join('\n')}`);
console.log(`wrote ${document}`);

async function resultOf(name: string, seed: number): Promise<Result> {
  let run = await find(name, seed);
  if (!run) safr('train', `examples/${name}.safr.json`, '--seed', `${seed}`);
  else if (run.status !== 'finished') safr('train', '--resume', run.id);
  run = (await find(name, seed))!;
  if (!run.summary) safr('evaluate', run.id);
  run = (await find(name, seed))!;
  return { run, evaluation: (await readEvaluation(run.directory))!, lastAccuracy: await lastEpochAccuracy(run) };
}

async function find(name: string, seed: number): Promise<Run | undefined> {
  const { runs: all } = await listRuns(runs);
  return all.find(({ experiment }) => experiment.name === name && experiment.seed === seed);
}

async function lastEpochAccuracy({ directory, experiment }: Run): Promise<number> {
  const { shape } = await loadRunModel(directory);
  const vocabulary = readVocabulary(join(directory, runFiles.vocabulary));
  const { test, classes } = await openDataset(experiment, {
    baseDir: 'examples',
    vocabulary,
    ...(dataDir && { dataDir }),
  });
  const identity = { seed: experiment.seed, experiment: await hashOfExperiment(directory) };
  const { buffers } = await readCheckpoint(join(directory, runFiles.checkpoint), shape, identity);
  const device = await openDevice('wasm');
  const executor = await loadModel(device, safrProgram(shape), shape, readBuffers(parameterSpecs(shape), buffers));
  const lastEpoch = { executor, shape, padding: { padding: 'max', maxLength: shape.maxLength } } as const;
  const scores = await devScores(lastEpoch, test, classes);
  await executor.close();
  return scores!.accuracy;
}

function safr(...args: string[]): void {
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...args, ...options], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function section(name: string, of: readonly Result[]): string {
  const rows = of.map(cells);
  const columns = rows[0]!.map((_, c) => rows.map((row) => row[c]!));
  const { environment } = of[0]!.run;
  return `### ${name} (\`examples/${name}.safr.json\`)

${environment.device}, Node ${environment.node}.

| seed | epochs | best epoch | dev % | test % | test %, last epoch | SRS_imp(0.3) | random | SRS_inter(0.3) | random | SRS(0.3) | random | mono per input % | mono over the corpus % | mean keep % | minutes |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
${rows.map((row, i) => `| ${seeds[i]} | ${row.map((value, c) => value.toFixed(c < 2 ? 0 : 1)).join(' | ')} |`).join('\n')}
| **mean ± s.d.** | ${columns.map((values) => meanText(values)).join(' | ')} |

${curve(of.map(({ evaluation }) => evaluation))}`;
}

function cells({ run, evaluation, lastAccuracy }: Result): number[] {
  const { best } = run.record;
  const headline = headlineOf(evaluation.srs);
  return [
    epochsOf(run),
    best!.epoch,
    100 * best!.accuracy,
    100 * evaluation.classification.accuracy,
    100 * lastAccuracy,
    ...kinds.flatMap((kind) => [headline[kind]!.srs, headline[kind]!.random!.mean]),
    100 * evaluation.neurons.perInput.monosemanticShare!,
    100 * evaluation.neurons.corpus.monosemantic,
    100 * evaluation.neurons.meanKeepProbability!,
    run.lastLine!.seconds / 60, // training only
  ];
}

/** A table of SRS(k) in percentage points, as mean over the seeds, with random removal in brackets. */
function curve(evaluations: readonly StoredEvaluation[]): string {
  const points = evaluations[0]!.srs.curve.filter(({ k }) => k > 0);
  const row = (kind: (typeof kinds)[number], name: string) => {
    const values = points.map(({ k }) => {
      const at = evaluations.map(({ srs }) => srs.curve.find((point) => point.k === k)![kind]!);
      const mean = (numbers: number[]) => meanAndDeviation(numbers).mean.toFixed(1);
      return `${mean(at.map(({ srs }) => srs))} (${mean(at.map(({ random }) => random!.mean))})`;
    });
    return `| ${name} | ${values.join(' | ')} |`;
  };
  return `Loss of accuracy at k in percentage points, mean over the seeds, random removal in brackets:

| k | ${points.map(({ k }) => k).join(' | ')} |
|---|${points.map(() => '---|').join('')}
${row('imp', 'SRS_imp')}
${row('inter', 'SRS_inter')}
${row('both', 'SRS')}
`;
}

function meanText(values: readonly number[]): string {
  const { mean, deviation } = meanAndDeviation(values);
  return `**${mean.toFixed(1)}** ± ${(deviation ?? 0).toFixed(1)}`;
}
