import { Presets, SingleBar } from 'cli-progress';

/** One line of standard error that fills and goes away; only where a person watches. */
export class Bar {
  #bar: SingleBar | null = null;

  /** `status`: what stands behind the count. */
  show(title: string, value: number, total: number, status: string): void {
    if (!this.#bar) {
      const format = '{title}  {bar}  {value}/{total}  {status}';
      const options = { format, clearOnComplete: true, hideCursor: true, barsize: 16, stopOnComplete: false };
      this.#bar = new SingleBar(options, Presets.shades_classic);
      this.#bar.start(total, value, { title, status });
    }
    this.#bar.setTotal(total);
    this.#bar.update(value, { title, status });
  }

  /** Wipes the line, so that others can be written. */
  clear(): void {
    this.#bar?.stop();
    this.#bar = null;
  }
}

export const isWatched = () => process.stderr.isTTY === true;
