import { Command, Option } from 'commander';
import { evaluatedAlike, minRuns, maxRuns } from '../../core/comparison/comparable.ts';
import { comparedUnits } from '../../core/comparison/comparedUnits.ts';
import { compareRuns } from '../../core/comparison/compareRuns.ts';
import { currentFeatures, namedFeatures } from '../../core/runs/featureFiles.ts';
import { readDetails, readRun, type DetailedRun, type Run } from '../../core/runs/readRun.ts';
import { compareNeurons } from '../../core/workflow/compareNeurons.ts';
import { explainChanges } from '../../core/workflow/explainChanges.ts';
import { UserError } from '../../common/userError.ts';
import { namedRun } from '../namedRun.ts';
import { computeSettings, wholeNumber, withComputeOptions, type ComputeFlags } from '../options.ts';
import { changesView } from '../output/changesView.ts';
import { comparedUnitsView, comparisonView } from '../output/comparisonView.ts';
import { featuresDocument } from '../output/featuresDocument.ts';
import { neuronDiffView } from '../output/neuronDiffView.ts';
import { print, printJson } from '../output/print.ts';
import { withProgress } from '../output/progressView.ts';

interface CompareFlags extends ComputeFlags {
  readonly lines: number;
}

export function compareCommand(): Command {
  return withComputeOptions(
    new Command('compare')
      .summary('compare two to six runs')
      .description(
        'Shows where the settings of evaluated runs differ and the results of each. For two runs, also how their neurons correspond ' +
          '(monosemantic, polysemantic, dead) and the texts whose prediction changed, each with both explanations.',
      )
      .argument('<runs...>', 'two to six: an id, the beginning of one, a name, `last`, or a folder')
      .addOption(
        new Option('--lines <n>', 'for two runs: number of changed predictions to explain')
          .argParser(wholeNumber(0, 1000))
          .default(3),
      )
      .addHelpText(
        'after',
        `
Neurons are matched one to one by the correlation of their activations over the
same tokens of the test split; 0.5 or more counts as the same neuron. The same
matching with shuffled tokens shows how many would match by chance.

Examples:
  $ safr compare 20250131-1402 last      by ids, their beginnings, or names
  $ safr compare 20250131-1402 last --lines 20
  $ safr compare 20250131-1402 20250131-1415 20250131-1428 --json`,
      )
      .action(printComparison),
  );
}

async function printComparison(names: readonly string[], flags: CompareFlags): Promise<void> {
  const runs = await namedRuns(names, flags);
  evaluatedAlike(runs);
  const comparison = compareRuns(runs);
  const features = await Promise.all(
    runs.map(async ({ directory, hasWeights }) => (hasWeights ? (await currentFeatures(directory)).stored : [])),
  );
  const pair = runs.length === 2 ? await compareTwo(runs[0]!, runs[1]!, flags) : null;
  if (flags.json) {
    return printJson('compare', {
      runs: runs.map(({ id, directory }) => ({ run: id, directory })),
      ...comparison,
      features: features.map((stored) => stored.map(featuresDocument)),
      neurons: pair?.neurons ?? null,
      predictions: pair?.changes ?? null,
    });
  }
  print(...comparisonView(runs, comparison));
  const units = comparedUnits(
    runs.map(({ evaluation }, run) => ({ evaluation, features: features[run]!.map(namedFeatures) })),
  );
  if (units) print('', ...comparedUnitsView(units));
  if (!pair) return;
  const columns = process.stdout.columns ?? 100;
  print('', ...neuronDiffView(pair.neurons), '', ...changesView(pair.changes, runs[0]!.classes, columns));
}

/** Errors: UserError if there are too few or too many, or one does not exist or is named twice. */
async function namedRuns(names: readonly string[], flags: CompareFlags): Promise<DetailedRun[]> {
  if (names.length < minRuns || names.length > maxRuns) {
    throw new UserError(
      `compare takes ${minRuns} to ${maxRuns} runs, not ${names.length}`,
      'Name the runs by their ids; `safr runs` lists them.',
    );
  }
  const runs: DetailedRun[] = [];
  for (const name of names) {
    runs.push(await readDetails(await readRun(await namedRun(flags, name))));
  }
  const twice = runs.find(({ directory }, i) => runs.some((other, j) => j < i && other.directory === directory));
  if (twice) throw new UserError(`run ${twice.id} is named twice`, 'Name each run once; `safr runs` lists them.');
  return runs;
}

async function compareTwo(from: Run, to: Run, flags: CompareFlags) {
  const settings = computeSettings(flags, 'stopping; nothing is shown.');
  const options = { from: from.directory, to: to.directory, ...settings };
  return withProgress(flags, async (view) => {
    const neurons = await compareNeurons({ ...options, onEvent: view?.handle });
    return { neurons, changes: await explainChanges({ ...options, lines: flags.lines }) };
  });
}
