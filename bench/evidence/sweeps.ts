import { writeFileSync } from 'node:fs';
import { labelOf, measure, type KnownMeasure } from '../../src/core/experiment/measures.ts';
import { objective } from '../../src/core/experiment/objective.ts';
import type { Experiment } from '../../src/core/experiment/schema.ts';
import type { Run } from '../../src/core/runs/readRun.ts';
import { isDone, runsOf } from '../../src/core/sweep/elementRuns.ts';
import { paretoPlot } from '../../src/core/sweep/paretoPlot.ts';
import { readSweep, type Element } from '../../src/core/sweep/readSweep.ts';
import { summarize, type Summary } from '../../src/core/sweep/summary.ts';
import { tableText } from '../../src/core/sweep/tables.ts';
import { fileOf, linkTo, replaceSection, runs, safr } from './results.ts';

/** The tables of a section, each with the measures of one topic. */
const topics: readonly { readonly title: string; readonly has: (measure: KnownMeasure) => boolean }[] = [
  { title: 'Accuracy and SRS', has: ({ path }) => /^(classification|srs)\./.test(path) },
  { title: 'Faithfulness of the mask', has: ({ path }) => path.startsWith('eraser.') },
  { title: 'Agreement with people or the grammar', has: ({ path }) => /^(rationales|planted)\./.test(path) },
  { title: 'Neurons', has: ({ path }) => /^(neurons|causal)\./.test(path) },
];

interface Trained {
  readonly setting: string;
  readonly element: Element;
  readonly run: Run | null;
}

/** Writes the section of some sweeps, whose settings are all compared with the first one. `data`: the archives; `train`: whether to run the sweeps first. */
export async function sweepSection(
  part: string,
  sweeps: readonly string[],
  { data, train }: { readonly data: string | undefined; readonly train: boolean },
): Promise<void> {
  if (train) for (const sweep of sweeps) safr(data, 'sweep', fileOf(sweep));
  write(part, sweeps, distinct((await Promise.all(sweeps.map(trainedOf))).flat()));
}

export async function trainedOf(name: string): Promise<Trained[]> {
  const sweep = readSweep(fileOf(name));
  const found = await runsOf(sweep, runs);
  return sweep.elements.map((element, i) => ({ setting: settingOf(element.experiment), element, run: found[i]! }));
}

/** Names what differs as the experiment file does: preset, site, weights, and the options of neurons and of texts. */
function settingOf({ safr, model, training }: Experiment): string {
  const { preset, importanceSite, importanceForm, ...others } = safr;
  const options = { activeNeurons: model.activeNeurons, ...optionsOf(training) };
  const texts = Object.entries({ ...others, ...options })
    .filter(([, value]) => value !== 'all' && value !== undefined && value !== null && value !== 0)
    .map(([name, value]) => `${name} ${String(value)}`);
  const site = importanceSite === 'ffn' ? ['on the FFN'] : [];
  const form = importanceForm === 'cosine' ? ['by cosines'] : [];
  return [preset, ...site, ...form, ...texts].join(', ');
}

function optionsOf({ firingRate, randomDeletion }: Experiment['training']) {
  return { firingRate, randomDeletion };
}

/** Removes duplicates: grids contain presets again, under other names. Each objective keeps its first name, and each of its seeds occurs once. */
function distinct(all: readonly Trained[]): Trained[] {
  const names = new Map<string, string>();
  const seen = new Set<string>();
  return all.flatMap(({ setting, element, run }) => {
    const { safr, seed, model, training } = element.experiment;
    const { importanceSite, importanceForm, importanceLayers, interactionLayers, similarity } = safr;
    const sites = [importanceSite, importanceForm, importanceLayers, interactionLayers];
    const options = [similarity, model.activeNeurons, optionsOf(training)];
    const key = JSON.stringify([objective(safr), ...sites, ...options]);
    const name = names.get(key) ?? setting;
    names.set(key, name);
    if (seen.has(`${name} ${seed}`)) return [];
    seen.add(`${name} ${seed}`);
    return [{ setting: name, element: { ...element, settings: { setting: name, seed } }, run }];
  });
}

function write(part: string, sweeps: readonly string[], trained: readonly Trained[]): void {
  if (!trained.some(({ run }) => run && isDone(run)))
    throw new Error(`${runs} has no finished run of ${sweeps.join(', ')}`);
  const summary = summarize(
    trained.map(({ element }) => element),
    trained.map(({ run }) => run),
  );
  const comparisons = summary.comparisons.filter(({ from }) => from === trained[0]!.setting);
  const files = sweeps.map(linkTo).join(', ');
  const tables = topics.map(({ title, has }) => {
    const measures = summary.measures.filter(has);
    return measures.length === 0 ? '' : `### ${title}\n\n${tableText({ ...summary, comparisons, measures }, 'md')}`;
  });
  replaceSection(part, [`Of ${files}; ${timeText(trained)}`, ...plots(part, summary), ...tables].join('\n'));
}

/** Accuracy against SRS and, where people or the grammar marked words, against the average precision of the mask. */
function plots(part: string, summary: Summary): string[] {
  const vertical = (['srs', 'leavesAP', 'plantedWords'] as const).filter((id) =>
    summary.measures.some((one) => one.id === id),
  );
  return vertical.map((id) => {
    const file = `${part}-${id}.svg`;
    writeFileSync(`docs/${file}`, paretoPlot(summary, id));
    return `![Accuracy against ${labelOf(measure(id), summary.headline)}, with intervals](${file})\n`;
  });
}

function timeText(trained: readonly Trained[]): string {
  const done = trained.flatMap(({ run }) => (run && isDone(run) ? run : []));
  const minutes = done.reduce((sum, { lastLine }) => sum + lastLine!.seconds, 0) / 60;
  const counts = new Map<string, number>();
  for (const { environment } of done) {
    const { device, cpu, node } = environment;
    const place = `${device.split(';')[0]}; ${cpu}, Node ${node}`; // without the limits of a GPU
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const places = Array.from(counts, ([place, count]) => `- ${count} by ${place}\n`);
  return `${done.length} runs, ${minutes.toFixed(0)} minutes of training in all\n\n${places.join('')}`;
}
