export const presetNames = ['plain', 'bare', 'vmask', 'safr-imp', 'safr-inter', 'safr'] as const;
export type PresetName = (typeof presetNames)[number];

export const presetDescriptions: Readonly<Record<PresetName, string>> = {
  plain: 'A mask, no regularizer: the baseline.',
  bare: 'No mask: a plain transformer, whose tokens have no importance.',
  vmask: 'VMASK: its information term, annealed.',
  'safr-imp': 'λ_imp 1: important tokens keep apart.',
  'safr-inter': 'λ_inter 1: tokens that attend to each other share.',
  safr: 'λ_imp 1 and λ_inter 1: the paper.',
};

/** Where L_imp keeps tokens apart: their masked embeddings (the paper) or their FFN activations, weighted by the mask alike. */
export const importanceSites = ['embedding', 'ffn'] as const;
export type ImportanceSite = (typeof importanceSites)[number];

/** λ_info by epoch: from `start`, minus `step` an epoch, never below `floor`. All 0 where the term is off. */
export interface Annealing {
  readonly start: number;
  readonly step: number;
  readonly floor: number;
}

/** What the loss is made of: L = CE + importance·L_imp + interaction·L_inter + λ_info(epoch)·L_info. */
export interface Objective {
  /** Is there a VMASK layer? Without it there are no keep probabilities. */
  readonly mask: boolean;
  readonly importance: number;
  readonly interaction: number;
  readonly information: Annealing;
}

const presets: Readonly<Record<PresetName, Omit<Objective, 'information'> & { information: number }>> = {
  plain: { mask: true, importance: 0, interaction: 0, information: 0 },
  bare: { mask: false, importance: 0, interaction: 0, information: 0 },
  vmask: { mask: true, importance: 0, interaction: 0, information: 1 },
  'safr-imp': { mask: true, importance: 1, interaction: 0, information: 0 },
  'safr-inter': { mask: true, importance: 0, interaction: 1, information: 0 },
  safr: { mask: true, importance: 1, interaction: 1, information: 0 },
};

interface SafrOptions {
  readonly preset: PresetName;
  readonly importance?: number | undefined;
  readonly interaction?: number | undefined;
  readonly information?: number | undefined;
}

/** The preset's weights with the file's own in their place. λ_info scales VMASK's annealing as a whole. */
export function objective(safr: SafrOptions): Objective {
  const preset = presets[safr.preset];
  const start = safr.information ?? preset.information;
  return {
    mask: preset.mask,
    importance: safr.importance ?? preset.importance,
    interaction: safr.interaction ?? preset.interaction,
    information: { start, step: 0.099 * start, floor: 0.01 * start },
  };
}

/** λ_info in an epoch, counted from 0. */
export function informationWeight({ start, step, floor }: Annealing, epoch: number): number {
  return Math.max(floor, start - step * epoch);
}
