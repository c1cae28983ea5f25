import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readRun } from '../../../../../src/core/runs/readRun.ts';
import { RunWriter } from '../../../../../src/core/runs/runWriter.ts';
import { firstEvent, metricsEvent } from '../../../../../src/core/runs/tensorboard/events.ts';
import { epochLine, newRun, stepLine } from '../newRun.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const folder = temporaryFolder();
const now = new Date('2026-01-02T10:00:00.250Z');
const name = 'events.out.tfevents.1767348000.safr';
const startSeconds = now.getTime() / 1000;

function loggedRun() {
  const made = newRun(folder.path());
  const training = { ...made.experiment.training, log: 'tensorboard' as const };
  return RunWriter.create({ ...made, experiment: { ...made.experiment, training } }, now);
}

it('has the metrics of a run, each once where it was killed and resumed', async () => {
  const run = await loggedRun();
  for (const line of [stepLine(1, 20), epochLine(1, 36), stepLine(2, 56)]) await run.append(line);
  const path = `${run.path('tensorboard')}/${name}`;
  appendFileSync(path, 'a record that was not finished');
  const claim = { release: () => Promise.resolve() };
  const best = { epoch: 1, accuracy: 0.7, macroF1: 0.7 };
  const covered = { step: 36, epochs: 1, best };
  const resumed = await RunWriter.resume(await readRun(run.directory), claim, covered, 'a device');
  await resumed.append(stepLine(2, 56));
  const events = [stepLine(1, 20), epochLine(1, 36), stepLine(2, 56)].map((line) => metricsEvent(startSeconds, line));
  expect(readFileSync(path).equals(Buffer.concat([firstEvent(startSeconds), ...events]))).toBe(true);
  expect(readdirSync(run.path('tensorboard'))).toEqual([name]);
});

it('is only written where the experiment asks for it', async () => {
  const run = await RunWriter.create(newRun(folder.path()), now);
  await run.append(stepLine(1, 20));
  expect(readdirSync(run.directory)).not.toContain('tensorboard');
});
