import * as z from 'zod';

/** null if the class was never predicted (precision), has no texts (recall), or both (F1). */
const classScoresSchema = z.object({
  name: z.string(),
  sentences: z.int(),
  precision: z.number().nullable(),
  recall: z.number().nullable(),
  f1: z.number().nullable(),
});
export type ClassScores = z.output<typeof classScoresSchema>;

/** How well a model distinguishes the classes. */
export const classificationSchema = z
  .object({
    /** Share of correct predictions, 0 to 1. */
    accuracy: z.number(),
    /** Mean F1 of the classes that have one, each with the same weight; missing in evaluations of earlier versions. */
    macroF1: z.number().nullable().optional(),
    /** Sentences by [class][predicted class]. */
    confusion: z.array(z.array(z.int()).readonly()).readonly(),
    classes: z.array(classScoresSchema).readonly(),
  })
  .transform(({ macroF1, ...read }) => ({ ...read, macroF1: macroF1 ?? macroF1Of(read.classes) }));
export type Classification = z.output<typeof classificationSchema>;

export function classification(
  labels: readonly number[],
  predicted: readonly number[],
  names: readonly string[],
): Classification {
  const confusion = names.map(() => names.map(() => 0));
  labels.forEach((label, i) => {
    confusion[label]![predicted[i]!]!++;
  });
  const classes = names.map((name, c) => classScores(name, c, confusion));
  return {
    accuracy: ratio(sum(names.map((_, c) => confusion[c]![c]!)), labels.length) ?? 0,
    macroF1: macroF1Of(classes),
    confusion,
    classes,
  };
}

function macroF1Of(classes: readonly ClassScores[]): number | null {
  const scores = classes.flatMap(({ f1 }) => f1 ?? []);
  return ratio(sum(scores), scores.length);
}

function classScores(name: string, index: number, confusion: readonly (readonly number[])[]): ClassScores {
  const correct = confusion[index]![index]!;
  const actual = sum(confusion[index]!);
  const predicted = sum(confusion.map((row) => row[index]!));
  return {
    name,
    sentences: actual,
    precision: ratio(correct, predicted),
    recall: ratio(correct, actual),
    f1: ratio(2 * correct, actual + predicted),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);
