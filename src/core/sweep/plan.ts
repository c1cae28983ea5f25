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

/** `<runs>/sweeps/<name>-<hash>.json`: what a sweep is to train, whatever becomes of the experiment file meanwhile. */
const planSchema = z.object({
  experimentPath: z.string(),
  elements: z.array(z.object({ settings: z.record(z.string(), z.unknown()), experiment: experimentSchema })),
});

const folderOf = (runsDirectory: string) => join(runsDirectory, 'sweeps');

/** Keeps a sweep beside its runs; the same sweep is the same file. Errors: UserError where it cannot be written. */
export async function writePlan(sweep: Sweep, runsDirectory: string): Promise<string> {
  const text = planText(sweep);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const folder = folderOf(runsDirectory);
  const path = join(folder, `${sweep.elements[0]!.experiment.name}-${hash}.json`);
  const stands = await access(path).then(
    () => true,
    () => false,
  );
  if (stands) return path;
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

/** What the file of a plan holds. */
export function planText(sweep: Sweep): string {
  return `${JSON.stringify(sweep, null, 1)}\n`;
}

/** The plans made so far of an experiment file (absolute), which may have changed meanwhile or be gone. */
export async function plansOf(experimentPath: string, runsDirectory: string): Promise<string[]> {
  const folder = folderOf(runsDirectory);
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
  const ownerSchema = planSchema.pick({ experimentPath: true });
  return paths.filter((path) => readJson(path, ownerSchema).experimentPath === experimentPath);
}

/** An element of a plan by its number, from 1. Errors: UserError where there is none, or no such plan. */
export async function readPlanned(path: string, number: number): Promise<Element & Pick<Sweep, 'experimentPath'>> {
  const { experimentPath, elements } = readJson(path, planSchema);
  const element = elements[number - 1];
  if (!element) {
    throw new UserError(`${path} has no element ${number}`, `Name one of its elements: 1 to ${elements.length}.`);
  }
  const { settings, experiment } = element;
  return { experimentPath, settings, experiment: resolveExperiment(experiment, 'sweep') };
}
