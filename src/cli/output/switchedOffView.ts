import { sizeOf, type NeuronSet } from '../../core/evaluation/neuronSet.ts';
import type { SwitchedOffText } from '../../core/evaluation/explanation/explanation.ts';
import { colors } from './colors.ts';
import { counted, decimals, percent, signed } from '../../common/format.ts';
import { printableName } from './printableExplanation.ts';
import { table } from './table.ts';

/** A prediction with all neurons and with some switched off, for the terminal. */
export function switchedOffView(neurons: NeuronSet, { before, after, active, random }: SwitchedOffText): string[] {
  const flipped = before.predicted !== after.predicted;
  const classes = before.probabilities.map(({ class: name }) => printableName(name));
  const row = (name: string, { predicted, probabilities, margin }: typeof before, remark: string) => [
    `  ${name}`,
    colors.bold(printableName(predicted)),
    ...probabilities.map(({ probability }) => percent(probability)),
    decimals(margin, 2),
    remark,
  ];
  const rows = [row('with', before, ''), row('without', after, flipped ? colors.yellow('flipped') : '')];
  const header = ['', 'prediction', ...classes, 'margin', ''].map(colors.dim);
  const all = sizeOf(neurons);
  const activeText =
    active === all ? 'all of them are active in this text' : `${active} of them are active in this text`;
  return [
    `${colors.bold('switched off')}  ${colors.dim(`${counted(all, 'neuron')}; ${activeText}`)}`,
    ...table(rows, `ll${'r'.repeat(classes.length + 1)}l`, { header }),
    `  change of the margin  ${colors.bold(signed(after.margin - before.margin))}`,
    ...(active > 0 ? [`  as many at random     ${colors.dim(baseline(random))}`] : []),
    '',
  ];
}

function baseline({ draws, mean, deviation, flips }: SwitchedOffText['random']): string {
  const spread = deviation === null ? '' : ` ± ${decimals(deviation, 2)}`;
  return `${signed(mean)}${spread} over ${counted(draws, 'draw')}, ${flips} of them flip the prediction`;
}
