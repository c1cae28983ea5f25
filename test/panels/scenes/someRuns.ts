import { experimentSchema, resolveExperiment } from '../../../src/core/experiment/schema.ts';
import type { Run } from '../../../src/core/runs/readRun.ts';
import { evaluationWith } from '../../unit/core/runs/someEvaluation.ts';
import { someRun } from '../../unit/extension/someRun.ts';

const presets = ['plain', 'vmask', 'safr-imp', 'safr-inter', 'safr'] as const;
const weights = [0.01, 0.1, 0.3, 1, 3];
const states = ['finished', 'finished', 'finished', 'finished', 'failed', 'stopped', 'running'] as const;

/** Evaluated runs of presets and weights with so many seeds each, some of which have ended otherwise; the newest first. */
export function someRuns(count: number): Run[] {
  const combinations = presets.flatMap((preset) => weights.map((importance) => ({ preset, importance })));
  const seeds = Math.ceil(count / combinations.length);
  const made = combinations.flatMap(({ preset, importance }, i) => {
    const file = { dataset: { source: 'sst2' }, safr: { preset, importance } };
    const experiment = resolveExperiment(experimentSchema.parse(file), 'reviews');
    return Array.from({ length: seeds }, (_, seed) => runOf(experiment, i, seed + 1));
  });
  return made.slice(0, count).map((run, i) => atTime(run, count - i));
}

function runOf(experiment: Run['experiment'], combination: number, seed: number): Run {
  const status = states[(combination * 7 + seed) % states.length]!;
  const wave = Math.sin(combination * 13 + seed * 7);
  const evaluation =
    status === 'finished' ? evaluationWith(0.75 + wave / 20, 12 + 5 * wave, 4 + wave, 0.3 + wave / 9) : null;
  return { ...someRun({ status, evaluation, dev: 0.75 + wave / 25 }), experiment: { ...experiment, seed } };
}

function atTime(run: Run, minute: number): Run {
  const started = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  const notes =
    minute === 3 ? { name: 'the baseline', note: 'as in the paper', tags: ['paper'], pinned: true } : run.notes;
  const id = `${started.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-reviews`;
  return { ...run, id, directory: `/project/.safr/runs/${id}`, notes, record: { ...run.record, started } };
}
