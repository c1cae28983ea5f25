import { SingleBar } from 'cli-progress';

interface Labels {
  readonly title: string;
  readonly status: string;
}

const barCells = 16;

/** A progress bar on standard error that is removed at the end. Use it only if `isWatched`. */
export class Bar {
  #bar: SingleBar | null = null;

  /** `total` 0: unknown, no bar is drawn. `status`: text at the end of the line. */
  show(title: string, value: number, total: number, status: string): void {
    const labels: Labels = { title, status };
    if (!this.#bar) {
      const format = (_: unknown, state: { value: number; total: number }, payload: Labels) =>
        line(state.value, state.total, payload);
      this.#bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true });
      this.#bar.start(total, value, labels);
    }
    if (this.#bar.getTotal() !== total) this.#bar.setTotal(total);
    this.#bar.update(value, labels);
  }

  /** Removes the bar, so that other lines can be written. */
  clear(): void {
    this.#bar?.stop();
    this.#bar = null;
  }
}

function line(value: number, total: number, { title, status }: Labels): string {
  if (total === 0) return `${title}  ${status}`;
  const filled = Math.round((barCells * value) / total);
  const count = `${String(value).padStart(String(total).length)}/${total}`;
  return `${title}  ${'█'.repeat(filled)}${'░'.repeat(barCells - filled)}  ${count}  ${status}`;
}

/** Whether standard error is a terminal. */
export const isWatched = () => process.stderr.isTTY === true;
