import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LruCache } from '../../common/lruCache.ts';
import type { TextReader } from '../dataset/textReader.ts';
import { keptFiles } from './encoder.ts';
import { openTextReader } from './openTextReader.ts';
import type { Run } from './readRun.ts';
import { runFiles } from './runFiles.ts';

interface OpenReader {
  readonly version: string;
  readonly reader: TextReader;
}

/** A tokenizer of 30,000 tokens and more takes megabytes. */
const maxReaders = 4;

/** Keeps the readers of the last runs that were asked for, because the tokenizer of an encoder takes long to parse. */
export class TextReaders {
  readonly #open = new LruCache<OpenReader>(maxReaders);

  /** The reader of a run; it is opened again when the files of its encoder have changed. Errors: as `openTextReader`. */
  async of(run: Pick<Run, 'directory' | 'experiment'>): Promise<TextReader> {
    if (run.experiment.model.pretrained === undefined) return openTextReader(run); // its vocabulary is read only where it is needed
    const { directory } = run;
    const version = `${run.experiment.model.maxLength} ${await encoderVersion(directory)}`;
    const open = this.#open.get(directory);
    if (open?.version === version) return open.reader;
    const reader = await openTextReader(run);
    this.#open.set(directory, { version, reader });
    return reader;
  }
}

/** Changes when a file of a run's encoder does. */
async function encoderVersion(directory: string): Promise<string> {
  const versions = keptFiles.map((name) =>
    stat(join(directory, runFiles.encoder, name)).then(
      ({ mtimeMs, size }) => `${mtimeMs}:${size}`,
      () => 'none',
    ),
  );
  return (await Promise.all(versions)).join(' ');
}
