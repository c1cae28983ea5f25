import { createHash } from 'node:crypto';
import { access, mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../common/userError.ts';
import { experimentSchema, resolveExperiment } from '../experiment/schema.ts';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { takeClaim, type Claim } from '../runs/claim.ts';
import { readJson } from '../runs/runFiles.ts';
import type { Element, Sweep } from './readSweep.ts';

/** `<runs>/sweeps/<name>-<hash>.json`: the elements of a sweep, also if the experiment file changes later. */
const planSchema = z.object({
  experimentPath: z.string(),
  elements: z.array(z.object({ settings: z.record(z.string(), z.unknown()), experiment: experimentSchema })),
});

const folderOf = (runsDirectory: string) => join(runsDirectory, 'sweeps');

/** Stores a sweep in the folder of its runs; the same sweep has the same file. Errors: UserError if it cannot be written. */
export async function writePlan(sweep: Sweep, runsDirectory: string): Promise<string> {
  const text = planText(sweep);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const folder = folderOf(runsDirectory);
  const path = join(folder, `${sweep.elements[0]!.experiment.name}-${hash}.json`);
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) return path;
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fileProblem(folder, error, 'written');
  });
  await atomicWrite(path, text);
  return path;
}

/**
 * Claims the running of a sweep on this machine. Errors: UserError where another process runs it. `plan`: its path, see `writePlan`.
 */
export function claimSweep(plan: string): Promise<Claim> {
  return takeClaim(dirname(plan), `${basename(plan)}.lock`, 'this sweep is being run');
}

/** The content of a plan's file. */
export function planText(sweep: Sweep): string {
  return `${JSON.stringify(sweep, null, 1)}\n`;
}

/** The plans made from an experiment file (absolute), also if it has changed since or no longer exists. */
export async function plansOf(experimentPath: string, runsDirectory: string): Promise<string[]> {
  const folder = folderOf(runsDirectory);
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
  const ownerSchema = planSchema.pick({ experimentPath: true });
  return paths.filter((path) => readJson(path, ownerSchema).experimentPath === experimentPath);
}

/** An element of a plan by its number, from 1. Errors: UserError if the plan or the element does not exist. */
export async function readPlanned(path: string, number: number): Promise<Element & Pick<Sweep, 'experimentPath'>> {
  const { experimentPath, elements } = readJson(path, planSchema);
  const element = elements[number - 1];
  if (!element) {
    throw new UserError(`${path} has no element ${number}`, `Name one of its elements: 1 to ${elements.length}.`);
  }
  const { settings, experiment } = element;
  return { experimentPath, settings, experiment: resolveExperiment(experiment, 'sweep') };
}
