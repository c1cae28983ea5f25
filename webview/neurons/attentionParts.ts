import type { AttentionPart } from '../../src/protocol/neurons.ts';

/**
 * The parts of the attention one by one: the mean of all (null), then of each layer the mean of its heads and each head. The mean of the only
 * layer is that of all.
 */
export function attentionParts(layers: number, heads: number): (AttentionPart | null)[] {
  const ofLayer = (layer: number): AttentionPart[] => [
    ...(layers > 1 ? [{ layer, head: null }] : []),
    ...(heads > 1 ? Array.from({ length: heads }, (_, head) => ({ layer, head })) : []),
  ];
  return [null, ...Array.from({ length: layers }, (_, layer) => ofLayer(layer)).flat()];
}

/** The part before (`by` −1) or after (1) another one; undefined beyond the first and the last. */
export function neighborOf(
  parts: readonly (AttentionPart | null)[],
  part: AttentionPart | null,
  by: -1 | 1,
): AttentionPart | null | undefined {
  const at = parts.findIndex((other) => other?.layer === part?.layer && other?.head === part?.head);
  return parts[at + by];
}

/** The name of a part in a model of so many layers. */
export function partName(part: AttentionPart | null, layers: number): string {
  if (part === null) return layers > 1 ? 'mean of all layers and heads' : 'mean of all heads';
  const layer = layers > 1 ? [`layer ${part.layer + 1}`] : [];
  return [...layer, part.head === null ? 'mean of its heads' : `head ${part.head + 1}`].join(', ');
}
