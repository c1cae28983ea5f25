import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicWrite } from '../../../common/atomicWrite.ts';
import { fileProblem } from '../../../common/fileProblem.ts';
import type { Metrics } from '../metrics.ts';
import { firstEvent, metricsEvent } from './events.ts';

/**
 * The event file of a run, which TensorBoard shows: `metrics.jsonl` once more, as scalars. A run has one, named by its start, so that a resumed
 * run continues it. Errors of its methods: UserError where it cannot be written.
 */
export class EventFile {
  readonly #folder: string;
  readonly #path: string;
  /** Since 1970, with fractions. */
  readonly #startSeconds: number;

  /** `started`: of the run, ISO 8601. */
  constructor(folder: string, started: string) {
    this.#folder = folder;
    this.#startSeconds = Date.parse(started) / 1000;
    this.#path = join(folder, `events.out.tfevents.${Math.floor(this.#startSeconds)}.safr`);
  }

  /** Writes the whole file: events after these lines, and a record that a killed process left incomplete, are removed. */
  async write(lines: readonly Metrics[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true }).catch((error: unknown) => {
      throw fileProblem(this.#folder, error, 'written');
    });
    const events = lines.map((line) => metricsEvent(this.#startSeconds, line));
    await atomicWrite(this.#path, [firstEvent(this.#startSeconds), ...events]);
  }

  async append(line: Metrics): Promise<void> {
    await appendFile(this.#path, metricsEvent(this.#startSeconds, line)).catch((error: unknown) => {
      throw fileProblem(this.#path, error, 'written');
    });
  }
}
