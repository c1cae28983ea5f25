import { layerIndices } from '../experiment/layers.ts';
import { objective } from '../experiment/objective.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { TrainingObjective } from './safrProgram.ts';

/** What the training steps of an experiment minimize. Without a weight the interaction term is left out: it takes time in L³. */
export function trainingObjective({ safr, training, model }: Experiment): TrainingObjective {
  const { mask, importance, interaction, information, similarity } = objective(safr);
  return {
    importance,
    importanceSite: safr.importanceSite,
    importanceForm: safr.importanceForm,
    importanceLayers: layerIndices(safr.importanceLayers),
    interactionLayers: layerIndices(safr.interactionLayers),
    interaction: interaction === 0 ? null : interaction,
    information: mask && information.start > 0,
    similarity,
    ...(model.trainable !== 'all' && { trainable: typeof model.trainable === 'number' ? model.trainable : 0 }),
    ...(training.firingRate !== null && {
      firingRate: { highest: training.firingRate, groups: training.firingRateGroups },
    }),
    gradientClip: training.gradientClip,
    weightDecay: training.weightDecay,
    newLearningRateFactor: (training.newLearningRate ?? training.learningRate) / training.learningRate,
  };
}
