import { nonDefaultSettings } from '../../core/experiment/differences.ts';
import { measure } from '../../core/experiment/measures.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { markdownText, shortMarkdownText } from '../editor/markdownText.ts';
import { decimals, duration, timeOf, wholePercent } from '../../common/format.ts';
import { runFigures } from '../runs/runFigures.ts';

/** A run, called `name`, as a Markdown table: the user's note, how it ended, what it found, how it differs from the paper's configuration. */
export function runTooltip(run: Run, name: string): string {
  const rows = [...stateRows(run), ...figureRows(run)];
  const settings = nonDefaultSettings(run.experiment).map(({ key, from, to }) => [
    key,
    `${value(to)} (${from === undefined ? 'none' : value(from)})`,
  ]);
  const own = settings.length === 0 ? [] : ['', ...table('Setting', 'Value (default)', settings)];
  const { note, tags } = run.notes;
  const remarks = [note, tags.map((tag) => `#${tag}`).join(' ')].filter((text) => text !== '');
  const head = [`**${markdownText(name)}**`, ...remarks.map(markdownText)].join('\n\n');
  return [head, '', ...table('Run', '', rows), ...own].join('\n');
}

function stateRows({ id, status, record, environment }: Run): string[][] {
  const { reason, started, ended, device } = record;
  const took = ended === null ? [] : [['took', duration((Date.parse(ended) - Date.parse(started)) / 1000)]];
  const state = status === 'interrupted' ? 'interrupted: its process has ended' : status;
  return [
    ['id', id],
    ['state', reason === null ? state : `${state}: ${reason}`],
    ['started', timeOf(started)],
    ...took,
    ['device', `${device} (${environment.cpu})`],
    ...(record.host === '' ? [] : [['machine', record.host]]),
  ];
}

function figureRows(run: Run): string[][] {
  const { epochs, dev, test } = runFigures(run);
  const { best } = run.record;
  const chosenBy = measure(run.experiment.training.monitor).name;
  const rows = [['epochs', best ? `${epochs}, the best by ${chosenBy} ${best.epoch}` : String(epochs)]];
  if (dev !== null) rows.push(['dev accuracy', decimals(dev, 3)]);
  if (best?.macroF1 != null) rows.push(['dev macro F1', decimals(best.macroF1, 3)]);
  if (!test) return rows;
  const random = test.srs.random === null ? '' : `, random removal ${decimals(test.srs.random, 1)}`;
  rows.push(['test accuracy', decimals(test.accuracy, 3)]);
  rows.push([`${test.srs.name}@${test.srs.k}`, `${decimals(test.srs.value, 1)} pp${random}`]);
  const { monosemantic, monosemanticOverCorpus } = test;
  if (monosemantic !== null) rows.push(['monosemantic per text', shareWords(monosemantic, 'monosemanticShare')]);
  if (monosemanticOverCorpus !== null) {
    rows.push(['monosemantic over the corpus', shareWords(monosemanticOverCorpus, 'monosemanticNeurons')]);
  }
  return rows;
}

/** With what it is a share of. */
function shareWords(share: number, id: 'monosemanticShare' | 'monosemanticNeurons'): string {
  return `${wholePercent(share)}: ${measure(id).help}`;
}

function table(left: string, right: string, rows: readonly (readonly string[])[]): string[] {
  const lines = rows.map((cells) => `| ${cells.map((cell) => shortMarkdownText(cell, 120)).join(' | ')} |`);
  return [`| ${left} | ${right} |`, '|:--|:--|', ...lines];
}

function value(setting: unknown): string {
  return typeof setting === 'string' ? setting : (JSON.stringify(setting) ?? 'none');
}
