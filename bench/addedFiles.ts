import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentFeatures, featurePath } from '../src/core/runs/featureFiles.ts';

const autoencoder = 'ffn1-k3';
const paths = [
  'evaluation.json',
  'neurons.jsonl',
  ...['json', 'safetensors', 'jsonl'].map((ending) => `features/${autoencoder}.${ending}`),
];

/** The files that commands add to a finished run. Interrupted commands must leave each absent, or as an uninterrupted one writes it. */
export class AddedFiles {
  readonly #directory: string;
  readonly #whole = new Map<string, Set<string>>();

  /** Of a run. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Takes the files as they are now for whole. */
  learn(): void {
    for (const [path, content] of this.#contents()) {
      const known = this.#whole.get(path) ?? new Set();
      this.#whole.set(path, known.add(content));
    }
  }

  /** Files that are not whole, and an autoencoder that is used with parameters of another training. */
  async problems(): Promise<string[]> {
    const damaged = [...this.#contents()].filter(([path, content]) => !this.#whole.get(path)?.has(content));
    const { stored } = await currentFeatures(this.#directory);
    const mixed = stored.filter(({ parameters }) => parameters !== this.#hashOfParameters());
    return [
      ...damaged.map(([path]) => `${path}: it is not as an uninterrupted command writes it`),
      ...mixed.map(() => `${autoencoder}: it is used with parameters of another training`),
    ];
  }

  /** Those that are missing. */
  missing(): string[] {
    return paths.filter((path) => !existsSync(join(this.#directory, path)));
  }

  /** A hash of each file that is there, without what differs from one computation to the next. */
  *#contents(): Generator<[string, string]> {
    for (const path of paths) {
      const file = join(this.#directory, path);
      if (!existsSync(file)) continue;
      const bytes = readFileSync(file);
      const content = path.endsWith('.json')
        ? bytes.toString().replaceAll(/"(seconds|milliseconds)":[\d.e+-]+/g, '')
        : bytes;
      yield [path, createHash('sha256').update(content).digest('hex')];
    }
  }

  #hashOfParameters(): string {
    const path = featurePath(this.#directory, autoencoder, 'safetensors');
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  }
}
