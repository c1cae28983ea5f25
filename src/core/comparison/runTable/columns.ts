import { decimals, duration, missing, timeOf } from '../../../common/format.ts';
import { inUnit, labelOf, measures, measure, type KnownMeasure } from '../../experiment/measures.ts';
import { valueOf } from '../../runs/evaluationSummary.ts';
import { epochsOf, type Run } from '../../runs/readRun.ts';
import { absent, differing, fieldIn, fieldsOf, rankOf } from '../configuration.ts';

/** What a column has of a run, in the unit that is shown; null: nothing. */
export type Value = number | string | null;

export interface Column {
  /** Unique: the path of a setting, the id of a measure, or a word. Filters and CSV files name the column by it. */
  readonly id: string;
  readonly name: string;
  /** One sentence, or the path of the setting. */
  readonly help: string;
  readonly kind: 'run' | 'setting' | 'measure';
  readonly isNumber: boolean;
  /** Whether it is shown where the user does not say otherwise. */
  readonly isShown: boolean;
  readonly valueIn: (run: Run) => Value;
  readonly textOf: (value: Value) => string;
}

/** How runs and their experiments are called. */
export interface RunTitles {
  readonly nameOf: (run: Run) => string;
  readonly experimentOf: (run: Run) => string;
}

/** Number of settings that are shown where the user does not choose. */
const maxSettingsShown = 8;
const measuresShown: ReadonlySet<string> = new Set([
  ...['accuracy', 'macroF1', 'srs', 'srsRandom', 'monosemanticShare', 'monosemanticNeurons'],
]);

/** What a run is and what became of it, the settings that differ among the runs, and the measures that at least one has. */
export function columnsOf(runs: readonly Run[], titles: RunTitles): Column[] {
  const [titleColumns, recordColumns] = runColumns(runs, titles);
  return [...titleColumns, ...settingColumns(runs), ...measureColumns(runs), ...recordColumns];
}

/** The columns before the settings and those after the measures. */
function runColumns(runs: readonly Run[], { nameOf, experimentOf }: RunTitles): [Column[], Column[]] {
  const text = (id: string, name: string, help: string, valueIn: Column['valueIn'], isShown: boolean) =>
    ({ id, name, help, kind: 'run', isNumber: false, isShown, valueIn, textOf: plainText }) as const;
  const number = (id: string, help: string, valueIn: Column['valueIn'], textOf: Column['textOf'], isShown: boolean) =>
    ({ id, name: id, help, kind: 'run', isNumber: true, isShown, valueIn, textOf }) as const;
  const areSeveral = new Set(runs.map(({ experimentPath }) => experimentPath)).size > 1;
  const haveTags = runs.some(({ notes }) => notes.tags.length > 0);
  const titles = [
    text('name', 'run', 'Your name for the run, or the settings in which it differs from the others.', nameOf, true),
    text('experiment', 'experiment', 'The experiment file.', experimentOf, areSeveral),
    text('state', 'state', 'Running, finished, stopped, interrupted or failed.', ({ status }) => status, false),
    text('tags', 'tags', 'Your tags.', ({ notes }) => notes.tags.map((tag) => `#${tag}`).join(' ') || null, haveTags),
    text('note', 'note', 'Your note.', ({ notes }) => notes.note || null, false),
  ];
  const record = [
    text('id', 'id', 'The name of its folder.', ({ id }) => id, false),
    number('started', 'When its training began.', ({ record }) => Date.parse(record.started), timeText, true),
    number('duration', 'From the start of its training to its end.', durationOf, durationText, false),
    number('epochs', 'Whole epochs.', epochsOf, plainText, true),
  ];
  return [titles, record];
}

const plainText = (value: Value) => (value === null ? missing : String(value));
const timeText = (value: Value) => (typeof value === 'number' ? timeOf(new Date(value).toISOString()) : missing);
const durationText = (value: Value) => (typeof value === 'number' ? duration(value) : missing);

function durationOf({ record: { started, ended } }: Run): number | null {
  return ended === null ? null : (Date.parse(ended) - Date.parse(started)) / 1000;
}

/** Fields that other columns show, or that say nothing. */
const notSettings: ReadonlySet<string> = new Set(['$schema', 'name']);

function settingColumns(runs: readonly Run[]): Column[] {
  const rows = differing(runs.map(({ experiment }) => fieldsOf(experiment))).filter(
    ({ field }) => !notSettings.has(field),
  );
  rows.sort((a, b) => rankOf(a) - rankOf(b));
  const lastPart = (field: string) => field.slice(field.lastIndexOf('.') + 1);
  const isAmbiguous = (field: string) => rows.filter((row) => lastPart(row.field) === lastPart(field)).length > 1;
  return rows.map(({ field, values }, i): Column => {
    const isNumber = values.every((value) => value === absent || (value !== '' && Number.isFinite(Number(value))));
    return {
      ...{ id: field, name: isAmbiguous(field) ? field : lastPart(field), help: field, kind: 'setting', isNumber },
      isShown: i < maxSettingsShown,
      valueIn: (run) => {
        const value = fieldIn(fieldsOf(run.experiment), field);
        return value === undefined ? null : isNumber ? Number(value) : value;
      },
      textOf: field === 'model.pretrained' ? folderName : plainText,
    };
  });
}

/** The last part of a path. */
const folderName = (value: Value) => plainText(value).replace(/^.*[\\/](?=.)/, '');

function measureColumns(runs: readonly Run[]): Column[] {
  const summaries = runs.flatMap(({ summary }) => summary ?? []);
  const headlines = new Set(summaries.map(({ headline }) => headline));
  const k = headlines.size === 1 ? [...headlines][0]! : 'k';
  const listed = measures
    .map(({ id }) => measure(id))
    .filter(({ uses }) => uses.includes('sweep') || uses.includes('expect'));
  const present = listed.filter(({ id }) => summaries.some((summary) => valueOf(summary, id) !== null));
  const dev = devAccuracyColumn(runs);
  return [...(dev ? [dev] : []), ...present.map((each) => measureColumn(each, k))];
}

function devAccuracyColumn(runs: readonly Run[]): Column | null {
  if (runs.every(({ record }) => record.best === null)) return null;
  const valueIn = ({ record: { best } }: Run) => (best ? 100 * best.accuracy : null);
  const textOf = (value: Value) => numberText(value, 1);
  const help = 'Accuracy of the best epoch on the dev split.';
  return {
    id: 'devAccuracy',
    name: 'dev accuracy %',
    help,
    kind: 'measure',
    isNumber: true,
    isShown: true,
    valueIn,
    textOf,
  };
}

function measureColumn(each: KnownMeasure, k: number | 'k'): Column {
  const label = each.heading ?? labelOf(each, k);
  return {
    ...{
      id: each.id,
      name: each.unit === '%' ? `${label} %` : label,
      help: each.help,
      kind: 'measure',
      isNumber: true,
    },
    isShown: measuresShown.has(each.id),
    valueIn: ({ summary }) => {
      const value = summary && valueOf(summary, each.id);
      return value === null ? null : inUnit(each, value);
    },
    textOf: (value) => numberText(value, each.decimals),
  };
}

function numberText(value: Value, digits: number): string {
  return typeof value === 'number' ? decimals(value, digits) : missing;
}
