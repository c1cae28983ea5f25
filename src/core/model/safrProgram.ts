import type { Program } from '../../engine/program.ts';
import { adamFields } from './adam.ts';
import { emitAttribution } from './attribution.ts';
import { emitBackward, embeddingGradient, informationLoss } from './backward.ts';
import { modelBuilder, type ProgramBuilder } from './builder.ts';
import { emitBiasSteering, emitFiringCounts, type FiringRate } from './firingRate.ts';
import { attentionInputs, embeddingScale, emitForward, type ActivationSite } from './forward.ts';
import { emitImportanceLoss } from './importance.ts';
import { emitInteractionLoss, emitLosses, lossesBuffer } from './losses.ts';
import { parameterSpecs, type ParameterSpec } from './parameters.ts';
import type { ModelShape } from './modelShape.ts';
import { interactionBlocks, readsFirstRows, type Regularizers } from './regularizers.ts';
import { gradientOf, isNew, trainedPart, type Trainable } from './trainedPart.ts';

export interface TrainingObjective extends Regularizers {
  /** Largest norm of the whole gradient; null: no clipping. */
  readonly gradientClip: number | null;
  /** Whether batches of `train` have the input `exampleWeights`. */
  readonly weighted?: boolean;
  /** Everything where left out. */
  readonly trainable?: Trainable;
  /** Decoupled weight decay (AdamW); 0 where left out. */
  readonly weightDecay?: number;
  /** Learning rate of mask and head, divided by that of all others; 1 where left out. */
  readonly newLearningRateFactor?: number;
  /** Biases of neurons are steered to target firing rates; left out: they are not. */
  readonly firingRate?: FiringRate;
}

/**
 * Routines of a step in parts: the first part of a batch, each further one, then the update with the last one's batch. `losses` of a part are its
 * share of the batch's.
 */
export const partRoutines = { first: 'trainFirstPart', next: 'trainNextPart', update: 'update' } as const;

/** Kingma and Ba's constants, PyTorch's defaults. */

/** Parts of the program that only some uses of the model need. */
export interface ProgramOptions {
  /** Routine `attribute`, for attributions by gradients; it takes memory. */
  readonly attribution?: boolean | undefined;
  /** Routines that take a training step on a batch in parts, see `TrainingPart`; they take memory for sums of gradients. */
  readonly inParts?: boolean | undefined;
  /** Routine `predictReplaced`: predict with the activations of this site given, see `ForwardMode`. */
  readonly replaced?: ActivationSite | undefined;
  /** The Gumbel noise is written to the buffer `mask.noise` rather than drawn (goldens). */
  readonly givenNoise?: boolean | undefined;
}

/**
 * The SAFR transformer (method.md; arXiv 2501.16374) as a program.
 * Routines: `predict` (logits and probabilities), `predictCut` (the same with the pairs of input `cut` cut),
 * `explain` (predict and the attention weights), `measureLosses` (predict and the four losses) and, with an objective, `train` (one Adam
 * step; where it is asked for, `partRoutines` as well), else `predictScaled` (predict with the neurons multiplied by inputs `layers.N.scale`: no training has to make room for it), and
 * where it is asked for `attribute` (see `emitAttribution`).
 * Buffers worth reading: `logits`, `probabilities`, `keep`, `masked` (x1), `layers.N.hidden` (FFN activations, after ReLU),
 * `layers.N.weights` (attention), `losses`; see `forward.ts` for the rest.
 */
export function safrProgram(
  shape: ModelShape,
  objective?: TrainingObjective,
  { attribution, givenNoise, inParts, replaced }: ProgramOptions = {},
): Program {
  const builder = modelBuilder(shape);
  builder.routine('predict');
  emitForward(builder, shape, { training: false, places: true, firstRows: true });
  builder.routine('predictCut');
  emitForward(builder, shape, { training: false, places: true, firstRows: true, cut: true });
  builder.routine('explain');
  emitForward(builder, shape, { training: false });
  emitExplanation(builder, shape);
  builder.routine('measureLosses');
  emitForward(builder, shape, { training: false, firstRows: true });
  emitMeasuredLosses(builder, shape, objective ?? {});
  if (attribution) {
    builder.routine('attribute');
    emitAttribution(builder, shape);
  }
  if (replaced) {
    builder.routine('predictReplaced');
    emitForward(builder, shape, { training: false, replaced });
  }
  if (objective) {
    builder.routine('train');
    emitGradients(builder, shape, objective);
    emitUpdate(builder, shape, objective);
    if (inParts) emitParts(builder, shape, objective);
  } else {
    builder.routine('predictScaled');
    emitForward(builder, shape, { training: false, places: true, firstRows: true, scaled: true });
  }
  const program = builder.program();
  return givenNoise ? withoutGumbel(program) : program;
}

function emitGradients(builder: ProgramBuilder, shape: ModelShape, objective: TrainingObjective): void {
  emitForward(builder, shape, {
    training: true,
    firstRows: readsFirstRows(shape, objective),
    weighted: objective.weighted ?? false,
  });
  if (objective.firingRate) emitFiringCounts(builder, shape);
  emitBackward(builder, shape, objective, trainedPart(shape, objective.trainable));
  emitLosses(builder, shape, objective);
}

/** The sum of a gradient over parts of a batch. */
const sumOf = (gradient: string) => `sum.${gradient}`;

function emitParts(builder: ProgramBuilder, shape: ModelShape, objective: TrainingObjective): void {
  for (const routine of [partRoutines.first, partRoutines.next]) {
    builder.routine(routine);
    emitGradients(builder, shape, objective);
    for (const { name, shape: dims } of trainedSpecs(shape, objective)) {
      const isTable = name === embeddingTable;
      const x = isTable ? embeddingGradient : gradientOf(name);
      const sum = isTable ? builder.state(sumOf(x), 'types', shape.width) : builder.state(sumOf(x), ...dims);
      builder.emit({ op: 'accumulate', x, sum, add: routine === partRoutines.next });
    }
  }
  builder.routine(partRoutines.update);
  emitUpdate(builder, shape, objective, sumOf);
}

/** The noise is then a table that keeps its values, because the caller writes it. */
function withoutGumbel(program: Program): Program {
  return {
    buffers: program.buffers.map((b) => (b.name === 'mask.noise' ? { ...b, role: 'input' as const } : b)),
    routines: Object.fromEntries(
      Object.entries(program.routines).map(([name, list]) => [name, list.filter(({ op }) => op !== 'gumbel')]),
    ),
  };
}

/** What an explanation reads beyond a prediction. */
function emitExplanation(builder: ProgramBuilder, shape: ModelShape): void {
  for (let layer = 0; layer < shape.layers; layer++) {
    builder.emit({
      op: 'attentionWeights',
      ...attentionInputs(shape, layer),
      pairStarts: 'pairStarts',
      weights: builder.value(`layers.${layer}.weights`, 'pairs', shape.heads),
    });
  }
}

/** The four losses of a forward pass; the importance loss on the embeddings. */
function emitMeasuredLosses(
  builder: ProgramBuilder,
  shape: ModelShape,
  {
    interactionLayers,
    importanceForm,
    similarity,
  }: Pick<Regularizers, 'interactionLayers' | 'importanceForm' | 'similarity'>,
): void {
  for (const layer of interactionBlocks(shape, { interactionLayers })) emitInteractionLoss(builder, shape, layer);
  emitImportanceLoss(builder, shape, { importanceForm });
  if (shape.maskHidden !== null) builder.emit(informationLoss(builder));
  lossesBuffer(builder, { similarity });
  emitLosses(builder, shape, { interactionLayers, importanceSite: 'embedding', interaction: 0 });
}

const embeddingTable = 'embedding.weight';

function trainedSpecs(shape: ModelShape, { trainable }: TrainingObjective): ParameterSpec[] {
  const { isTrained } = trainedPart(shape, trainable);
  return parameterSpecs(shape).filter(({ name }) => isTrained(name));
}

/** `nameOf`: of the buffer that has a gradient. */
function emitUpdate(
  builder: ProgramBuilder,
  shape: ModelShape,
  objective: TrainingObjective,
  nameOf = (gradient: string) => gradient,
): void {
  const { gradientClip, weightDecay = 0, newLearningRateFactor = 1 } = objective;
  const specs = trainedSpecs(shape, objective);
  const table = specs.find(({ name }) => name === embeddingTable);
  const others = specs.filter((spec) => spec !== table);
  const scale = embeddingScale(shape);
  const norm = gradientClip === null ? {} : { norm: builder.value('gradientNorm', 2) };
  if (gradientClip !== null) {
    const gradients = others.map((spec) => ({ buffer: nameOf(gradientOf(spec.name)), scale: 1 }));
    if (table) gradients.push({ buffer: nameOf(embeddingGradient), scale });
    builder.emit({ op: 'clipGradients', gradients, maxNorm: gradientClip, norm: 'gradientNorm' });
  }
  const inputs = ({ name, shape: dims }: ParameterSpec, gradient: string) => ({
    ...adamFields(builder, name, dims, gradient),
    ...(weightDecay > 0 && isDecayed(name) && { weightDecay }),
    ...(newLearningRateFactor !== 1 && isNew(name) && { learningRateFactor: newLearningRateFactor }),
    ...norm,
  });
  if (table) builder.emit({ op: 'adamRows', ...inputs(table, nameOf(embeddingGradient)), types: 'types', scale });
  for (const spec of others) builder.emit({ op: 'adam', ...inputs(spec, nameOf(gradientOf(spec.name))) });
  if (objective.firingRate) emitBiasSteering(builder, shape, objective.firingRate);
}

/** Whether weight decay applies: to all parameters but biases and those of layer norms, as in transformers. */
const isDecayed = (parameter: string) => !/\.bias$|norm\d?\.weight$/i.test(parameter);
