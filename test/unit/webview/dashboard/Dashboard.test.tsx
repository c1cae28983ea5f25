import { renderToString } from 'preact-render-to-string';
import { beforeEach, describe, expect, it } from 'vitest';
import { timeOf } from '../../../../src/common/format.ts';
import type { Confusion, DataView, RunItem } from '../../../../src/protocol/dashboard.ts';
import { ConfusionSection } from '../../../../webview/dashboard/ConfusionSection.tsx';
import { Dashboard } from '../../../../webview/dashboard/Dashboard.tsx';
import { DataSection } from '../../../../webview/dashboard/DataSection.tsx';
import { DashboardModel } from '../../../../webview/dashboard/dashboardModel.ts';
import { Header } from '../../../../webview/dashboard/Header.tsx';
import { Slices } from '../../../../webview/dashboard/Slices.tsx';
import { sliceTable } from '../../../../src/core/evaluation/sliceTable.ts';
import { slicedEvaluation } from '../../core/evaluation/slicedEvaluation.ts';
import { Rationales } from '../../../../webview/dashboard/Rationales.tsx';
import { Rivals } from '../../../../webview/dashboard/Rivals.tsx';
import { RunList } from '../../../../webview/dashboard/RunList.tsx';
import { Summary } from '../../../../webview/dashboard/Summary.tsx';
import { DifferencesTable } from '../../../../webview/dashboard/Tables.tsx';
import { textOf } from '../textOf.ts';
import { emptyCurves, emptyEvaluation, overviewOf, runItem } from './runs.ts';

const none = () => undefined;
let model: DashboardModel;
beforeEach(() => {
  model = new DashboardModel();
});

describe('the list of runs', () => {
  const html = (run: RunItem, canCompute = true) =>
    renderToString(<RunList runs={[run]} note={null} canCompute={canCompute} choose={none} act={none} />);
  const buttons = (run: RunItem, canCompute = true) =>
    [...html(run, canCompute).matchAll(/appearance="icon" title="([^"]*)"/g)].map(([, name]) => name);

  it('has the figures of a run, and the split of its accuracy', () => {
    expect(textOf(html(runItem('a', { tags: ['paper'] })))).toMatch(
      /seed a Jan 2, \d\d:00:00 · #paper finished · 81\.2 % test · SRS 12\.3 finished 5 81\.2 % test 12\.3/,
    );
    const time = timeOf(runItem('a').started);
    expect(textOf(html(runItem('a', { name: time }))).split(time)).toHaveLength(2); // a run that is called by it has it once
    expect(textOf(html(runItem('a', { accuracy: null, srs: null, epochs: 0 })))).toContain('finished 0 – –');
  });

  it('offers what a run allows', () => {
    const unevaluated = { evaluated: false, srs: null };
    expect(buttons(runItem('a'))).toEqual(['Open neuron panel', 'Reveal folder']);
    expect(buttons(runItem('a', unevaluated))).toEqual(['Evaluate', 'Open neuron panel', 'Reveal folder']);
    expect(buttons(runItem('a', { ...unevaluated, status: 'running' }))).not.toContain('Evaluate');
    expect(buttons(runItem('a', { ...unevaluated, canExplain: false, canResume: true }))).toEqual([
      'Resume training',
      'Reveal folder',
    ]);
  });

  it('offers no computing while something else computes', () => {
    const run = runItem('a', { evaluated: false, canResume: true });
    expect(buttons(run, false)).toEqual(['Open neuron panel', 'Reveal folder']);
  });
});

describe('the data of the shown runs', () => {
  const data = (texts: string, warnings: string[] = []): DataView => ({
    ...{ columns: ['split', 'texts', 'ham', 'spam'], rows: [['train', texts, '75 %', '25 %']] },
    ...{ leftOut: 'left out: 3 rows without text or label', warnings },
  });
  const html = (...shown: (DataView | null)[]) =>
    renderToString(
      <DataSection
        runs={shown.map((each, slot) => ({
          ...{ slot, label: 'a' },
          curves: { ...emptyCurves(`/runs/${slot}`), data: each },
        }))}
      />,
    );

  it('are a table per split, what was left out, and the warnings', () => {
    const text = textOf(html(data('1,600', ['texts are cut <b>'])));
    expect(text).toContain('texts ham spam train 1,600 75 % 25 % left out: 3 rows without text or label');
    expect(text).toContain('texts are cut &lt;b>');
  });

  it('have one table for all runs on the same data, and swatches where they differ', () => {
    expect(html(data('10'), data('10')).match(/<table/g)).toHaveLength(1);
    expect(html(data('10'), data('10'))).not.toContain('swatch');
    const different = html(data('10'), data('20'), data('10'));
    expect([different.match(/<table/g)!.length, different.match(/class="swatch"/g)!.length]).toEqual([2, 3]);
  });

  it('are not shown for runs of earlier versions', () => {
    expect(html(null)).toBe('');
  });
});

describe('the head of the dashboard', () => {
  const text = () => textOf(renderToString(<Header model={model} act={none} />));

  it('says how far a job is, with its loss and the time left', () => {
    model.receive(overviewOf([]));
    model.receive({ kind: 'job', job: { phase: 'epoch 2', share: 0.254, epoch: 2, loss: 0.4321, secondsLeft: 65 } });
    expect(text()).toContain('epoch 2 · 1:05 left · loss 0.432 Stop');
    expect(renderToString(<Header model={model} act={none} />)).toContain('aria-valuenow="25"');
  });

  it('says why nothing can be trained', () => {
    model.receive(overviewOf([], { trusted: false }));
    expect(text()).toContain('need a trusted workspace');
    model.receive(overviewOf([], { trainable: false }));
    expect(text()).toContain('missing or has errors');
  });

  it('has a legend of several runs only', () => {
    const [one, two] = [runItem('a'), runItem('b', { slot: 1 })];
    model.receive(overviewOf([one]));
    expect(renderToString(<Header model={model} act={none} />)).not.toContain('class="legend"');
    model.receive(overviewOf([one, two]));
    expect(renderToString(<Header model={model} act={none} />)).toContain('class="legend"');
    expect(text()).toContain('seed a seed b');
  });
});

describe('the dashboard', () => {
  const text = () => textOf(renderToString(<Dashboard model={model} send={none} />));

  it('invites to train the first run, until a job runs', () => {
    expect(text()).toBe('');
    model.receive(overviewOf([]));
    expect(text()).toContain('No runs yet');
    model.receive({ kind: 'job', job: { phase: 'starting', share: null, epoch: null, loss: null, secondsLeft: null } });
    expect(text()).not.toContain('No runs yet');
  });

  it('asks to be opened again after an update', () => {
    model.receive({ kind: 'outdated' });
    expect(text()).toContain('close this dashboard and open it again');
  });
});

describe('other explanations', () => {
  it('are offered of the first run that allows it while none has them', () => {
    const items = [runItem('a', { canExplain: false }), runItem('b', { slot: 1 })];
    const rivals = (canCompute: boolean) =>
      renderToString(<Rivals shown={[]} items={items} canCompute={canCompute} act={none} save={none} />);
    expect(rivals(true)).toContain('aria-label="Compare the explanations of seed b"');
    expect(rivals(false)).not.toContain('vscode-button');
  });
});

describe('the summary', () => {
  const accuracy = (text: string, note: string | null) => ({
    ...{ name: 'Accuracy', text, note },
    meaning: 'Share of correct predictions.',
  });
  const shown = (...texts: readonly string[]) =>
    texts.map((text, slot) => ({
      ...{ slot, label: text },
      curves: { ...emptyCurves(text), evaluation: { ...emptyEvaluation, summary: [[accuracy(text, '1 to 2')]] } },
    }));

  it('has the value of each evaluated run, and what it means once', () => {
    const waiting = { slot: 2, label: 'c', curves: emptyCurves('c') };
    const html = renderToString(<Summary runs={[...shown('81.2 %', '75.0 %'), waiting]} />);
    expect(textOf(html)).toContain(
      'on 4 test texts, with 95 % intervals Accuracy 81.2 % 1 to 2 75.0 % 1 to 2 Share of correct predictions.',
    );
    expect(html.match(/class="swatch"/g)).toHaveLength(2);
    expect(renderToString(<Summary runs={shown('81.2 %')} />)).not.toContain('swatch');
    expect(renderToString(<Summary runs={[waiting]} />)).toBe('');
  });
});

describe('the confusion matrix', () => {
  const shown = (confusion: Confusion | null) => [
    { slot: 0, label: 'a', curves: { ...emptyCurves('a'), evaluation: { ...emptyEvaluation, confusion } } },
  ];
  const counts = [
    [3, 1],
    [0, 1200],
  ];

  it('has a button for each count that lists its texts', () => {
    const html = renderToString(<ConfusionSection runs={shown({ classes: ['bad', 'good'], counts })} open={none} />);
    expect(textOf(html)).toContain('is ↓ predicted → bad good bad 3 1 good 0 1,200');
    expect(html.match(/(?<=aria-label=")\d[^"]*/g)).toEqual([
      '3 texts: bad predicted bad',
      '1 text: bad predicted good',
      '1,200 texts: good predicted good',
    ]);
    expect(renderToString(<ConfusionSection runs={shown(null)} open={none} />)).toBe('');
  });
});

describe('the slices', () => {
  it('are a table for each run that has some, and nothing without slices', () => {
    const slices = sliceTable(slicedEvaluation());
    const with_ = { slot: 1, label: 'b', curves: { ...emptyCurves('b'), evaluation: { ...emptyEvaluation, slices } } };
    const without = { slot: 0, label: 'a', curves: { ...emptyCurves('a'), evaluation: emptyEvaluation } };
    const shown = textOf(renderToString(<Slices runs={[without, with_]} />));
    expect(shown).toMatch(/Slices of b texts accuracy, % SRS\(0\.3\) at random .* all texts 400 /);
    expect(shown).toMatch(/long 30 tokens or more 190 \d+\.\d \d+\.\d to \d+\.\d/);
    expect(shown).toMatch(
      /No text is in &quot;e-mail addresses&quot;\. Fewer than 30 texts are in &quot;reviews from mobile devices/,
    );
    expect(renderToString(<Slices runs={[without]} />)).toBe('');
  });
});

describe('the agreement with rationales', () => {
  const table = {
    title: 'leaves',
    remark: 'in 4 texts',
    heads: ['words ranked by', 'AP'],
    rows: [['attention', '51.0']],
  };
  const shownWith = (rationales: readonly (typeof table)[]) => {
    const curves = { ...emptyCurves('a'), evaluation: { ...emptyEvaluation, rationales } };
    return [{ slot: 0, label: 'a', curves }];
  };

  it('is a table for each rationale, and nothing where the texts have none', () => {
    const shown = renderToString(<Rationales shown={shownWith([table])} />);
    expect(textOf(shown)).toMatch(/leaves, in 4 texts words ranked by AP attention 51\.0/);
    expect(shown).toContain('<th scope="row">attention</th>');
    expect(renderToString(<Rationales shown={shownWith([])} />)).toBe('');
  });
});

describe('the table of configurations', () => {
  const run = { slot: 0, label: 'a', curves: emptyCurves('a') };
  const rows = [{ field: 'seed', values: ['1', '2'] }];

  it('compares a single run with the defaults', () => {
    const table = (differences: { columns: (number | null)[]; rows: typeof rows }) =>
      textOf(renderToString(<DifferencesTable differences={differences} runs={[run]} />));
    expect(table({ columns: [0, null], rows })).toMatch(/Values that are not the default .*default seed 1 2/);
    expect(table({ columns: [0, null], rows: [] })).toContain('Every value is the default.');
    expect(table({ columns: [0, 1], rows: [] })).toContain('made with the same values');
  });
});
