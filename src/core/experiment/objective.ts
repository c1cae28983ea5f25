export const presetNames = ['plain', 'bare', 'vmask', 'safr-imp', 'safr-inter', 'safr', 'safr-vmask'] as const;
export type PresetName = (typeof presetNames)[number];

export const presetDescriptions: Readonly<Record<PresetName, string>> = {
  plain: 'A mask but no regularizers: the baseline.',
  bare: 'No mask: a plain transformer without keep probabilities.',
  vmask: 'A mask with VMASK’s information term, which is annealed.',
  'safr-imp': 'λ_imp 1: separates important tokens.',
  'safr-inter': 'λ_inter 1: lets tokens that attend to each other share representations.',
  safr: 'λ_imp 1 and λ_inter 1, as in the paper.',
  'safr-vmask':
    'λ_imp 1 and λ_inter 1 with VMASK’s information term: words are learned before the mask decides about them.',
};

/** What L_imp separates: the masked embeddings of tokens (the paper), or their FFN activations, which are also weighted by the mask. */
export const importanceSites = ['embedding', 'ffn'] as const;
export type ImportanceSite = (typeof importanceSites)[number];

/** By what L_imp measures how much one token interferes with another: the projection of the other onto its direction (the paper), or their cosine. */
export const importanceForms = ['projection', 'cosine'] as const;
export type ImportanceForm = (typeof importanceForms)[number];

/** The schedule of λ_info: it begins at `start` and falls by `step` per epoch to `floor`. All are 0 if the term is off. */
export interface Annealing {
  readonly start: number;
  readonly step: number;
  readonly floor: number;
}

/** The terms of the loss: L = CE + importance·L_imp + interaction·L_inter + λ_info(epoch)·L_info + similarity·L_sim. */
export interface Objective {
  /** Whether the model has a mask. Without it there are no keep probabilities. */
  readonly mask: boolean;
  readonly importance: number;
  readonly interaction: number;
  readonly information: Annealing;
  readonly similarity: number;
}

const presets: Readonly<Record<PresetName, Omit<Objective, 'information' | 'similarity'> & { information: number }>> = {
  plain: { mask: true, importance: 0, interaction: 0, information: 0 },
  bare: { mask: false, importance: 0, interaction: 0, information: 0 },
  vmask: { mask: true, importance: 0, interaction: 0, information: 1 },
  'safr-imp': { mask: true, importance: 1, interaction: 0, information: 0 },
  'safr-inter': { mask: true, importance: 0, interaction: 1, information: 0 },
  safr: { mask: true, importance: 1, interaction: 1, information: 0 },
  'safr-vmask': { mask: true, importance: 1, interaction: 1, information: 1 },
};

interface SafrOptions {
  readonly preset: PresetName;
  readonly importance?: number | undefined;
  readonly interaction?: number | undefined;
  readonly information?: number | undefined;
  readonly similarity?: number | undefined;
}

/** The weights of the preset, overridden by those of the file. λ_info scales VMASK's whole annealing schedule. */
export function objective(safr: SafrOptions): Objective {
  const preset = presets[safr.preset];
  const start = safr.information ?? preset.information;
  return {
    mask: preset.mask,
    importance: safr.importance ?? preset.importance,
    interaction: safr.interaction ?? preset.interaction,
    information: { start, step: 0.099 * start, floor: 0.01 * start },
    similarity: safr.similarity ?? 0,
  };
}

/** λ_info in an epoch (from 0). */
export function informationWeight({ start, step, floor }: Annealing, epoch: number): number {
  return Math.max(floor, start - step * epoch);
}
