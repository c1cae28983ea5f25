import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { UserError } from '../../common/userError.ts';
import { experimentSchema, resolveExperiment, type Experiment } from '../experiment/schema.ts';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { claimedError, takeClaim, tryClaim, type Claim } from '../runs/claim.ts';
import { ownerText } from '../runs/owner.ts';
import { readJson, storedPath } from '../runs/runFiles.ts';
import { identity } from './elementRuns.ts';
import type { Element, Sweep } from './readSweep.ts';

/** `<runs>/sweeps/<name>-<hash>.json`: the elements of a sweep, also if the experiment file changes later. */
const planSchema = z.object({
  /** Relative to the plan's folder, with slashes; absolute in older plans, and where the two have no folder in common. */
  experimentPath: z.string(),
  elements: z.array(z.object({ settings: z.record(z.string(), z.unknown()), experiment: experimentSchema })),
});

const folderOf = (runsDirectory: string) => join(runsDirectory, 'sweeps');

/** Stores a sweep in the folder of its runs; the same sweep has the same file. Errors: UserError if it cannot be written. */
export async function writePlan(sweep: Sweep, runsDirectory: string): Promise<string> {
  const existing = findPlan(sweep, runsDirectory);
  if (existing !== null) return existing;
  const [path, text] = planFile(sweep, folderOf(runsDirectory));
  await makeFolder(folderOf(runsDirectory));
  await atomicWrite(path, text);
  return path;
}

/** The file of exactly this sweep, also one of an earlier version; null if it is not stored. */
export function findPlan(sweep: Sweep, runsDirectory: string): string | null {
  const folder = folderOf(runsDirectory);
  const paths = [planFile(sweep, folder)[0], pathOf(sweep, folder, `${JSON.stringify(sweep, null, 1)}\n`)];
  return paths.find((path) => existsSync(path)) ?? null;
}

/** The file of a sweep's plan. */
export function planFile(sweep: Sweep, folder: string): readonly [path: string, text: string] {
  const text = `${JSON.stringify({ ...sweep, experimentPath: storedPath(folder, sweep.experimentPath) }, null, 1)}\n`;
  return [pathOf(sweep, folder, text), text];
}

function pathOf({ elements }: Sweep, folder: string, text: string): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return join(folder, `${elements[0]!.experiment.name}-${hash}.json`);
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fileProblem(folder, error, 'written');
  });
}

/**
 * Claims the running of a sweep on this machine. Errors: UserError where another process runs it. `plan`: its path, see `writePlan`.
 */
export function claimSweep(plan: string): Promise<Claim> {
  return takeClaim(dirname(plan), `${basename(plan)}.lock`, 'this sweep is being run');
}

/** How often to ask for the claim of an element that another process has. */
const pollIntervalMs = 250;

/**
 * Claims the running of an element, which other sweeps in the same folder of runs may have as well; waits as long as another process of
 * this machine has it. `onWait`: called once, with the reason. Errors: UserError where a process of another machine has it; an aborted
 * `signal` throws its reason.
 */
export async function claimElement(
  experiment: Experiment,
  runsDirectory: string,
  onWait: (reason: string) => void,
  signal?: AbortSignal,
): Promise<Claim> {
  const folder = folderOf(runsDirectory);
  await makeFolder(folder);
  const hash = createHash('sha256').update(identity(experiment)).digest('hex').slice(0, 16);
  for (let isFirst = true; ; isFirst = false) {
    signal?.throwIfAborted();
    const result = await tryClaim(folder, `element-${hash}.lock`);
    if ('claim' in result) return result.claim;
    const { owner } = result.holder;
    if (owner.host !== hostname()) throw claimedError('this element is being run', result.holder);
    if (isFirst) onWait(`${ownerText(owner)} is running the same element`);
    await pause(pollIntervalMs, undefined, { signal }).catch(() => undefined); // the next round throws the reason
  }
}

/** The plans made from an experiment file (absolute), also if it has changed since or no longer exists. */
export async function plansOf(experimentPath: string, runsDirectory: string): Promise<string[]> {
  const folder = folderOf(runsDirectory);
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
  const ownerSchema = planSchema.pick({ experimentPath: true });
  return paths.filter((path) => resolve(folder, readJson(path, ownerSchema).experimentPath) === experimentPath);
}

/** An element of a plan by its number, from 1. Errors: UserError if the plan or the element does not exist. */
export async function readPlanned(path: string, number: number): Promise<Element & Pick<Sweep, 'experimentPath'>> {
  const { experimentPath, elements } = readJson(path, planSchema);
  const element = elements[number - 1];
  if (!element) {
    throw new UserError(`${path} has no element ${number}`, `Name one of its elements: 1 to ${elements.length}.`);
  }
  const { settings, experiment } = element;
  return {
    experimentPath: resolve(dirname(path), experimentPath),
    settings,
    experiment: resolveExperiment(experiment, 'sweep'),
  };
}
