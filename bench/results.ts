// Trains and evaluates the paper's two settings on SST-2, three seeds each, and writes docs/results.md: `npm run results -- --data DIR`.
// Runs are kept in .safr/results; what is finished there is not trained again, what was cut off goes on.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { headlineOf, meanAndDeviation, type SrsPoint } from '../src/core/evaluation/srs.ts';
import { listRuns } from '../src/core/runs/listRuns.ts';
import type { Run } from '../src/core/runs/readRun.ts';
import type { StoredEvaluation } from '../src/core/workflow/storedEvaluation.ts';

const presets = ['plain', 'safr'];
const seeds = [1, 2, 3];
const runs = '.safr/results';
const document = 'docs/results.md';
const marker = '<!-- written by npm run results from here on -->';
const options = ['--runs', runs, ...process.argv.slice(2)];

interface Result {
  readonly run: Run;
  readonly evaluation: StoredEvaluation;
}

const results: Record<string, Result[]> = {};
for (const seed of seeds) for (const preset of presets) (results[preset] ??= []).push(await resultOf(preset, seed));
const kept = readFileSync(document, 'utf8').split(marker)[0]!;
writeFileSync(document, `${kept}${marker}\n\n${presets.map((preset) => section(preset, results[preset]!)).join('\n')}`);
console.log(`wrote ${document}`);

async function resultOf(preset: string, seed: number): Promise<Result> {
  const file = `examples/sst2-${preset}.safr.json`;
  let run = await find(preset, seed);
  if (!run) safr('train', file, '--seed', `${seed}`);
  else if (run.status !== 'finished') safr('train', '--resume', run.id);
  run = (await find(preset, seed))!;
  if (!run.evaluation) safr('evaluate', run.id);
  run = (await find(preset, seed))!;
  return { run, evaluation: run.evaluation as StoredEvaluation };
}

async function find(preset: string, seed: number): Promise<Run | undefined> {
  const { runs: all } = await listRuns(runs);
  return all.find(({ experiment }) => experiment.safr.preset === preset && experiment.seed === seed);
}

function safr(...args: string[]): void {
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...args, ...options], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function section(preset: string, of: readonly Result[]): string {
  const rows = of.map(({ run, evaluation }) => cells(run, evaluation));
  const columns = rows[0]!.map((_, c) => rows.map((row) => row[c]!));
  const { experimentPath, environment } = of[0]!.run;
  return `## ${preset} (\`examples/${basename(experimentPath)}\`)

${environment.device}, Node ${environment.node}.

| seed | best epoch | dev % | test % | SRS_imp(0.3) | random | SRS_inter(0.3) | random | SRS(0.3) | random | mono per input % | mono over the corpus % | mean keep % | minutes |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
${rows.map((row, i) => `| ${seeds[i]} | ${row.map((value, c) => value.toFixed(c === 0 ? 0 : 1)).join(' | ')} |`).join('\n')}
| **mean ± s.d.** | ${columns.map((values) => meanText(values)).join(' | ')} |

${curve(of.map(({ evaluation }) => evaluation))}`;
}

function cells(run: Run, evaluation: StoredEvaluation): number[] {
  const { best, started, ended } = run.record;
  const headline = headlineOf(evaluation.srs);
  return [
    best!.epoch,
    100 * best!.accuracy,
    100 * evaluation.classification.accuracy,
    ...kinds.flatMap((kind) => [headline[kind]!.srs, headline[kind]!.random!.mean]),
    100 * evaluation.neurons.perInput.monosemanticShare!,
    100 * evaluation.neurons.corpus.monosemantic,
    100 * evaluation.neurons.meanKeepProbability!,
    (Date.parse(ended!) - Date.parse(started)) / 60000,
  ];
}

const kinds = ['imp', 'inter', 'both'] as const satisfies readonly (keyof SrsPoint)[];

/** SRS(k) in points, mean over the seeds, random removal in brackets. */
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
  return `Points of accuracy lost at k, mean of the seeds, random removal in brackets:

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
