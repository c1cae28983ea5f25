import { percent } from '../../src/common/format.ts';
import type { NeuronsPerText } from '../../src/protocol/dashboard.ts';
import { ChartCard, type CardForm, type ExportedFile } from '../shared/ChartCard.tsx';
import { SectionHead } from '../shared/SectionHead.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import { neuronPlot, type ShownRun } from './plots.ts';
import { whyNoNeurons } from './whyEmpty.ts';

/** The classes of the marks, and what they stand for. */
const kinds = [
  ['monosemantic', 'monosemantic: one word, or one token of a text'],
  ['polysemantic', 'polysemantic: several'],
  ['none', 'dead, or unused by a text'],
] as const;

/** What the neurons of each run are over the corpus, after each epoch, and within a text. */
export function Neurons({ runs, save }: { runs: readonly ShownRun[]; save: (file: ExportedFile) => void }) {
  return (
    <section id="neurons">
      <SectionHead title="Neurons" remark="shares of all neurons; over the corpus: all texts of the dev sample" />
      {runs.length === 0 ? <p class="muted">No run is chosen above.</p> : <NeuronsOf runs={runs} save={save} />}
    </section>
  );
}

function NeuronsOf({ runs, save }: { runs: readonly ShownRun[]; save: (file: ExportedFile) => void }) {
  return (
    <>
      <ul class="legend" aria-label="Areas">
        {kinds.map(([kind, meaning]) => (
          <li key={kind}>
            <i class={`kind ${kind}`} />
            <span title={meaning}>{meaning}</span>
          </li>
        ))}
      </ul>
      <div class={`cards of${runs.length}`}>
        {runs.map((run) => (
          <ChartCard
            key={run.slot}
            form={formOf(run)}
            plot={neuronPlot(run)}
            whyEmpty={whyNoNeurons([run])}
            save={save}
          />
        ))}
      </div>
      <PerText runs={runs} />
    </>
  );
}

const formOf = ({ slot, label }: ShownRun): CardForm => ({
  name: `neurons-${slot + 1}`,
  title: label,
  key: 'over the corpus, after each epoch',
  xTitle: 'epoch',
  wholeX: true,
  yTitle: '% of neurons',
});

/** How the neurons are shared within a text, on average over those of the test split. */
function PerText({ runs }: { runs: readonly ShownRun[] }) {
  const evaluated = runs.flatMap(({ slot, label, curves: { evaluation } }) =>
    evaluation ? [{ slot, label, shares: evaluation.neuronsPerText }] : [],
  );
  if (evaluated.length === 0) return null;
  return (
    <div class="per-text">
      <h3>Within a text, mean over the test split</h3>
      {evaluated.map(({ slot, label, shares }) => (
        <>
          <span class="run">
            <Swatch slot={slot} />
            <span>{label}</span>
          </span>
          <Bar {...shares} />
          <span class="shares">
            {`${percent(shares.monosemantic)} mono · ${percent(shares.polysemantic)} poly · ${percent(shares.unused)} unused`}
          </span>
        </>
      ))}
    </div>
  );
}

function Bar({ monosemantic, polysemantic, unused }: NeuronsPerText) {
  const parts = [
    ['monosemantic', monosemantic],
    ['polysemantic', polysemantic],
    ['none', unused],
  ] as const;
  return (
    <span class="share-bar" aria-hidden="true">
      {parts.map(([kind, share]) => (
        <i key={kind} class={`kind ${kind}`} style={{ '--share': share }} />
      ))}
    </span>
  );
}
