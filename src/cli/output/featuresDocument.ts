import { featuresName, type StoredFeatures } from '../../core/runs/featureFiles.ts';
import type { AutoencoderDocument } from './documents.ts';

/** An autoencoder in JSON, without the measures of each feature. */
export function featuresDocument({ evaluation, ...stored }: StoredFeatures): AutoencoderDocument {
  const { dead, monosemantic, polysemantic, meanTopWordShare, purity } = evaluation.corpus;
  const corpus = { dead, monosemantic, polysemantic, meanTopWordShare, purity };
  return { name: featuresName(stored), ...stored, evaluation: { ...evaluation, corpus } };
}
