import type { Measure } from '../experiment/measures.ts';

/** A measure's value in an evaluation, or in a part of one, a share or points as there; null where it was not measured. `k`: the fraction of those that have one. */
export function measureValue(evaluation: object, { path, complement }: Measure, k: number): number | null {
  const value = numberAt(evaluation, path, k);
  return complement && value !== null ? 1 - value : value;
}

/** Its sample deviation over random seeds; null where it has none. */
export function measureDeviation(evaluation: object, { deviation }: Measure, k: number): number | null {
  return deviation === undefined ? null : numberAt(evaluation, deviation, k);
}

function numberAt(evaluation: object, path: string, k: number): number | null {
  const value = path.split('.').reduce<unknown>((inner, key) => child(inner, key, k), evaluation);
  return typeof value === 'number' ? value : null;
}

function child(value: unknown, key: string, k: number): unknown {
  if (key === '{k}') return (value as readonly { readonly k: number }[]).find((point) => point.k === k);
  return (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];
}
