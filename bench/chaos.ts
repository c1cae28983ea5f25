// Kills commands at random moments and checks that nothing is lost: `npm run chaos -- 200`. Needs `npm run build`; Node 24.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { listRuns } from '../src/core/runs/listRuns.ts';
import { readDetails, readRun } from '../src/core/runs/readRun.ts';
import { writeTinyExperiment } from '../test/process/tinyExperiment.ts';

const kills = Number(process.argv[2] ?? 200);
const cli = resolve('dist/cli.js');
const epochs = 20;
/** Longest time before a kill, in milliseconds: about as long as the longest command takes. */
const maxDelayMs = 1500;

const folder = mkdtempSync(join(tmpdir(), 'safr-chaos-'));
const training = { epochs, batchSize: 8, learningRate: 0.003, patience: epochs, devSample: 0 };
writeTinyExperiment(folder, { training, evaluation: { randomSeeds: 1 }, sweep: { seed: [1, 2] } });

const safr = (...args: readonly string[]) => spawnSync(process.execPath, [cli, ...args], { cwd: folder });

/** A run that was never interrupted: what every other run of seed 1 has to end with. */
function uncutWeights(): Buffer {
  const { status, stderr } = safr('train', 'tiny.safr.json', '--runs', 'uncut', '--seed', '1');
  if (status !== 0) throw new Error(String(stderr));
  const [run] = readdirSync(join(folder, 'uncut'));
  return readFileSync(join(folder, 'uncut', run!, 'weights.safetensors'));
}

const runs = join(folder, 'runs');
const commands: Readonly<Record<string, readonly string[]>> = {
  train: ['train', 'tiny.safr.json', '--runs', 'runs', '--seed', '1', '--json'],
  resume: ['train', '--resume', 'last', '--runs', 'runs', '--json'],
  'resume twice': ['train', '--resume', 'last', '--runs', 'runs', '--json'],
  evaluate: ['evaluate', 'last', '--runs', 'runs'],
  sweep: ['sweep', 'tiny.safr.json', '--runs', 'sweep', '--cores', '2'],
  export: ['export', 'last', '--runs', 'uncut', '--out', 'run.safr.tgz'],
  import: ['import', 'run.safr.tgz', '--runs', 'imported'],
};
const counts = new Map(Object.keys(commands).map((name) => [name, { started: 0, killed: 0, problems: 0 }]));

/** The epochs that a command has reported, by the id of its run. */
interface Reported {
  id: string | null;
  readonly epochs: Set<number>;
}

function start(args: readonly string[]): { child: ChildProcess; reported: Reported } {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const reported: Reported = { id: null, epochs: new Set() };
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (args.includes('--json')) report(JSON.parse(line) as Event, reported);
  });
  return { child, reported };
}

interface Event {
  readonly kind: string;
  readonly id?: string;
  readonly metrics?: { readonly epoch: number };
}

function report({ kind, id, metrics }: Event, reported: Reported): void {
  if (kind === 'run') reported.id = id ?? null;
  else if (kind === 'epoch' && metrics) reported.epochs.add(metrics.epoch);
}

/** Starts a command, once or twice, and kills it after a random time. Returns what is wrong afterwards. */
async function killOnce(name: string): Promise<string[]> {
  const args = commands[name]!;
  const started = Array.from({ length: name === 'resume twice' ? 2 : 1 }, () => start(args));
  const closed = Promise.all(started.map(({ child }) => once(child, 'close')));
  await Promise.race([pause(Math.random() * maxDelayMs), closed]);
  for (const { child } of started) child.kill('SIGKILL');
  await closed;
  const count = counts.get(name)!;
  count.started += started.length;
  count.killed += started.filter(({ child }) => child.signalCode === 'SIGKILL').length;
  const problems: string[] = [];
  for (const directory of ['runs', 'sweep', 'imported']) {
    const { unreadable } = await listRuns(join(folder, directory));
    problems.push(...unreadable.map(({ problem }) => problem.message));
  }
  for (const { reported } of started) problems.push(...(await lostEpochs(reported)));
  return problems;
}

async function lostEpochs({ id, epochs: expected }: Reported): Promise<string[]> {
  if (id === null) return [];
  const { metrics } = await readDetails(await readRun(join(runs, id)));
  const found = metrics.filter(({ kind }) => kind === 'epoch').map(({ epoch }) => epoch);
  return [...expected].flatMap((epoch) => {
    const times = found.filter((other) => other === epoch).length;
    return times === 1 ? [] : [`${id}: epoch ${epoch} is in the metrics ${times} times`];
  });
}

/** Resumes every run to its end and compares its weights with those of the uninterrupted one. */
async function unequalRuns(expected: Buffer): Promise<string[]> {
  const problems: string[] = [];
  for (const { id, status, directory } of (await listRuns(runs)).runs) {
    if (status !== 'finished') safr('train', '--resume', id, '--runs', 'runs');
    const isEqual = readFileSync(join(directory, 'weights.safetensors')).equals(expected);
    if (!isEqual) problems.push(`${id}: other weights than without kills`);
  }
  if (safr('sweep', 'tiny.safr.json', '--runs', 'sweep', '--cores', '2').status !== 0)
    problems.push('the sweep failed');
  return problems;
}

const expected = uncutWeights();
safr('export', 'last', '--runs', 'uncut', '--out', 'run.safr.tgz');
const names = Object.keys(commands);
let problems = 0;
const killed = () => [...counts.values()].reduce((sum, count) => sum + count.killed, 0);
for (let i = 0; killed() < kills; i++) {
  const name = names[i % names.length]!;
  if (name === 'import') rmSync(join(folder, 'imported'), { recursive: true, force: true });
  const found = await killOnce(name);
  counts.get(name)!.problems += found.length;
  problems += found.length;
  for (const problem of found) console.error(`${name}: ${problem}`);
}
const unequal = await unequalRuns(expected);
for (const problem of unequal) console.error(problem);
console.table(Object.fromEntries(counts));
console.log(`${killed()} kills, ${problems} problems; ${unequal.length} runs that end otherwise than without kills`);
rmSync(folder, { recursive: true, force: true });
process.exitCode = problems + unequal.length === 0 ? 0 : 1;
