// Peak resident memory of fine-tuning processes: `npm run bench:memory -- --pretrained PATH`, the folder of all-MiniLM-L6-v2. Needs `npm run build`;
// Linux. Each process loads the weights, takes some steps of 32 texts, measures the dev split, writes checkpoint and weights, and evaluates the
// test split. Without a folder MiniLM has random weights, as BERT-base always has.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { openSst2 } from '../src/core/dataset/sst2.ts';
import { tokenizerFiles } from '../src/core/dataset/subword/openTokenizer.ts';
import { elements, initialValues, parameterSpecs } from '../src/core/model/parameters.ts';
import { tensorNames } from '../src/core/model/pretrained/tensorNames.ts';
import { streamSafetensors } from '../src/core/model/safetensors.ts';
import type { ModelShape } from '../src/core/model/modelShape.ts';
import { miniLmShape } from './miniLm.ts';
import { sst2Folder } from './sst2Batches.ts';

const { values: options } = parseArgs({ options: { pretrained: { type: 'string' }, device: { type: 'string' } } });
const device = options.device ?? 'wasm';
const bertBase: ModelShape = { ...miniLmShape, width: 768, layers: 12, feedForward: 3072 };
const [trainTexts, otherTexts] = [192, 64];
/** Of encoders without a tokenizer of their own. */
const vocabulary = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  ...Array.from({ length: 30_517 }, (_, i) => `word${i}`),
];

const folder = mkdtempSync(join(tmpdir(), 'safr-memory-'));
try {
  await writeTexts();
  const miniLm = options.pretrained ? resolve(options.pretrained) : await writeEncoder('minilm', miniLmShape);
  const encoders = { 'MiniLM-L6': miniLm, 'BERT-base, random weights': await writeEncoder('bert', bertBase) };
  console.log(`Node ${process.version}, device ${device}, batches of 32: peak resident memory`);
  for (const [name, path] of Object.entries(encoders)) {
    for (const trainable of ['all', 'head']) {
      console.log(`${name}, trainable ${trainable}: ${await peakOf(path, trainable)}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Sentences of SST-2 where a tokenizer for them and the archive are available, else words of the vocabulary in texts of about their lengths. */
async function writeTexts(): Promise<void> {
  const texts: string[] = [];
  const count = trainTexts + 2 * otherTexts;
  if (options.pretrained && sst2Folder !== null) {
    const source = await openSst2(false, { dataDir: sst2Folder });
    for await (const { text } of source.read(['train'])) if (texts.push(text) === count) break;
  } else {
    const wordsOf = (i: number) => vocabulary.slice(100 + 31 * i).slice(0, 4 + ((11 * i) % 40));
    for (let i = 0; i < count; i++) texts.push(wordsOf(i).join(' '));
  }
  const write = (name: string, from: number, to: number) => {
    const rows = texts.slice(from, to).map((text, i) => `${text.replaceAll('\t', ' ')}\t${i % 2 ? 'yes' : 'no'}`);
    writeFileSync(join(folder, `${name}.tsv`), ['text\tlabel', ...rows, ''].join('\n'));
  };
  write('train', 0, trainTexts);
  write('dev', trainTexts, trainTexts + otherTexts);
  write('test', trainTexts + otherTexts, count);
}

/** Writes a BERT encoder with random weights. Returns its folder. */
async function writeEncoder(name: string, shape: ModelShape): Promise<string> {
  const path = join(folder, name);
  mkdirSync(path);
  const config = {
    model_type: 'bert',
    vocab_size: shape.vocabulary,
    hidden_size: shape.width,
    num_attention_heads: shape.heads,
    num_hidden_layers: shape.layers,
    intermediate_size: shape.feedForward,
    max_position_embeddings: shape.maxLength,
    type_vocab_size: 2,
  };
  writeFileSync(join(path, 'config.json'), JSON.stringify(config));
  if (options.pretrained) {
    for (const file of tokenizerFiles.filter((file) => existsSync(join(options.pretrained!, file)))) {
      copyFileSync(join(options.pretrained, file), join(path, file));
    }
  } else writeFileSync(join(path, 'vocab.txt'), vocabulary.join('\n'));
  await writeWeights(join(path, 'model.safetensors'), shape);
  return path;
}

async function writeWeights(path: string, shape: ModelShape): Promise<void> {
  const specs = parameterSpecs(shape).filter(({ name }) => !/^(fc|pooler)\./.test(name));
  const entries = specs.flatMap((spec) => {
    const names = tensorNames('bert', spec.name);
    return names.map((name) => ({ name, shape: [spec.shape[0]! / names.length, ...spec.shape.slice(1)] }));
  });
  async function* values() {
    for (const [index, spec] of specs.entries()) {
      const all = initialValues(spec, index, 1);
      const parts = tensorNames('bert', spec.name).length;
      const size = elements(spec.shape) / parts;
      for (let part = 0; part < parts; part++) yield all.subarray(part * size, (part + 1) * size);
    }
  }
  await streamSafetensors(path, [], entries, values(), { format: 'pt' });
}

async function peakOf(encoder: string, trainable: string): Promise<string> {
  const experiment = {
    dataset: { source: 'files', train: 'train.tsv', dev: 'dev.tsv', test: 'test.tsv' },
    model: { pretrained: encoder, trainable },
    training: { epochs: 1, batchSize: 32, learningRate: 5e-5, gradientClip: 1, weightDecay: 0.01 },
    safr: { preset: 'safr' },
    evaluation: { fractions: [0, 0.3], randomSeeds: 1 },
  };
  const file = join(folder, `${trainable}.safr.json`);
  writeFileSync(file, JSON.stringify(experiment));
  const printPeak = `process.on('exit', () => console.error(process.getBuiltinModule('fs').readFileSync('/proc/self/status', 'utf8')))`;
  const args = ['dist/cli.js', 'train', file, '--evaluate', '--device', device, '--runs', join(folder, 'runs')];
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(printPeak)}`, ...args],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const [printed] = await Promise.all([textOf(child.stderr), once(child, 'close')]);
  const peaks = Array.from(printed.matchAll(/^VmHWM:\s+(\d+) kB$/gm), ([, kilobytes]) => Number(kilobytes));
  rmSync(join(folder, 'runs'), { recursive: true, force: true });
  if (child.exitCode !== 0) return printed.slice(0, 600);
  return `${((Math.max(...peaks) * 1024) / 1e9).toFixed(2)} GB`;
}
