import type { Size } from '../../engine/operations/size.ts';
import type { ProgramBuilder } from './builder.ts';
import { contentInput } from './content.ts';
import { attentionInputs } from './forward.ts';
import { importancePart } from './importance.ts';
import type { ModelShape } from './modelShape.ts';
import { similarityPart } from './similarity.ts';
import { importanceBlocks, interactionBlocks, type Regularizers } from './regularizers.ts';

/** Order of the means in buffer `losses`; the last one is there only in programs that compute it. */
export const lossNames = ['crossEntropy', 'importance', 'interaction', 'information', 'similarity'] as const;
export type LossName = (typeof lossNames)[number];

/** Without the λs; `interaction` is null and `similarity` missing where it was not measured. */
export type Losses = Readonly<Record<Exclude<LossName, 'interaction' | 'similarity'>, number>> & {
  readonly interaction: number | null;
  readonly similarity?: number;
};

/** [sentences, heads]: the interaction sums of a block. */
export const interactionPart = (layer: number) => `layers.${layer}.loss.interaction`;

/** L_inter of a block per sentence and head, where no backward pass of its attention computes it. */
export function emitInteractionLoss(builder: ProgramBuilder, shape: ModelShape, layer: number): void {
  const loss = builder.value(interactionPart(layer), 'sentences', shape.heads);
  builder.emit({ op: 'interactionLoss', ...attentionInputs(shape, layer), ...contentInput(shape), loss });
}

/** The means of the losses that a routine has computed; those of others keep what they were. */
export function emitLosses(
  builder: ProgramBuilder,
  shape: ModelShape,
  computed: Omit<Regularizers, 'importance' | 'information'>,
): void {
  const losses = lossesBuffer(builder, computed);
  const mean = (name: LossName, parts: readonly string[], count: Size, of = 1) =>
    builder.emit({ op: 'meanLoss', parts, count, of, losses, at: lossNames.indexOf(name) });
  mean('crossEntropy', ['loss.crossEntropy'], 'sentences');
  const importance = computed.importanceSite === 'embedding' ? [null] : importanceBlocks(shape, computed);
  mean('importance', importance.map(importancePart), 'contentRows', importance.length);
  const interaction = computed.interaction === null ? [] : interactionBlocks(shape, computed);
  const ofBlocks = shape.heads * interaction.length;
  if (ofBlocks > 0) mean('interaction', interaction.map(interactionPart), 'contentPairs', ofBlocks);
  if (shape.maskHidden !== null) mean('information', ['loss.information'], 'contentRows');
  if (!computed.similarity) return;
  const similarity = Array.from({ length: shape.layers }, (_, layer) => similarityPart(layer));
  mean('similarity', similarity, 'sentences', shape.layers);
}

/** The buffer `losses` of a program whose training computes these: asked for first by the routine that comes first. */
export const lossesBuffer = (builder: ProgramBuilder, { similarity }: Pick<Regularizers, 'similarity'>) =>
  builder.value('losses', similarity ? lossNames.length : lossNames.length - 1);
