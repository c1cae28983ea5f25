// Reads 1,000,000 rows of 20 words in Parquet, JSONL.gz and CSV, each in a process of its own, and trains 100 steps on them.
// `npm run bench:data -- ROWS` takes fewer rows. Needs the built command line (`npm run build`).
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { fileWriter, parquetWriteRows } from 'hyparquet-writer';
import { openDataFile } from '../src/core/dataset/reading/openDataFile.ts';
import { readRows } from '../src/core/dataset/reading/readRows.ts';
import { defaultReading } from '../src/core/dataset/readHead.ts';

const wordsPerText = 20;
const steps = 100;
/** Rows made at a time. */
const batchRows = 100_000;
const self = fileURLToPath(import.meta.url);

interface Row {
  readonly text: string;
  readonly label: string;
}

/** Words drawn by Zipf's law from 20,000, the same in every call. */
function rowAt(i: number): Row {
  const words = Array.from({ length: wordsPerText }, (_, k) => {
    const hash = Math.imul((i * wordsPerText + k) ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
    const rank = Math.floor(20_000 ** (((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32));
    return `w${rank.toString(36)}`;
  });
  return { text: words.join(' '), label: i % 2 === 0 ? 'even' : 'odd' };
}

function* rowBatches(rows: number): Generator<Row[]> {
  for (let start = 0; start < rows; start += batchRows) {
    yield Array.from({ length: Math.min(batchRows, rows - start) }, (_, i) => rowAt(start + i));
  }
}

function* lines(rows: number, line: (row: Row) => string): Generator<string> {
  for (const batch of rowBatches(rows)) yield batch.map(line).join('');
}

const writers: Readonly<Record<string, (path: string, rows: number) => Promise<void>>> = {
  parquet: async (path, rows) =>
    await parquetWriteRows({
      writer: fileWriter(path),
      rows: (function* () {
        for (const batch of rowBatches(rows)) yield* batch;
      })(),
      columns: [
        { name: 'text', type: 'STRING' },
        { name: 'label', type: 'STRING' },
      ],
      rowGroupSize: 2 ** 20, // the default of pyarrow: one row group holds all rows
    }),
  'jsonl.gz': (path, rows) =>
    pipeline(Readable.from(lines(rows, (row) => `${JSON.stringify(row)}\n`)), createGzip(), createWriteStream(path)),
  csv: (path, rows) =>
    pipeline(
      Readable.from(
        (function* () {
          yield 'text,label\n';
          yield* lines(rows, ({ text, label }) => `${text},${label}\n`);
        })(),
      ),
      createWriteStream(path),
    ),
};

/** The child process: reads a file to its end and prints what that took: seconds of the processor, whatever else it has to do. */
async function read(path: string): Promise<void> {
  const options = { ...defaultReading, isLabelOptional: false };
  const start = process.cpuUsage();
  let count = 0;
  for await (const rows of readRows(await openDataFile(path, options), options, () => undefined)) count += rows.length;
  const { user, system } = process.cpuUsage(start);
  const rowsPerSecond = count / ((user + system) / 1e6);
  console.log(JSON.stringify({ rowsPerSecond, maxRss: process.resourceUsage().maxRSS }));
}

interface Reading {
  readonly rowsPerSecond: number;
  /** KiB. */
  readonly maxRss: number;
}

/** On one core where `taskset` can choose it. */
function readAlone(path: string): Reading {
  const node = [process.execPath, self, 'read', path];
  const hasTaskset = spawnSync('taskset', ['-c', '0', 'true']).status === 0;
  const [command, ...args] = hasTaskset ? ['taskset', '-c', '0', ...node] : node;
  const { stdout, stderr, status } = spawnSync(command!, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Reading;
}

/** `safr train`, interrupted after 100 steps: its largest resident memory, in KiB, and its seconds. */
async function train(folder: string, file: string): Promise<{ maxRss: number; seconds: number }> {
  const experiment = join(folder, 'bench.safr.json');
  writeFileSync(
    experiment,
    JSON.stringify({
      dataset: { source: 'files', train: file },
      model: { width: 64, heads: 4, feedForward: 256, maskHidden: 64, padding: 'none' },
      device: 'wasm',
    }),
  );
  const atExit = 'process.on("exit",()=>process.stderr.write("maxRSS "+process.resourceUsage().maxRSS+"\\n"))';
  const start = performance.now();
  const args = ['--import', `data:text/javascript,${encodeURIComponent(atExit)}`, 'dist/cli.js', 'train', experiment];
  const child = spawn(process.execPath, [...args, '--json', '--runs', join(folder, 'runs')]);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  let count = 0;
  for await (const line of createInterface(child.stdout)) {
    const event = JSON.parse(line) as { kind: string };
    if (event.kind === 'step' && ++count === steps) child.kill('SIGINT');
  }
  if (count < steps) throw new Error(errors);
  return { maxRss: Number(/maxRSS (\d+)/.exec(errors)![1]), seconds: (performance.now() - start) / 1000 };
}

async function main(rows: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'safr-bench-'));
  const mebibytes = (kib: number) => `${Math.round(kib / 1024)} MiB`.padStart(9);
  try {
    console.log(`${rows} rows of ${wordsPerText} words; Node ${process.version}, ${availableParallelism()} cores`);
    console.log('format        file      reading, one core   memory    to step 100   memory');
    for (const [extension, write] of Object.entries(writers)) {
      const file = `rows.${extension}`;
      const path = join(folder, file);
      await write(path, rows);
      const reading = readAlone(path);
      const training = await train(folder, file);
      const size = mebibytes(statSync(path).size / 1024);
      const speed = `${Math.round(reading.rowsPerSecond)} rows/s`.padStart(16);
      const seconds = `${training.seconds.toFixed(1)} s`.padStart(10);
      console.log(
        `${extension.padEnd(9)}${size} ${speed}   ${mebibytes(reading.maxRss)} ${seconds}  ${mebibytes(training.maxRss)}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, , command, path] = process.argv;
if (command === 'read') await read(path!);
else await main(Number(command ?? 1_000_000));
