import * as z from 'zod';
import { wilsonInterval, type Interval } from '../../common/statistics.ts';

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
    /** Its 95 % interval, by the number of texts; missing in evaluations of earlier versions, as the next two. */
    accuracyInterval: z.object({ low: z.number(), high: z.number() }).optional(),
    /** Share of the texts that are of the most frequent class: the accuracy of always predicting it. */
    largestClass: z.number().optional(),
    /** Mean F1 of the classes that have one, each with the same weight. */
    macroF1: z.number().nullable().optional(),
    /** Sentences by [class][predicted class]. */
    confusion: z.array(z.array(z.int()).readonly()).readonly(),
    classes: z.array(classScoresSchema).readonly(),
  })
  .transform((read) => ({
    ...read,
    accuracyInterval: read.accuracyInterval ?? intervalOf(read.confusion),
    largestClass: read.largestClass ?? largestClassOf(read.confusion),
    macroF1: read.macroF1 ?? macroF1Of(read.classes),
  }));
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
    accuracy: ratio(correctIn(confusion), labels.length) ?? 0,
    accuracyInterval: intervalOf(confusion),
    largestClass: largestClassOf(confusion),
    macroF1: macroF1Of(classes),
    confusion,
    classes,
  };
}

type Confusion = readonly (readonly number[])[];

function intervalOf(confusion: Confusion): Interval {
  const texts = sum(confusion.flat());
  return texts === 0 ? { low: 0, high: 1 } : wilsonInterval(correctIn(confusion), texts);
}

function largestClassOf(confusion: Confusion): number {
  return ratio(Math.max(...confusion.map(sum)), sum(confusion.flat())) ?? 0;
}

const correctIn = (confusion: Confusion) => sum(confusion.map((row, c) => row[c]!));

function macroF1Of(classes: readonly ClassScores[]): number | null {
  const scores = classes.flatMap(({ f1 }) => f1 ?? []);
  return ratio(sum(scores), scores.length);
}

function classScores(name: string, index: number, confusion: Confusion): ClassScores {
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
