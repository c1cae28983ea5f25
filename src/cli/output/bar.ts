import { SingleBar } from 'cli-progress';

interface Shown {
  readonly title: string;
  readonly status: string;
}

const cells = 16;

/** One line of standard error that fills and goes away; only where a person watches. */
export class Bar {
  #bar: SingleBar | null = null;

  /** `total` 0: there is nothing to count. `status`: what stands at the end of the line. */
  show(title: string, value: number, total: number, status: string): void {
    const shown: Shown = { title, status };
    if (!this.#bar) {
      const format = (_: unknown, at: { value: number; total: number }, of: Shown) => line(at.value, at.total, of);
      this.#bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true });
      this.#bar.start(total, value, shown);
    }
    if (this.#bar.getTotal() !== total) this.#bar.setTotal(total);
    this.#bar.update(value, shown);
  }

  /** Wipes the line, so that others can be written. */
  clear(): void {
    this.#bar?.stop();
    this.#bar = null;
  }
}

function line(value: number, total: number, { title, status }: Shown): string {
  if (total === 0) return `${title}  ${status}`;
  const full = Math.round((cells * value) / total);
  const count = `${String(value).padStart(String(total).length)}/${total}`;
  return `${title}  ${'█'.repeat(full)}${'░'.repeat(cells - full)}  ${count}  ${status}`;
}

export const isWatched = () => process.stderr.isTTY === true;
