import { grouped } from '../../src/common/format.ts';
import { Table } from '../shared/Table.tsx';

interface CorrelationBarsProps {
  /** Counts of ten equally wide bins of correlations from 0 to 1. */
  readonly matched: readonly number[];
  /** The same with shuffled tokens. */
  readonly chance: readonly number[];
}

/** The distribution of the correlations of matches, next to that of chance, with a table of the same. */
export function CorrelationBars({ matched, chance }: CorrelationBarsProps) {
  const largest = Math.max(1, ...matched, ...chance);
  const bar = (kind: string, count: number) => (
    <i class={count > 0 ? kind : ''} style={{ height: `${(100 * count) / largest}%` }} />
  );
  return (
    <figure class="bars">
      <figcaption>
        Correlation of the matches
        <span class="muted">
          <i class="key matched" />
          matches
        </span>
        <span class="muted">
          <i class="key chance" />
          by chance, with shuffled tokens
        </span>
      </figcaption>
      <div class="bins" role="img" aria-label="Histogram of correlations; the table below has its counts">
        {matched.map((count, bin) => (
          <span key={bin}>
            {bar('matched', count)}
            {bar('chance', chance[bin]!)}
          </span>
        ))}
      </div>
      <div class="axis muted" aria-hidden="true">
        <span>0</span>
        <span>0.5</span>
        <span>1</span>
      </div>
      <details>
        <summary>Table</summary>
        <Table
          caption="Correlation of the matches"
          heads={['correlation', 'matches', 'by chance']}
          rows={matched.map((count, bin) => [binName(bin), grouped(count), grouped(chance[bin]!)])}
        />
      </details>
    </figure>
  );
}

function binName(bin: number): string {
  return bin === 0 ? 'below 0.1' : `${bin / 10} to ${(bin + 1) / 10}`;
}
