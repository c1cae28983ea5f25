import { Icon } from '../shared/Icon.tsx';
import { SectionHead } from '../shared/SectionHead.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import { ScrollingTable } from '../shared/Table.tsx';
import type { DataView } from '../../src/protocol/dashboard.ts';
import type { ShownRun } from './plots.ts';

/** What the shown runs were trained on; runs on the same data share a table. */
export function DataSection({ runs }: { runs: readonly ShownRun[] }) {
  const groups = groupedByData(runs);
  if (groups.length === 0) return null;
  return (
    <section id="data">
      <SectionHead title="Data" remark="of the training" />
      {groups.map(({ data, slots }) => (
        <DataBlock key={slots[0]} data={data} slots={groups.length > 1 ? slots : []} />
      ))}
    </section>
  );
}

interface DataBlockProps {
  readonly data: DataView;
  /** Of the runs on these data; empty if all shown runs have them. */
  readonly slots: readonly number[];
}

function DataBlock({ data: { columns, rows, leftOut, warnings }, slots }: DataBlockProps) {
  const swatches = slots.map((slot) => <Swatch slot={slot} />);
  const heads = [swatches.length > 0 ? <>{swatches}</> : '', ...columns.slice(1)];
  return (
    <div class="data">
      <ScrollingTable caption="Texts, classes, lengths and unknown words of each split" heads={heads} rows={rows} />
      {leftOut !== null && <p class="muted">{leftOut}</p>}
      {warnings.length > 0 && (
        <ul class="warnings" aria-label="Warnings about the data">
          {warnings.map((warning) => (
            <li key={warning}>
              <Icon name="warning" />
              <span>{warning}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface DataGroup {
  readonly data: DataView;
  readonly slots: readonly number[];
}

/** Runs of earlier versions have no record of their data and are left out. */
function groupedByData(runs: readonly ShownRun[]): DataGroup[] {
  const groups = new Map<string, DataGroup>();
  for (const { slot, curves } of runs) {
    if (!curves.data) continue;
    const key = JSON.stringify(curves.data);
    groups.set(key, { data: curves.data, slots: [...(groups.get(key)?.slots ?? []), slot] });
  }
  return [...groups.values()];
}
