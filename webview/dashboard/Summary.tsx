import { grouped } from '../../src/common/format.ts';
import type { SummaryFigure } from '../../src/protocol/dashboard.ts';
import { SectionHead } from '../shared/SectionHead.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import type { ShownRun } from './plots.ts';

/** What the evaluated runs reached, in a few measures, each with what it means. */
export function Summary({ runs }: { runs: readonly ShownRun[] }) {
  const evaluated = runs.flatMap(({ slot, curves: { evaluation } }) => (evaluation ? [{ slot, evaluation }] : []));
  const [first] = evaluated;
  if (!first) return null;
  const sizes = new Set(evaluated.map(({ evaluation }) => evaluation.sentences));
  const texts = sizes.size === 1 ? `on ${grouped(first.evaluation.sentences)} test texts` : 'on the test split';
  return (
    <section id="summary">
      <SectionHead title="Summary" remark={`${texts}, with 95 % intervals`} />
      <div class="tiles">
        {first.evaluation.summary.map((group, g) => (
          <dl key={g} class="tile" style={{ '--figures': group.length }}>
            {group.map(({ name, meaning }, f) => (
              <div key={name}>
                <dt>{name}</dt>
                {evaluated.map(({ slot, evaluation }) => (
                  <Value key={slot} figure={evaluation.summary[g]![f]!} slot={runs.length > 1 ? slot : null} />
                ))}
                <dd class="meaning muted">{meaning}</dd>
              </div>
            ))}
          </dl>
        ))}
      </div>
    </section>
  );
}

/** `slot`: of the run, where several are shown. */
function Value({ figure: { text, note }, slot }: { figure: SummaryFigure; slot: number | null }) {
  return (
    <dd class={slot === null ? 'value alone' : 'value'}>
      {slot !== null && <Swatch slot={slot} />}
      <b>{text}</b>
      {note !== null && <span class="muted">{note}</span>}
    </dd>
  );
}
