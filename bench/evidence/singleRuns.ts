import type { Evaluation } from '../../src/core/evaluation/evaluation.ts';
import { rationaleTables } from '../../src/core/evaluation/rationaleTables.ts';
import { rivalTables } from '../../src/core/evaluation/rivalTables.ts';
import { readEvaluation } from '../../src/core/runs/evaluationFile.ts';
import { unitTable } from '../../src/core/evaluation/features/unitTable.ts';
import { currentFeatures, featuresName, namedFeatures } from '../../src/core/runs/featureFiles.ts';
import type { Run } from '../../src/core/runs/readRun.ts';
import { isDone } from '../../src/core/sweep/elementRuns.ts';
import { markdown } from '../../src/core/sweep/tables.ts';
import { linkTo, replaceSection, safr } from './results.ts';
import { trainedOf } from './sweeps.ts';

/** Presets whose first seed is looked at. */
export interface SingleRuns {
  readonly sweeps: readonly string[];
  readonly presets: readonly string[];
  readonly measures: 'features' | 'rivals';
}

interface Options {
  readonly data: string | undefined;
  /** Whether to measure what is missing; the runs are to be trained before. */
  readonly measure: boolean;
}

/** Writes a section about the first seed of some presets: autoencoders next to neurons, or rankings next to the mask. */
export async function singleRunSection(part: string, { sweeps, presets, measures }: SingleRuns, options: Options) {
  const texts: string[] = [];
  for (const sweep of sweeps) {
    for (const { setting, run } of await firstSeeds(sweep, presets)) {
      const title = `${linkTo(sweep)}, ${setting}, seed ${run.experiment.seed}`;
      texts.push(...(await tables[measures](run, title, options)));
    }
  }
  replaceSection(part, texts.join('\n'));
}

async function firstSeeds(sweep: string, presets: readonly string[]) {
  const trained = await trainedOf(sweep);
  return presets.map((preset) => {
    const found = trained.find(({ setting, run }) => setting === preset && run && isDone(run));
    if (!found) throw new Error(`${sweep}: no finished run of ${preset}; run the part of its sweep first`);
    return { setting: preset, run: found.run! };
  });
}

const sites = ['embedding', 'ffn'] as const;
const activeFeatures = [8, 16, 32];

const tables = {
  async features(run: Run, title: string, { data, measure }: Options): Promise<string[]> {
    const known = new Set((await currentFeatures(run.directory)).stored.map(featuresName));
    for (const site of sites) {
      for (const active of activeFeatures) {
        const layer = site === 'embedding' ? null : run.experiment.model.layers - 1;
        if (!measure || known.has(featuresName({ site, layer, active }))) continue;
        safr(data, 'features', run.id, '--site', site, '--active', String(active));
      }
    }
    const { stored } = await currentFeatures(run.directory);
    const { heads, rows } = unitTable(await evaluationOf(run), stored.map(namedFeatures));
    return [tableOf(title, heads, rows)];
  },

  async rivals(run: Run, title: string, { data, measure }: Options): Promise<string[]> {
    if (measure && !(await evaluationOf(run)).costlyRivals) safr(data, 'evaluate', run.id, '--rivals', '--sanity');
    const evaluation = await evaluationOf(run);
    if (!evaluation.rivals) return []; // only with --tables
    const faithfulness = rivalTables(evaluation).flatMap(({ title: sub, heads, rows, notes }) => [
      tableOf(`${title}. ${sub}`, heads, rows),
      ...notes.map((note) => `${note}\n`),
    ]);
    const agreement = rationaleTables(evaluation).map(({ title: sub, remark, heads, rows }) =>
      tableOf(`${title}. ${sub}, %; ${remark}`, heads, rows),
    );
    return [...faithfulness, ...agreement];
  },
};

function tableOf(title: string, header: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdown({ title, header, align: `l${'r'.repeat(header.length - 1)}`, rows });
}

async function evaluationOf({ directory }: Run): Promise<Evaluation> {
  return (await readEvaluation(directory))!;
}
