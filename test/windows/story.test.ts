import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { safr as safrHere, temporaryFolder } from '../process/safr.ts';
import { writeTinyExperiment } from '../process/tinyExperiment.ts';
import { reasonToSkip } from '../requirements.ts';
import { onDriveZ, safr, safrOutput, startNode, startSafr } from './wine.ts';

/** 12 steps each: long enough to be interrupted. */
const epochs = 60;
const training = { epochs, batchSize: 8, learningRate: 0.003, patience: epochs, devSample: 0 };

const runsFolder = (cwd: string) => join(cwd, '.safr', 'runs');

/** Ids, oldest first; none while there is no run. */
function runIds(cwd: string): string[] {
  return readdirSync(runsFolder(cwd))
    .filter((name) => name !== 'sweeps')
    .sort();
}

function recordOf(cwd: string, run: string): object {
  return JSON.parse(readFileSync(join(runsFolder(cwd), run, 'run.json'), 'utf8')) as object;
}

/** Writes another process id into a killed run, as if Windows had given the id of its process to another one. */
function changeProcessId(cwd: string, run: string, id: string): void {
  const folder = join(runsFolder(cwd), run);
  for (const name of readdirSync(folder).filter((each) => each === 'run.json' || each.startsWith('training.lock'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    writeFileSync(join(folder, name), text.replace(/"pid": ?\d+/, `"pid": ${id}`));
  }
}

const weightsOf = (cwd: string, run: string) => readFileSync(join(runsFolder(cwd), run, 'weights.safetensors'));

describe.skipIf(reasonToSkip('windows') !== null)('safr on Windows', () => {
  it('has the same weights after a kill, or after Ctrl-C, and --resume as without', async () => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd, { training, device: 'wasm' });
    await safrOutput(cwd, 'train', 'tiny.safr.json');
    const stop = async (signal: NodeJS.Signals) => {
      const { child, until, outcome } = startSafr(cwd, 'train', 'tiny.safr.json', '--json');
      await until((stdout) => stdout.includes('"step":40,'));
      child.kill(signal);
      return outcome;
    };
    expect(await stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    const other = startNode(cwd, ['-e', 'console.log(process.pid); setInterval(() => undefined, 1000)']);
    onTestFinished(() => void other.child.kill('SIGKILL'));
    changeProcessId(cwd, runIds(cwd)[1]!, (await other.until((stdout) => stdout.endsWith('\n'))).trim());
    const { code, stderr } = await stop('SIGINT');
    const [uncut, killed, stopped] = runIds(cwd);
    expect(code).toBe(130);
    expect(stderr).toContain(`To continue: safr train --resume ${stopped}\n`);
    const listed = JSON.parse(await safrOutput(cwd, 'runs', '--json')) as { runs: object[] };
    expect(listed.runs).toMatchObject([
      { run: uncut, state: 'finished' },
      { run: killed, state: 'interrupted' },
      { run: stopped, state: 'stopped' },
    ]);
    for (const run of [killed!, stopped!]) {
      expect((await safr(cwd, 'train', '--resume', run)).stderr).toContain(', resumed');
      expect(recordOf(cwd, run)).toMatchObject({ state: 'finished' });
      expect(weightsOf(cwd, run).equals(weightsOf(cwd, uncut!)), run).toBe(true);
    }
  });

  it('trains, evaluates, explains and reports, and writes no lines but its own', async () => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd);
    const trained = await safr(cwd, 'train', 'tiny.safr.json', '--evaluate');
    expect(trained.code).toBe(0);
    expect(trained.stdout).toMatch(/^run +\.safr\\runs\\\S+-tiny$/m);
    const own = /^(data|device|note|run|epoch|trained:|tokens|vocabulary|) /;
    expect(trained.stderr.split('\n').filter((line) => line !== '' && !own.test(line))).toEqual([]);

    expect(await safrOutput(cwd, 'evaluate', 'last', '--split', 'dev')).toContain('on 12 dev texts');
    const explained = await safrOutput(cwd, 'explain', 'last', 'a good naïve film');
    expect(explained).toMatch(/^yes +\(no [\d.]+ %, yes [\d.]+ %\)$/m);
    expect(explained).toContain('naïve');
    expect(await safrOutput(cwd, 'report', 'last', '--out', 'tiny.html')).toBe('report  tiny.html\n');
    expect(readFileSync(join(cwd, 'tiny.html'), 'utf8')).not.toMatch(/[A-Z]:\\/);
  });

  it('lists its devices without an error of Direct3D', async () => {
    const started = startNode(temporaryFolder(), [onDriveZ('dist/cli.js'), 'devices']);
    const { code, stdout, stderr } = await started.outcome;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^wasm +available /m);
    expect(stdout).toMatch(/^webgpu +not available +no graphics driver offers WebGPU here$/m);
  });

  it('exchanges runs with another system', async () => {
    const [there, here] = [temporaryFolder(), temporaryFolder()];
    writeTinyExperiment(there, { device: 'wasm', dataset: { source: 'files', train: '.\\rows.tsv' } });
    writeTinyExperiment(here, { device: 'wasm' });
    await safrOutput(there, 'train', 'tiny.safr.json', '--evaluate');
    await safrOutput(there, 'export', 'last', '--out', onDriveZ(join(here, 'there.tar.gz')));
    expect(await safrHere(['import', 'there.tar.gz'], { cwd: here })).toMatchObject({ code: 0, stderr: '' });
    const explained = await safrHere(['explain', 'last', 'a good film'], { cwd: here });
    expect(explained.stdout).toBe(await safrOutput(there, 'explain', 'last', 'a good film'));
    expect((await safrHere(['evaluate', 'last', '--split', 'dev'], { cwd: here })).code).toBe(0);

    expect((await safrHere(['train', 'tiny.safr.json', '--seed', '2'], { cwd: here })).code).toBe(0);
    expect((await safrHere(['export', 'last', '--out', join(there, 'here.tar.gz')], { cwd: here })).code).toBe(0);
    await safrOutput(there, 'import', 'here.tar.gz');
    const [, imported] = runIds(there);
    expect(weightsOf(there, imported!).equals(weightsOf(here, imported!))).toBe(true);
  });

  it('keeps what a sweep has trained at Ctrl-C, and completes it at the next call', async () => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd, { training, device: 'wasm', sweep: { 'safr.preset': ['plain', 'safr'] } });
    const { child, until, outcome } = startSafr(cwd, 'sweep', 'tiny.safr.json', '--jobs', '1');
    const hasWeights = (files: readonly string[]) => files.some((file) => file.endsWith('weights.safetensors'));
    await until(() => hasWeights(readdirSync(cwd, { recursive: true, encoding: 'utf8' })));
    child.kill('SIGINT');
    expect(await outcome).toMatchObject({ code: 130 });
    const [first] = runIds(cwd);
    expect(recordOf(cwd, first!)).toMatchObject({ state: 'stopped' });

    await safrOutput(cwd, 'sweep', 'tiny.safr.json');
    expect(runIds(cwd)).toMatchObject([first, expect.anything()]);
    const table = await safrOutput(cwd, 'sweep', 'tiny.safr.json', '--table', 'csv', '--pareto', 'pareto.svg');
    expect(table).toMatch(/^plain,1,/m);
    expect(table).toMatch(/^safr,1,/m);
    expect(readFileSync(join(cwd, 'pareto.svg'), 'utf8')).toContain('</svg>');
  });
});
