// Kills commands at random moments and checks that nothing is lost: `npm run chaos -- 200`. Needs `npm run build`; Node 24, Linux.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isTemporaryName } from '../src/common/atomicWrite.ts';
import { featurePath } from '../src/core/runs/featureFiles.ts';
import { listRuns } from '../src/core/runs/listRuns.ts';
import type { Metrics } from '../src/core/runs/metrics.ts';
import { readDetails, readRun, type Run } from '../src/core/runs/readRun.ts';
import { writeTinyExperiment } from '../test/process/tinyExperiment.ts';
import { AddedFiles } from './addedFiles.ts';

const wantedKills = Number(process.argv[2] ?? 200);
const cli = resolve('dist/cli.js');
/** Processes of a killed command have this long to end as well. */
const maxEndMs = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'safr-chaos-'));
const training = { epochs: 12, batchSize: 4, learningRate: 0.003, patience: 12, devSample: 0 };
writeTinyExperiment(folder, { training, evaluation: { randomSeeds: 1 }, sweep: { seed: [1, 2] } });
const inFolder = (...names: readonly string[]) => join(folder, ...names);

const train = ['train', 'tiny.safr.json', '--runs', 'runs', '--seed', '1', '--json'];
const resume = (id: string) => ['train', '--resume', id, '--runs', 'runs', '--json'];
const evaluate = (id: string, runs: string) => ['evaluate', id, '--runs', runs];
const sanity = ['evaluate', 'last', '--runs', 'uncut', '--sanity'];
const autoencoder = ['--runs', 'uncut', '--site', 'ffn', '--active', '3', '--tokens', '4000'];
const features = (seed: number) => ['features', 'last', ...autoencoder, '--seed', String(seed)];
const neurons = (...flags: readonly string[]) => ['neurons', 'last', '--runs', 'uncut', ...flags];
const ofFeatures = ['--features', 'ffn1-k3'];
const sweep = ['sweep', 'tiny.safr.json', '--runs', 'sweep', '--cores', '2'];
const exportRun = ['export', 'last', '--runs', 'uncut', '--out', 'run.safr.tgz'];
const importRun = ['import', 'exported.safr.tgz', '--runs', 'imported'];

/** What is started at once, for a run that is not finished. */
const kinds: Readonly<Record<string, (id: string) => readonly (readonly string[])[]>> = {
  train: () => [train],
  resume: (id) => [resume(id)],
  'resume twice': (id) => [resume(id), resume(id)],
  evaluate: () => [evaluate('last', 'uncut')],
  'evaluate twice': () => [evaluate('last', 'uncut'), evaluate('last', 'uncut')],
  'evaluate --sanity': () => [sanity],
  features: () => [features(1 + Math.floor(2 * Math.random()))],
  'features twice': () => [features(1), features(2)],
  neurons: () => [neurons()],
  'neurons --features': () => [neurons(...ofFeatures)],
  'resume and evaluate': (id) => [resume(id), evaluate(id, 'runs')],
  sweep: () => [sweep],
  'sweep twice': () => [sweep, sweep],
  export: () => [exportRun],
  import: () => [importRun],
  'import twice': () => [importRun, importRun],
};
const counts = new Map(Object.keys(kinds).map((name) => [name, { started: 0, killed: 0, violations: 0 }]));

function safr(args: readonly string[]): { status: number | null; error: string } {
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, error: stderr.trim() };
}

function mustRun(args: readonly string[]): void {
  const startMs = performance.now();
  const { status, error } = safr(args);
  if (status !== 0) throw new Error(`safr ${args.join(' ')}: ${error}`);
  durationsMs.set(timeKeyOf(args), performance.now() - startMs);
}

/** The sanity check takes much longer than the rest of an evaluation. */
const timeKeyOf = (args: readonly string[]) => (args.includes('--sanity') ? 'sanity' : args[0]!);

/** About how long each command takes, in milliseconds: the longest time before a kill. */
const durationsMs = new Map<string, number>();

/** Runs that were never interrupted, by seed: what every other run has to end with. */
interface Reference {
  readonly weights: Buffer;
  readonly metrics: readonly string[];
}
async function reference(seed: number): Promise<Reference> {
  const runs = seed === 1 ? 'uncut' : `uncut-${seed}`;
  mustRun(['train', 'tiny.safr.json', '--runs', runs, '--seed', String(seed)]);
  return resultOf((await listRuns(inFolder(runs))).runs[0]!);
}

async function resultOf(run: Run): Promise<Reference> {
  const { metrics } = await readDetails(run);
  return { weights: readFileSync(join(run.directory, 'weights.safetensors')), metrics: metrics.map(withoutTimes) };
}

/** A line of the metrics without what differs from one computation to the next. */
function withoutTimes(line: Metrics): string {
  return JSON.stringify({ ...line, seconds: 0, stepsPerSecond: 0 });
}

/** What a command has printed, as far as it is read. */
interface Printed {
  id: string | null;
  /** Step of the last `step` event. */
  step: number;
  readonly epochs: number[];
}
interface Event {
  readonly kind: string;
  readonly id?: string;
  readonly step?: number;
  readonly metrics?: { readonly epoch: number };
}
interface Started {
  readonly child: ChildProcess;
  readonly printed: Printed;
  readonly closed: Promise<unknown>;
}

function start(args: readonly string[]): Started {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const printed: Printed = { id: null, step: 0, epochs: [] };
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (args.includes('--json')) note(JSON.parse(line) as Event, printed);
  });
  return { child, printed, closed: once(child, 'close') };
}

function note({ kind, id, step, metrics }: Event, printed: Printed): void {
  if (kind === 'run') printed.id = id ?? null;
  else if (kind === 'step') printed.step = step!;
  else if (kind === 'epoch') printed.epochs.push(metrics!.epoch);
}

async function killOnce(kind: string): Promise<string[]> {
  const commands = kinds[kind]!(await anyUnfinished());
  if (kind.startsWith('import')) rmSync(inFolder('imported'), { recursive: true, force: true });
  if (kind.startsWith('neurons')) await removeFacts();
  const doneProblems = kind.startsWith('sweep') ? await beginSweepAgain() : [];
  const started = commands.map(start);
  await Promise.all(started.map((each, i) => killLater(each, timeKeyOf(commands[i]!))));
  const count = counts.get(kind)!;
  count.started += started.length;
  count.killed += started.filter(({ child }) => child.signalCode === 'SIGKILL').length;
  const problems = [...doneProblems, ...(await leftProcesses()), ...(await unreadableRuns())];
  problems.push(...(await added().problems()));
  for (const { printed } of started) problems.push(...(await lostLines(printed)));
  if (kind === 'export' && existsSync(inFolder('run.safr.tgz'))) {
    rmSync(inFolder('whole'), { recursive: true, force: true });
    const { status, error } = safr(['import', 'run.safr.tgz', '--runs', 'whole']);
    if (status !== 0) problems.push(`the exported bundle is not whole: ${error}`);
  }
  return problems;
}

/** Of the finished run to which commands add files. */
let addedFiles: AddedFiles | undefined;
function added(): AddedFiles {
  if (!addedFiles) throw new Error('not prepared yet');
  return addedFiles;
}

/** What neurons and features stand for, which is otherwise measured once. */
async function removeFacts(): Promise<void> {
  const directory = await uncut();
  for (const path of [join(directory, 'neurons.jsonl'), featurePath(directory, ofFeatures[1]!, 'jsonl')])
    rmSync(path, { force: true });
}

async function uncut(): Promise<string> {
  return (await listRuns(inFolder('uncut'))).runs[0]!.directory;
}

/** Removes the runs of a sweep that is done, after a comparison, so that there is something to kill. */
async function beginSweepAgain(): Promise<string[]> {
  const { runs } = await listRuns(inFolder('sweep'));
  if (runs.length < 2 || runs.some(({ status, summary }) => status !== 'finished' || !summary)) return [];
  const problems = await Promise.all(runs.map(differences));
  rmSync(inFolder('sweep'), { recursive: true, force: true });
  return problems.flat();
}

/** Kills a command at a random moment of the time that it takes. */
async function killLater({ child, closed }: Started, timeKey: string): Promise<void> {
  await Promise.race([pause(Math.random() * 1.1 * durationsMs.get(timeKey)!), closed]);
  child.kill('SIGKILL');
  await closed;
}

async function anyUnfinished(): Promise<string> {
  const ids = (await listRuns(inFolder('runs'))).runs.filter(({ status }) => status !== 'finished').map(({ id }) => id);
  return ids[Math.floor(Math.random() * ids.length)] ?? 'last';
}

async function unreadableRuns(): Promise<string[]> {
  const lists = await Promise.all(['runs', 'sweep', 'imported', 'uncut'].map((name) => listRuns(inFolder(name))));
  return lists.flatMap(({ unreadable }) => unreadable.map(({ problem }) => problem.message));
}

/** Processes of the killed commands that do not end by themselves; they are killed. */
async function leftProcesses(): Promise<string[]> {
  const endMs = performance.now() + maxEndMs;
  while (processesHere().length > 0 && performance.now() < endMs) await pause(20);
  return processesHere().map((pid) => {
    process.kill(pid, 'SIGKILL');
    return `process ${pid} goes on after its command was killed`;
  });
}

/** The processes whose working directory is the folder: all that the commands start. */
function processesHere(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && linkOf(`/proc/${name}/cwd`) === folder)
    .map(Number);
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null; // it has ended, or is another user's
  }
}

/** The lines that were in the metrics when a command printed what came after them must be there once. */
async function lostLines({ id, step, epochs }: Printed): Promise<string[]> {
  if (id === null) return [];
  const { metrics } = await readDetails(await readRun(inFolder('runs', id)));
  const found = metrics.map(withoutTimes);
  const expected = expectedOf(1).metrics.filter((line) => {
    const { kind, step: at, epoch } = JSON.parse(line) as Metrics;
    return kind === 'epoch' ? epochs.includes(epoch) : at < step;
  });
  return expected.flatMap((line) => {
    const times = found.filter((other) => other === line).length;
    return times === 1 ? [] : [`${id}: in the metrics ${times} times: ${line.slice(0, 80)}`];
  });
}

const references = new Map<number, Reference>();
const expectedOf = (seed: number) => references.get(seed)!;

/** Continues everything to its end; it must then be as if nothing had been killed. */
async function unequalResults(): Promise<string[]> {
  const problems: string[] = [];
  for (const { id, status } of (await listRuns(inFolder('runs'))).runs) {
    const { status: code, error } = status === 'finished' ? { status: 0, error: '' } : safr(resume(id));
    if (code !== 0) problems.push(`${id} cannot be resumed: ${error}`);
  }
  for (const command of [sweep, sanity, features(1), neurons(), neurons(...ofFeatures), exportRun]) {
    const { status, error } = safr(command);
    if (status !== 0) problems.push(`${command[0]} fails afterwards: ${error}`);
  }
  problems.push(
    ...(await added().problems()),
    ...added()
      .missing()
      .map((path) => `${path} is missing`),
  );
  for (const name of ['runs', 'sweep']) {
    const { runs } = await listRuns(inFolder(name));
    for (const run of runs) problems.push(...(await differences(run)));
  }
  const elements = (await listRuns(inFolder('sweep'))).runs.length;
  return elements === 2 ? problems : [...problems, `the sweep has ${elements} runs instead of 2`];
}

async function differences(run: Run): Promise<string[]> {
  const expected = expectedOf(run.experiment.seed);
  const { weights, metrics } = await resultOf(run);
  return [
    ...(weights.equals(expected.weights) ? [] : [`${run.id}: other weights than without kills`]),
    ...(JSON.stringify(metrics) === JSON.stringify(expected.metrics)
      ? []
      : [`${run.id}: other metrics than without kills`]),
  ];
}

/**
 * What killed commands leave behind and the next ones do not remove. Temporary files of what is written by several commands at once are
 * removed when they are old, as no command writes for so long: they are made old.
 */
async function leftFiles(): Promise<string[]> {
  const old = new Date(Date.now() - 24 * 3600 * 1000);
  for (const path of [...temporaries(), ...unbegunRuns()]) utimesSync(path, old, old);
  rmSync(inFolder('imported'), { recursive: true, force: true });
  for (const command of [sweep, evaluate('last', 'uncut'), exportRun, importRun]) mustRun(command);
  for (const name of ['runs', 'sweep']) mustRun(['runs', '--runs', name]);
  for (const { id } of (await listRuns(inFolder('runs'))).runs) mustRun(evaluate(id, 'runs'));
  return [...temporaries(), ...unbegunRuns()].map((path) => `left behind: ${path.slice(folder.length + 1)}`);
}

/** Directories of trainings that were killed before they had a record. */
function unbegunRuns(): string[] {
  const folders = ['runs', 'sweep'].filter((name) => existsSync(inFolder(name)));
  return folders.flatMap((name) =>
    readdirSync(inFolder(name))
      .filter((id) => /^\d{8}-/.test(id) && !existsSync(inFolder(name, id, 'run.json')))
      .map((id) => inFolder(name, id)),
  );
}

function temporaries(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => isTemporaryName(path) || basename(path).startsWith('.import-') || /\.lock\.\d+$/.test(path))
    .map((path) => inFolder(path));
}

/** Runs every command once, which also measures how long it takes. */
async function prepare(): Promise<void> {
  for (const seed of [2, 1]) references.set(seed, await reference(seed));
  durationsMs.set('sweep', 2 * durationsMs.get('train')!);
  mustRun(['export', 'last', '--runs', 'uncut', '--out', 'exported.safr.tgz']);
  mustRun(importRun);
  addedFiles = new AddedFiles(await uncut());
  mustRun(evaluate('last', 'uncut'));
  addedFiles.learn();
  mustRun(sanity);
  for (const seed of [1, 2]) {
    mustRun(features(seed));
    mustRun(neurons());
    mustRun(neurons(...ofFeatures));
    addedFiles.learn();
  }
}

async function main(): Promise<void> {
  const startMs = performance.now();
  await prepare();
  const names = Object.keys(kinds);
  const killed = () => [...counts.values()].reduce((sum, count) => sum + count.killed, 0);
  let violations = 0;
  const report = (kind: string, problems: readonly string[]) => {
    violations += problems.length;
    for (const problem of problems) console.error(`${kind}: ${problem}`);
  };
  for (let i = 0; killed() < wantedKills; i++) {
    const kind = names[i % names.length]!;
    const problems = await killOnce(kind);
    counts.get(kind)!.violations += problems.length;
    report(kind, problems);
    if (i % names.length === names.length - 1) console.log(`${killed()} kills`);
  }
  report('at the end', await unequalResults());
  report('at the end', await leftFiles());
  console.table(Object.fromEntries(counts));
  const lists = await Promise.all(['runs', 'sweep'].map((name) => listRuns(inFolder(name))));
  const compared = lists.reduce((sum, { runs }) => sum + runs.length, 0);
  const minutes = (performance.now() - startMs) / 60_000;
  console.log(
    `${killed()} kills, ${violations} violations; ${compared} runs compared with an uninterrupted one; ${minutes.toFixed(1)} minutes`,
  );
  process.exitCode = violations === 0 ? 0 : 1;
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
