import { describe, expect, it } from 'vitest';
import type { Run } from '../../../../src/core/runs/readRun.ts';
import type { StoredEvaluation } from '../../../../src/core/runs/evaluationFile.ts';
import { paretoPlot } from '../../../../src/core/sweep/paretoPlot.ts';
import { parseSweep } from '../../../../src/core/sweep/readSweep.ts';
import { summarize } from '../../../../src/core/sweep/summary.ts';
import { tableText } from '../../../../src/core/sweep/tables.ts';
import { someRun } from '../../extension/someRun.ts';
import { someData } from '../runs/newRun.ts';
import { rationale, someEvaluation } from '../runs/someEvaluation.ts';

const { elements } = parseSweep(
  '{"dataset": {"source": "planted"}, "sweep": {"safr.preset": ["plain", "bare", "safr"], "seed": [1, 2]}}',
  'a.safr.json',
)!;

/** A finished run with this accuracy and SRS; null SRS as without a mask. */
function run(
  accuracy: number,
  srs: number | null,
  { planted, rationales }: Pick<StoredEvaluation, 'planted' | 'rationales'> = { planted: null, rationales: {} },
): Run {
  const value = srs === null ? null : { srs, random: null };
  const made = someEvaluation();
  const evaluation = someEvaluation({
    classification: { ...made.classification, accuracy },
    srs: { ...made.srs, curve: [{ k: 0.3, imp: value, inter: { srs: 1, random: null }, both: value }] },
    neurons: {
      ...made.neurons,
      perInput: { ...made.neurons.perInput, unused: 0.4, monosemanticShare: 0.5 },
      corpus: { ...made.neurons.corpus, monosemantic: 0.25 },
    },
    ...{ planted, rationales },
  });
  return someRun({ evaluation });
}

const runs = [run(0.8, 2), run(0.9, 4), run(0.7, null), run(0.72, null), run(0.8, 6), null];
const summary = summarize(elements, runs);

describe('the result of a sweep', () => {
  it('is the mean over the finished seeds, and empty if nothing is measured', () => {
    expect(summary).toMatchObject({ fields: ['safr.preset'], done: 5, of: 6, headline: 0.3, compared: 'safr.preset' });
    const [plain, bare, safr] = summary.combinations;
    expect(plain!.estimates.accuracy!.mean).toBeCloseTo(85);
    expect(plain!.estimates.accuracy!.half).toBeNull();
    expect(bare).toMatchObject({ done: 2, estimates: { srs: null }, pareto: null });
    expect(safr).toMatchObject({ done: 1, of: 2, estimates: { srs: { n: 1, mean: 6, half: null } } });
  });

  it('has intervals and p from three seeds on the same data on', () => {
    const sweep = parseSweep(
      '{"dataset": {"source": "planted"}, "sweep": {"safr.preset": ["plain", "safr"], "seed": [1, 2, 3]}}',
      'a.safr.json',
    )!;
    const on = (sha256: string, one: Run) => ({
      ...one,
      data: { ...someData, splits: { ...someData.splits, test: { texts: 4, sha256 } } },
    });
    const made = [run(0.7, 2), run(0.8, 4), run(0.9, 6), run(0.8, 3), run(0.8, 5), run(0.95, 7)];
    const same = summarize(
      sweep.elements,
      made.map((one) => on('a', one)),
    );
    expect(same.combinations[0]!.estimates.accuracy!.half).toBeCloseTo((4.30265 * 10) / Math.sqrt(3), 2);
    expect(same.comparisons[0]!.differences.accuracy!.p).toBeCloseTo(0.2254, 3);
    expect(paretoPlot(same)).toContain('safr.preset plain: accuracy 80.0 ± 24.8 %, SRS(0.3) 4.0 ± 5.0');
    const mixed = summarize(
      sweep.elements,
      made.map((one, i) => on(i === 2 ? 'b' : 'a', one)),
    );
    expect(mixed.combinations[0]!.estimates.accuracy).toMatchObject({ n: 3, half: null });
    expect(mixed.combinations[1]!.estimates.accuracy!.half).toBeGreaterThan(0);
    expect(mixed.comparisons[0]!.differences.accuracy).toMatchObject({ n: 3, half: null, p: null });
  });

  it('compares every pair of values over their common seeds', () => {
    const sizes = summary.comparisons.map(({ from, to, differences }) => [from, to, differences.accuracy!.n]);
    expect(sizes).toEqual([
      ['plain', 'bare', 2],
      ['plain', 'safr', 1],
      ['bare', 'safr', 1],
    ]);
    expect(summary.comparisons[1]!.differences.srs).toEqual({ n: 1, mean: 4, half: null, p: null });
  });

  it('marks the combinations that no other one dominates', () => {
    expect(summary.combinations.map(({ pareto }) => pareto)).toEqual([true, null, true]);
    const all = [run(0.8, 2), run(0.9, 4), run(0.7, 1), run(0.7, 1), run(0.9, 3), run(0.9, 3)];
    expect(summarize(elements, all).combinations.map(({ pareto }) => pareto)).toEqual([false, false, true]);
  });

  it('has columns for planted truth and rationales if there are any', () => {
    expect(tableText(summary, 'csv').split('\n')[0]).not.toContain('planted');
    const truth = {
      planted: { ...someEvaluation().planted!, pairs: null },
      rationales: { planted: rationale, leaves: { ...rationale, averagePrecision: 0.5 } },
    };
    const withTruth = [run(0.8, 2, truth), run(0.9, 4, truth)];
    const [header, plain] = tableText(summarize(elements, withTruth), 'csv').split('\n');
    expect(header).toContain('plantedWords,plantedWords_half95,plantedWords_n,plantedOwners,');
    expect(header).toContain('leavesAP,leavesAP_half95,leavesAP_n,leavesP1,');
    expect(plain).toContain(',50,,2,100,,2,70,,2,40,,2,90,,2,');
    expect(header).not.toContain('plantedPairs');
    expect(plain).toContain(',90,,2,50,,2,');
  });

  it('gives the number of values of a figure where it differs from the number of seeds', () => {
    const [line] = tableText(summarize(elements, [run(0.8, 2), run(0.9, null)]), 'md')
      .split('\n')
      .filter((row) => row.startsWith('| plain |'));
    expect(line).toMatch(/^\| plain \| 2 \| 85\.0 \| \d+\.\d \| 2\.0 \(n 1\) \|/);
  });

  it('is written as Markdown, LaTeX and CSV', () => {
    const markdown = tableText(summary, 'md').split('\n');
    const cellsOf = (line: string) => line.split('|').map((cell) => cell.trim());
    const heads = cellsOf(markdown.find((line) => line.startsWith('| safr.preset'))!);
    const rowOf = (preset: string) => {
      const cells = cellsOf(markdown.find((line) => line.startsWith(`| ${preset} |`))!);
      return Object.fromEntries(heads.map((head, i) => [head, cells[i]]));
    };
    expect(rowOf('safr')).toMatchObject({
      ...{ seeds: '1 of 2', 'accuracy %': '80.0', 'SRS_imp(0.3)': '6.0', 'SRS_inter(0.3)': '1.0' },
      ...{ 'neurons used per input %': '60.0', 'mono per input %': '50.0', Pareto: '\\*' },
      ...{ 'mono off': '−25.0', 'poly off': '+5.0' },
    });
    expect(rowOf('bare')).toMatchObject({
      ...{ seeds: '2', 'accuracy %': '71.0', 'SRS_imp(0.3)': '–', 'SRS_inter(0.3)': '1.0' },
      ...{ 'mono over corpus %': '25.0', Pareto: '' },
    });
    expect(markdown.find((line) => line.startsWith('| plain → bare'))).toContain('−14.0 |');
    const latex = tableText(summary, 'latex');
    expect(latex).toContain('safr & 1 of 2 & 80.0 &');
    expect(latex).toContain('SRS\\_imp(0.3)');
    const [header, plain] = tableText(summary, 'csv').split('\n');
    expect(header!.split(',').slice(0, 6)).toEqual([
      'safr.preset',
      'seeds_done',
      'seeds',
      'accuracy',
      'accuracy_half95',
      'accuracy_n',
    ]);
    expect(plain!.split(',').slice(0, 4)).toEqual(['plain', '2', '2', '85']);
  });

  it('is plotted with a point for each combination that has both figures and a bar for each interval', () => {
    const svg = paretoPlot(summary);
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(svg).toContain('safr.preset plain: accuracy 85.0 %, SRS(0.3) 3.0');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(paretoPlot(summarize(elements, []))).not.toMatch(/NaN|Infinity|<circle/);
  });

  it('is plotted against another measure, with the Pareto front of that measure', () => {
    const leaves = (averagePrecision: number) => ({
      rationales: { leaves: { ...rationale, averagePrecision } },
      planted: null,
    });
    const marked = [run(0.9, 9, leaves(0.2)), null, null, null, run(0.8, 1, leaves(0.6)), null];
    const svg = paretoPlot(summarize(elements, marked), 'leavesAP');
    expect(svg).toContain('safr.preset safr: accuracy 80.0 %, leaves, average precision 60.0');
    expect(svg).toContain('leaves, average precision, %');
    expect(svg.match(/\(Pareto front\)/g)).toHaveLength(2);
    expect(paretoPlot(summarize(elements, marked)).match(/\(Pareto front\)/g)).toHaveLength(1);
  });
});
