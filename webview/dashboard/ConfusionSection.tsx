import { counted, grouped } from '../../src/common/format.ts';
import type { Confusion } from '../../src/protocol/dashboard.ts';
import { SectionHead } from '../shared/SectionHead.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import { Scroll } from '../shared/Table.tsx';
import type { ShownRun } from './plots.ts';

interface ConfusionProps {
  readonly runs: readonly ShownRun[];
  /** Lists the texts of a cell; classes by their numbers. */
  readonly open: (directory: string, label: number, predicted: number) => void;
}

/** Which class the texts of each class were predicted to be of, for every evaluated run. */
export function ConfusionSection({ runs, open }: ConfusionProps) {
  const shown = runs.flatMap((run) => {
    const confusion = run.curves.evaluation?.confusion;
    return confusion ? [{ run, confusion }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <section id="confusion">
      <SectionHead title="Confusion" remark="of classes on the test split; a count lists its texts" />
      <div class="matrices">
        {shown.map(({ run, confusion }) => (
          <Matrix
            key={run.slot}
            run={run}
            confusion={confusion}
            open={(label, predicted) => open(run.curves.directory, label, predicted)}
          />
        ))}
      </div>
    </section>
  );
}

interface MatrixProps {
  readonly run: ShownRun;
  readonly confusion: Confusion;
  readonly open: (label: number, predicted: number) => void;
}

function Matrix({ run, confusion: { classes, counts }, open }: MatrixProps) {
  return (
    <Scroll label={`Confusion matrix of ${run.label}`}>
      <table class="figures matrix">
        <caption>
          <Swatch slot={run.slot} /> {run.label}
        </caption>
        <thead>
          <tr>
            <td class="muted">is ↓ predicted →</td>
            {classes.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, label) => {
            const texts = row.reduce((sum, count) => sum + count, 0);
            return (
              <tr key={label}>
                <th scope="row">{classes[label]}</th>
                {row.map((count, predicted) => (
                  <td
                    key={predicted}
                    class={label === predicted ? 'same' : 'changed'}
                    style={{ '--share': texts === 0 ? 0 : Math.sqrt(count / texts) }}
                  >
                    <Count
                      count={count}
                      what={`${classes[label]} predicted ${classes[predicted]}`}
                      open={() => open(label, predicted)}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

function Count({ count, what, open }: { count: number; what: string; open: () => void }) {
  if (count === 0) return <span class="muted">0</span>;
  const name = `${counted(count, 'text')}: ${what}`;
  return (
    <button aria-label={name} title={`${name}. Lists them`} onClick={open}>
      {grouped(count)}
    </button>
  );
}
