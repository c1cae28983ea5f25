// Times lists of runs: `npm run bench:runs`, after `npm run build`. Makes the runs in a temporary folder, with the real writer.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { storeEvaluation, type StoredEvaluation } from '../src/core/runs/evaluationFile.ts';
import { appendMetrics } from '../src/core/runs/metrics.ts';
import { defaultRunsDirectory, runFiles } from '../src/core/runs/runFiles.ts';
import { RunWriter } from '../src/core/runs/runWriter.ts';
import type { RunsNode } from '../src/extension/views/runNodes.ts';
import type { Studio } from '../src/extension/studio.ts';
import { stubVscode } from './stubVscode.ts';
import { epochLine, newRun, stepLine } from '../test/unit/core/runs/newRun.ts';
import { someEvaluation } from '../test/unit/core/runs/someEvaluation.ts';

const listed = 3000;
const viewed = 1000;
const neurons = 64;
const epochs = 10;
const stepLinesPerEpoch = 10;

const evaluation = someEvaluationOf(neurons);
const folder = mkdtempSync(join(tmpdir(), 'safr-bench-'));
try {
  await makeRuns(join(folder, 'list'), listed);
  await makeRuns(join(folder, 'view'), viewed);
  measureList();
  await measureView();
} finally {
  rmSync(folder, { recursive: true });
}

/** One run with the real writer; the others are copies that differ in seed and start. */
async function makeRuns(workspaceFolder: string, count: number): Promise<void> {
  const made = newRun(defaultRunsDirectory(workspaceFolder));
  const run = await RunWriter.create(made);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (let line = 1; line <= stepLinesPerEpoch; line++) await run.append(stepLine(epoch, line * 20));
    await run.append(epochLine(epoch, 36 * epoch));
  }
  await run.end('finished', `all ${epochs} epochs done`);
  await storeEvaluation(run.directory, evaluation);
  for (let i = 1; i < count; i++) {
    const directory = `${run.directory}-${i}`;
    cpSync(run.directory, directory, { recursive: true });
    change(join(directory, runFiles.record), { started: new Date(Date.UTC(2026, 0, 1, 0, 0, i)).toISOString() });
    change(join(directory, runFiles.experiment), { experiment: { ...made.experiment, seed: i } });
  }
}

function change(path: string, changes: object): void {
  const document = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...document, ...changes }));
}

/** An evaluation of a model with so many neurons. */
function someEvaluationOf(count: number): StoredEvaluation {
  const made = someEvaluation();
  const layer = made.neurons.layers[0]!;
  const corpus = { ...layer.corpus, neurons: Array.from({ length: count }, () => layer.corpus.neurons[0]!) };
  const curve = Array.from({ length: 10 }, (_, i) => ({ ...made.srs.curve[1]!, k: i / 10 }));
  return { ...made, srs: { ...made.srs, curve }, neurons: { ...made.neurons, layers: [{ ...layer, corpus }] } };
}

/** The command, with its largest resident memory. */
function measureList(): void {
  const report = 'process.on("exit",()=>process.stderr.write(String(process.resourceUsage().maxRSS)))';
  const args = ['--import', `data:text/javascript,${report}`, 'dist/cli.js', 'runs'];
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    const runs = defaultRunsDirectory(join(folder, 'list'));
    const { status, stderr } = spawnSync(process.execPath, [...args, '--runs', runs], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return { seconds: (performance.now() - started) / 1000, megabytes: Number(stderr) / 1024 };
  });
  const seconds = median(times.map((time) => time.seconds)).toFixed(2);
  const megabytes = median(times.map((time) => time.megabytes)).toFixed(0);
  console.log(
    `safr runs, ${listed} evaluated runs: ${seconds} s, ${megabytes} MB resident (medians of ${times.length})`,
  );
}

/** A refresh of the Runs view after a line was added to the metrics of one run: from reading the run to the last item of the tree. */
async function measureView(): Promise<void> {
  stubVscode();
  const { workspace } = (await import('vscode')) as unknown as typeof import('./vscodeStub.ts');
  const { Runs } = await import('../src/extension/runs/runs.ts');
  const { RunsTree } = await import('../src/extension/views/runsView.ts');
  workspace.workspaceFolders = [{ uri: { fsPath: join(folder, 'view') } }];
  const file = { path: resolve(newRun('').experimentPath), check: { problems: [] } };
  const experiments = { all: [], get: () => file, onDidChange: () => ({ dispose: () => undefined }) };
  const log = { warn: (message: string) => console.error(message) };
  const runs = new Runs(experiments as never, log as never);
  await runs.load();
  const studio = { runs, experiments: { ...experiments, all: [file] }, jobs: { all: [], of: () => undefined } };
  const tree = new RunsTree(studio as unknown as Studio);
  const items = (node?: RunsNode): number =>
    tree.getChildren(node).reduce((count, child) => {
      tree.getTreeItem(child);
      return count + 1 + items(child);
    }, 0);
  const times: number[] = [];
  for (let i = 0; i < 21; i++) {
    const { directory } = runs.all[i]!;
    await appendMetrics(join(directory, runFiles.metrics), stepLine(epochs + 1, 20 * (i + 1)));
    const started = performance.now();
    await runs.refresh(directory);
    tree.refresh();
    if (items() !== viewed + 1) throw new Error('the view does not show every run');
    times.push(performance.now() - started);
  }
  runs.dispose();
  console.log(`Runs view, ${viewed} runs, one changed: ${median(times).toFixed(1)} ms (median of ${times.length})`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
