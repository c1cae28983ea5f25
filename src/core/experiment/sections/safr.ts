import * as z from 'zod';
import { importanceSites, presetDescriptions, presetNames } from '../objective.ts';
import { checkSafr } from '../rules.ts';
import { explained } from './fields.ts';

const weight = () => z.number().min(0);

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
    interaction: weight().optional().describe('λ_inter; overrides the preset.'),
    information: weight()
      .optional()
      .describe('λ_info in the first epoch; overrides the preset. It falls to a hundredth over ten epochs.'),
  })
  .check(checkSafr);
