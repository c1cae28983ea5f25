import { explainedText } from '../evaluation/explanation/explainedText.ts';
import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../../../src/core/evaluation/explanation/explanation.ts';
import { chosenLines } from '../../../../src/core/report/linesSection.ts';
import { lineChart } from '../../../../src/core/report/lineChart.ts';
import { slicedEvaluation } from '../evaluation/slicedEvaluation.ts';
import { reportHtml } from '../../../../src/core/report/report.ts';
import type { DataSummary } from '../../../../src/core/dataset/summary/dataSummary.ts';
import { someSummary } from '../dataset/summary/someSummary.ts';
import { someData } from '../runs/newRun.ts';
import { rationale, someEvaluation, without } from '../runs/someEvaluation.ts';
import { someRun } from '../../extension/someRun.ts';

const hostile = '<img src=x onerror=alert(1)>"\'&';
const srs = { srs: 12.5, random: { mean: 4, deviation: 1 } };
const evaluation = (className: string) =>
  someEvaluation({
    classification: {
      ...someEvaluation().classification,
      accuracy: 0.75,
      confusion: [
        [2, 1],
        [0, 1],
      ],
      classes: [className, 'yes'].map((name) => ({ name, sentences: 2, precision: 1, recall: 0.5, f1: null })),
    },
    srs: { ...someEvaluation().srs, curve: [{ k: 0.3, imp: srs, inter: srs, both: srs }] },
    rivals: {
      sentences: 4,
      methods: [
        {
          name: 'leave-one-out',
          curve: [{ k: 0.3, srs: 77.7, deviation: null }],
          eraser: { ...someEvaluation().eraser!, aopc_compr: 0.654, aopc_suff: -0.321 },
          rationales: { leaves: { ...rationale, averagePrecision: 0.876 } },
          milliseconds: 1.5,
        },
      ],
      completeness: { tolerance: 0.02, meanGap: 0.0123, largestGap: 0.1, largestShare: 0.01, beyond: 0 },
    },
    causal: { ...someEvaluation().causal!, polysemantic: null },
  });
const place = { id: 2, start: 0, end: 1 };
const explanation: Explanation = {
  predicted: hostile,
  probabilities: [{ class: hostile, probability: 0.9 }],
  logits: [1],
  ...explainedText([
    { text: hostile, ...place, known: true, keep: 0.91 },
    { text: 'b', ...place, known: false, keep: null },
  ]),
  unread: 3,
  pairs: [{ first: 0, second: 1, score: 0.25 }],
  neurons: [{ layer: 0, index: 7, label: 'monosemantic', activation: 1, tokens: [{ token: 0, activation: 1 }] }],
  counts: { unused: 1, monosemantic: 2, polysemantic: 3 },
};

test('the data of a run are a table and warnings; runs of earlier versions do not have them', () => {
  const html = (summary?: DataSummary) =>
    reportHtml({ run: { ...someRun(), data: { ...someData, summary } }, features: [], lines: [], whyNoLines: null });
  const text = html(someSummary({ warnings: [`the label ${hostile}`] }));
  expect(text).toMatch(/<h2>Data<\/h2>[^]*<td>1,200 \(75\.0 %\)<\/td>/);
  expect(text).toContain('Warning: the label &lt;img');
  expect(html()).not.toContain('<h2>Data</h2>');
});

describe('a report', () => {
  const run = someRun({
    evaluation: evaluation(hostile),
    file: { model: { width: 64 }, tokenizer: { kind: 'pattern', pattern: hostile } },
  });
  const text = reportHtml({
    run,
    features: [],
    lines: [{ index: 2, place: 'texts.tsv:4', label: 'yes', explanation }],
    whyNoLines: null,
  });

  test('shows the results of the run, charts with their tables, explanations and settings', () => {
    for (const shown of [
      '75.0 %',
      '4 texts; 95 % interval ',
      'Largest class',
      'Note: only 4 test texts: the 95 % interval of the accuracy is ',
      ', the best by accuracy',
      'Dev macro F1',
      '12.5 points',
      '4.0 ± 1.0',
      'test text 3, texts.tsv:4',
      'model.width',
      'kept with probability 0.91',
    ]) {
      expect(text).toContain(shown);
    }
    expect(text.match(/<svg/g)).toHaveLength(8); // three SRS curves, rivals, L_imp and L_inter among four charts of the training
    expect(text.match(/<table/g)!.length).toBeGreaterThan(10);
  });

  test('has no script, loads nothing and keeps hostile text as text', () => {
    expect(text).not.toMatch(/<script|<img|<link|<iframe|<[^>]*\son\w+=|url\(|https?:/);
    expect(text.split('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;').length).toBeGreaterThan(5);
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  test('has the measures of slices', () => {
    const sliced = someRun({ evaluation: slicedEvaluation() });
    const made = reportHtml({ run: sliced, features: [], lines: [], whyNoLines: null });
    expect(made).toMatch(
      /<h3>Slices<\/h3>[^]*<th>long<br \/><span class="quiet">30 tokens or more<\/span><\/th>\s*<td>190</,
    );
    expect(made).toContain('no text is in &quot;e-mail addresses&quot;');
    expect(text).not.toContain('<h3>Slices');
  });

  test('is the same every time it is made', () => {
    expect(
      reportHtml({
        run,
        features: [],
        lines: [{ index: 2, place: 'texts.tsv:4', label: 'yes', explanation }],
        whyNoLines: null,
      }),
    ).toBe(text);
  });

  test('shows causal effects compared with random ones, rivals and rationales, unless the evaluation lacks them', () => {
    const cells = (row: string) => [...row.matchAll(/<td>([^<]*)<\/td>/g)].map(([, cell]) => cell);
    const [rivals, rationales] = text.split('Agreement with rationales');
    const after = (name: string, of = text) => cells(of.slice(of.lastIndexOf(`<th>${name}</th>`)).split('</tr>')[0]!);
    expect(after('all 12 monosemantic')).toEqual(['−0.25', '50.0 %', '−25.0']);
    expect(after('as many random neurons')).toEqual(['−0.10 ± 0.50', '12.5 % ± 50.0 %', '2.5 ± 0.5']);
    expect(after('leave-one-out', rivals)).toEqual(['77.7', '0.654', '−0.321', '1.5']);
    expect(after('leave-one-out', rationales)).toEqual(['87.6 ± 5.0', '100.0', '70.0 ± 6.0', '40.0 ± 7.0']);
    const earlier = someRun({ evaluation: without(evaluation('no'), 'causal', 'rivals') });
    const made = reportHtml({ run: earlier, features: [], lines: [], whyNoLines: null });
    expect(made).toContain('Over the corpus');
    expect(made).not.toContain('Causal effect');
    expect(made).not.toContain('leave-one-out');
  });

  test('says that a run is not evaluated and has no finished epoch', () => {
    const bare = reportHtml({
      run: someRun({ epochs: 0, dev: null }),
      features: [],
      lines: [],
      whyNoLines: 'the run is not evaluated',
    });
    expect(bare).toContain('No epoch is finished');
    expect(bare).toContain('None: the run is not evaluated.');
  });
});

describe('the chosen lines', () => {
  test('are the most confident mistakes, then the most confident correct predictions, equal ones in the order of the split', () => {
    expect(chosenLines(evaluation('no'), 2)).toEqual([2, 0]);
    expect(chosenLines(evaluation('no'), 3)).toEqual([2, 0, 3]);
    expect(chosenLines(evaluation('no'), 9)).toEqual([2, 0, 3, 1]);
  });
});

describe('a chart', () => {
  const chart = (values: (number | null)[], band?: (number | null)[]) =>
    lineChart({ title: 't', axis: 'x', x: [1, 2, 3], lines: [{ name: 'a', values, ...(band && { band }) }], digits: 2 })
      .text;

  test('has a gap in its line where a value is missing, and is empty without values', () => {
    expect(chart([1, null, 2])).toMatch(/d="M52 [\d.]+M428 [\d.]+"/);
    expect(chart([null, null, null])).toBe('');
  });

  test('has an axis that covers the band, also if all values are equal', () => {
    expect(chart([1, 2, 3], [1, 1, 1])).toMatch(/class="band line-0"\s+d="M52 [\d.]+L240 [\d.]+L428 12/);
    expect(chart([0, 0, 0])).not.toMatch(/NaN|Infinity/);
    expect(chart([-2, -2, -2])).not.toMatch(/NaN|Infinity/);
  });
});
