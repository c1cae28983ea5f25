import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli, filesIn, safr, startProcess, temporaryFolder, type Outcome } from './safr.ts';
import { tinyModel, writeTinyExperiment } from './tinyExperiment.ts';

interface BadInput {
  readonly name: string;
  /** Pattern of the first line of the error. */
  readonly error: RegExp;
  /** Parts of the experiment that override those of the tiny one. */
  readonly parts?: Readonly<Record<string, unknown>>;
  readonly prepare?: (cwd: string) => void;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const rowsAre = (content: string | Uint8Array) => (cwd: string) => writeFileSync(join(cwd, 'rows.tsv'), content);
const dataset = (more: object) => ({ dataset: { source: 'files', train: 'rows.tsv', ...more } });

/** In the process, every download has as many bytes as the archive should have, all of them zero. */
const wrongDownload =
  'globalThis.fetch = async () => new Response(new Uint8Array(789539), { status: 200 }); // trainDevTestTrees_PTB.zip';

const badInputs: readonly BadInput[] = [
  { name: 'a missing experiment file', args: ['train', 'none.safr.json'], error: /none\.safr\.json: no such file/ },
  { name: 'a missing data file', parts: dataset({ train: 'none.tsv' }), error: /none\.tsv: no such file/ },
  { name: 'an empty file', prepare: rowsAre(''), error: /the training data has no rows|empty/ },
  { name: 'a file with only a header', prepare: rowsAre('text\tlabel\n'), error: /the training data has no rows/ },
  {
    name: 'a wrong column',
    parts: dataset({ labelColumn: 'lable' }),
    error: /rows\.tsv:1: no column "lable"; columns: text, label; did you mean "label"\?/,
  },
  { name: 'one class only', prepare: rowsAre('text\tlabel\na b\tyes\nb c\tyes\n'), error: /of one class, "yes"/ },
  {
    name: '0 rows after filtering',
    parts: dataset({ classes: ['spam', 'ham'] }),
    error: /0 training rows are left: none is of class spam, ham; labels found: yes, no/,
  },
  {
    name: 'a file that is not UTF-8',
    prepare: rowsAre(Buffer.from('text\tlabel\na b\tyes\ncaf\xe9 noir\tno\n', 'latin1')),
    error: /rows\.tsv:3: .*UTF-8/,
  },
  {
    name: 'a line of 10 MB',
    prepare: rowsAre(`text\tlabel\na b\tyes\n${'word '.repeat(2.1e6)}\tno\n`),
    error: /rows\.tsv:3: .*10 MB/,
  },
  {
    name: 'heads that do not divide the width',
    parts: { model: { ...tinyModel, heads: 3 } },
    error:
      /tiny\.safr\.json:1:\d+: model\.heads is 3; allowed: a number that divides model\.width \(16\): 1, 2, 4, 8, 16/,
  },
  {
    name: 'a text that no step has memory for',
    prepare: (cwd) => appendFileSync(join(cwd, 'rows.tsv'), `${'word '.repeat(50_000)}\tno\n`),
    parts: { model: { ...tinyModel, width: 512, feedForward: 2048, layers: 4, maxLength: 50_000 }, device: 'wasm' },
    error:
      /a training step on the longest text alone, 50,000 tokens, needs \d+\.\d\d GiB; the wasm device has \d\.\d\d GiB for it/,
  },
  {
    name: 'an unknown key',
    parts: { trainng: {} },
    error: /tiny\.safr\.json:1:\d+: unknown key trainng; .*did you mean "training"\?/,
  },
  {
    name: 'a truncated ZIP archive',
    parts: { dataset: { source: 'sst2', path: 'half.zip' } },
    prepare: (cwd) => writeFileSync(join(cwd, 'half.zip'), 'PK\x03\x04 and then nothing more'),
    error: /half\.zip: damaged or truncated archive/,
  },
  {
    name: 'a truncated TAR archive',
    parts: { dataset: { source: 'imdb', path: 'half.tar.gz' } },
    prepare(cwd) {
      writeFileSync(join(cwd, 'half.tar.gz'), gzipSync(Buffer.alloc(1e5, 'not quite a review ')).subarray(0, 200));
    },
    error: /half\.tar\.gz: damaged or truncated archive/,
  },
  {
    name: 'a download with a wrong checksum',
    parts: { dataset: { source: 'sst2' } },
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(wrongDownload)}` },
    error:
      /trainDevTestTrees_PTB\.zip: wrong checksum: 789539 bytes, SHA-256 [0-9a-f]{64}; allowed: 789539 bytes, 5c61/,
  },
  {
    name: 'a truncated golden file',
    args: ['verify', 'golden.safetensors'],
    prepare(cwd) {
      const golden = readFileSync('test/fixtures/goldens/tiny.safetensors');
      writeFileSync(join(cwd, 'golden.safetensors'), golden.subarray(0, golden.length >> 1));
    },
    error: /golden\.safetensors: /,
  },
  { name: 'a run that does not exist', args: ['explain', 'last', 'text'], error: /no run "last" in .*no runs yet/ },
];

/** Checks for one line with the problem and one with the remedy, no stack, and nothing on standard output. */
function expectUserError({ code, stdout, stderr }: Outcome, error: RegExp): void {
  expect(stderr).toMatch(/^((data|device|note|downloading|warning:| {7}) .*\n)*error: .+\nremedy: .+\n$/);
  expect(/^error: (.+)$/m.exec(stderr)![1]).toMatch(error);
  expect(stdout).toBe('');
  expect(code).toBe(2);
}

describe('safr reports the problem and the remedy, and writes nothing, given', () => {
  it.each(badInputs)('$name', async ({ error, parts, prepare, args = ['train', 'tiny.safr.json'], env = {} }) => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd, parts);
    prepare?.(cwd);
    const before = filesIn(cwd);
    expectUserError(await safr(args, { cwd, env }), error);
    expect(filesIn(cwd)).toEqual(before);
  });

  it('neurons that do not exist, and corrupt weights', async () => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd);
    const directory = (await safr(['train', 'tiny.safr.json'], { cwd })).stdout.trim();
    const weights = join(cwd, directory, 'weights.safetensors');
    const before = filesIn(cwd);
    for (const neuron of ['16', 'mona'])
      expectUserError(
        await safr(['explain', 'last', 'a film', `--without=${neuron}`], { cwd }),
        /--without: this model has no neuron ".*"; allowed: a neuron from 0 to 15, `mono` and `poly`/,
      );
    truncateSync(weights, 5000);
    expectUserError(await safr(['explain', 'last', 'a film'], { cwd }), /weights\.safetensors: /);
    const file = openSync(weights, 'r+');
    writeSync(file, 'garbage', 8);
    closeSync(file);
    const evaluated = await safr(['evaluate', directory], { cwd });
    expect(evaluated).toMatchObject({ code: 2, stdout: '' });
    expect(evaluated.stderr).toMatch(/^error: .*weights\.safetensors: .+\nremedy: .+\n$/m);
    expect(evaluated.stderr).not.toContain('    at ');
    expect(filesIn(cwd)).toEqual(before);
  });
});

describe('safr on a full disk', () => {
  it('leaves no run behind if its first files do not fit', async (context) => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd);
    const runs = smallDisk(join(cwd, 'small'), '8k') ?? context.skip('mounting a small disk needs root on Linux');
    const outcome = await safr(['train', 'tiny.safr.json', '--runs', runs], { cwd });
    expect(outcome.stderr).toMatch(/^error: .*cannot be written: the disk is full\nremedy: Free space/m);
    expect(outcome.code).toBe(2);
    expect(filesIn(runs)).toEqual([]);
  });

  it('keeps a readable run if a checkpoint does not fit', async (context) => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd);
    const runs = smallDisk(join(cwd, 'small'), '48k') ?? context.skip('mounting a small disk needs root on Linux');
    const outcome = await safr(['train', 'tiny.safr.json', '--runs', runs], { cwd });
    await expectFailedRun(cwd, runs, outcome, /safetensors: cannot be written: the disk is full/);
  });

  it('reports a limit on the size of files in the same way', async (context) => {
    if (process.platform === 'win32') context.skip('needs ulimit');
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd);
    const runs = join(cwd, 'runs');
    const script = `trap '' XFSZ; ulimit -f 16; exec "$0" "$1" train tiny.safr.json --runs runs`;
    const { outcome } = startProcess('sh', ['-c', script, process.execPath, cli], { cwd });
    await expectFailedRun(cwd, runs, await outcome, /safetensors: cannot be written: .*largest file size/);
  });
});

it('lists runs that cannot be read with the reason, also as JSON', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'runs', 'broken'), { recursive: true });
  writeFileSync(join(cwd, 'runs', 'broken', 'run.json'), '{');
  const { stdout } = await safr(['runs', '--runs', 'runs', '--json'], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({
    runs: [],
    unreadable: [
      {
        run: 'broken',
        directory: expect.stringMatching(/runs.broken$/) as string,
        reason: expect.stringContaining('run.json: not JSON') as string,
      },
    ],
  });
});

async function expectFailedRun(cwd: string, runs: string, { code, stderr }: Outcome, error: RegExp): Promise<void> {
  expect(stderr).toMatch(/^error: .+\nremedy: Free space.+$/m);
  expect(stderr).toMatch(error);
  expect(stderr).not.toContain('    at ');
  expect(code).toBe(2);
  expect(filesIn(runs).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  const listed = await safr(['runs', '--runs', runs], { cwd });
  expect(listed.stdout).toMatch(/-tiny +\S.* (failed|interrupted) /);
}

/** A file system of a given size in bytes that is removed after the test; null if it cannot be mounted. */
function smallDisk(folder: string, size: string): string | null {
  mkdirSync(folder);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status !== 0) return null;
  onTestFinished(() => void spawnSync('umount', [folder]));
  return folder;
}
