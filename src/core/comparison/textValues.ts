import type { Evaluation } from '../evaluation/evaluation.ts';
import type { MeasureId } from '../experiment/measures.ts';

/** The value of a measure for each text by its number: their mean is the measure, as in the evaluation. */
export type TextValues = ReadonlyMap<number, number>;

/** null for measures whose values per text are not stored. */
export function textValues({ predictions, neurons }: Evaluation, id: MeasureId): TextValues | null {
  const { labels, predicted, srs, neurons: counts, rationales = {} } = predictions;
  const isCorrect = (text: number, outcome: number | undefined) => Number(outcome === labels[text]);
  switch (id) {
    case 'accuracy':
      return new Map(labels.map((_, text) => [text, isCorrect(text, predicted[text])]));
    case 'srs':
      return (
        srs &&
        new Map(
          srs.sentences.map((text, i) => [
            text,
            100 * (isCorrect(text, predicted[text]) - isCorrect(text, srs.predicted[i])),
          ]),
        )
      );
    case 'usedPerInput': {
      const all = neurons.layers.reduce((sum, { corpus }) => sum + corpus.neurons.length, 0);
      return counts ? new Map(counts.used.map((used, text) => [text, used / all])) : null;
    }
    case 'monosemanticShare':
      return counts ? shares(counts.monosemantic, counts.used) : null;
    case 'leavesAP':
      return marked(rationales.leaves?.averagePrecision);
    case 'cartonAP':
      return marked(rationales.carton?.averagePrecision);
    case 'rationaleAP':
      return marked(rationales.rationale?.averagePrecision);
    default:
      return null;
  }
}

/** Of a ratio of sums, its linearization at the sums: the interval of its mean is that of the ratio. */
function shares(parts: readonly number[], wholes: readonly number[]): TextValues | null {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const mean = sum(wholes) / wholes.length;
  if (!(mean > 0)) return null;
  const share = sum(parts) / sum(wholes);
  return new Map(parts.map((part, text) => [text, share + (part - share * wholes[text]!) / mean]));
}

function marked(values: readonly (number | null)[] | undefined): TextValues | null {
  return values ? new Map(values.flatMap((value, text) => (value === null ? [] : [[text, value] as const]))) : null;
}
