/** What an `expect` block can name beside SRS, with what it means. Shares are of 0 to 1. */
export const plainMeasures = {
  accuracy: 'Share of right predictions.',
  monosemanticShare: 'Monosemantic among the neurons that a text uses.',
  monosemanticNeurons: 'Share of all neurons that are monosemantic over the corpus.',
  deadNeurons: 'Share of all neurons that never fire.',
  comprehensiveness: 'AOPC: what deleting the important tokens costs.',
  sufficiency: 'AOPC: what keeping only them costs.',
} as const;
export type PlainMeasure = keyof typeof plainMeasures;

/** Curves over evaluation.fractions, in percentage points; one point of them is named such as "srs@0.3". */
export const curveMeasures = { srs: 'both', srsImp: 'imp', srsInter: 'inter' } as const;
export type CurveMeasure = keyof typeof curveMeasures;

/** The largest or least value that is as expected, such as ">= 0.72". */
export const boundPattern = /^(>=|<=) *(-?\d+(?:\.\d+)?)$/;

/** What a name such as "accuracy" or "srs@0.3" stands for; null where it stands for nothing. */
export function parseMeasure(name: string): PlainMeasure | { readonly curve: CurveMeasure; readonly k: number } | null {
  if (Object.hasOwn(plainMeasures, name)) return name as PlainMeasure;
  const [curve, k, ...more] = name.split('@');
  if (!curve || !k || more.length > 0 || !Object.hasOwn(curveMeasures, curve)) return null;
  return String(Number(k)) === k ? { curve: curve as CurveMeasure, k: Number(k) } : null;
}

/** Every name that can be expected of an evaluation at these fractions. */
export function measureNames(fractions: readonly number[]): string[] {
  const points = Object.keys(curveMeasures).flatMap((curve) => fractions.map((k) => `${curve}@${k}`));
  return [...Object.keys(plainMeasures), ...points];
}
