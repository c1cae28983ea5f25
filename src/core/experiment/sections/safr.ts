import * as z from 'zod';
import { importanceForms, importanceSites, presetDescriptions, presetNames } from '../objective.ts';
import { checkSafr } from '../rules.ts';
import { count, explained, ruled } from './fields.ts';

const weight = () => z.number().min(0);
const layers = () =>
  z
    .union([z.literal('all'), z.array(count()).min(1)])
    .default('all')
    .meta({ defaultSnippets: [{ label: '[ … ]', body: ['^${1:1}'] }] }); // ^: a number, not a text

export const safr = z
  .strictObject({
    preset: z
      .enum(presetNames)
      .default('safr')
      .describe(
        'Preset for the weights λ of the regularizers and for the mask. A λ in this file overrides that of the preset.',
      )
      .meta(explained(presetDescriptions)),
    importance: weight().optional().describe('λ_imp; overrides the preset.'),
    importanceSite: z
      .enum(importanceSites)
      .default('embedding')
      .describe('The representations that λ_imp separates.')
      .meta(
        explained({
          embedding: 'The masked embeddings, as in the paper.',
          ffn: 'The activations of the FFN neurons (our own variant).',
        }),
      ),
    importanceForm: z
      .enum(importanceForms)
      .default('projection')
      .describe('How λ_imp measures the interference between two tokens.')
      .meta(
        explained({
          projection:
            'The length of one on the direction of the other, as in the paper: smaller representations interfere less.',
          cosine: 'The cosine of the angle between them, whatever their lengths (our own variant).',
        }),
      ),
    importanceLayers: layers().describe(
      'The blocks whose neurons λ_imp separates with importanceSite "ffn": "all", or a list of their numbers from 1, such as [5, 6].',
    ),
    interaction: weight().optional().describe('λ_inter; overrides the preset.'),
    interactionLayers: layers().describe(
      'The blocks whose attention λ_inter acts on: "all", or a list of their numbers from 1, such as [5, 6]. L_inter is the mean over them.',
    ),
    information: weight()
      .optional()
      .describe('λ_info in the first epoch; overrides the preset. It falls to a hundredth over ten epochs.'),
    similarity: weight()
      .default(0)
      .describe(
        'λ_sim: rewards neurons of the FFN that fire for one word only within a batch (MonoLoss, arXiv 2602.12403; no preset has it).',
      ),
  })
  .check(checkSafr)
  .meta(
    ruled(
      '`importanceLayers` chooses blocks with `importanceSite` "ffn" only.',
      'Blocks have the numbers 1 to `model.layers`, or to the number of the pretrained encoder’s blocks; each is named once.',
      'Preset "bare" has no mask, so `information` is 0 with it.',
      '`similarity` needs `model.padding` "none".',
      'With `model.trainable` "none", the preset is "bare" and there are no other fields.',
    ),
  );
