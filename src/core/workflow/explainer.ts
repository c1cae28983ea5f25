import type { Device } from '../../engine/device.ts';
import { makeTokenizer } from '../dataset/tokenizer.ts';
import { explain } from '../explanation/explain.ts';
import type { Explanation } from '../explanation/explanation.ts';
import { openRunModel } from './runModel.ts';

const warmUps = 3;

/** A loaded model that explains text after text. Calls are not to overlap. */
export interface Explainer {
  /** Errors: UserError for a text without tokens. */
  explain(text: string): Promise<Explanation>;
  close(): Promise<void>;
}

/** Loads a run's best weights. Errors: UserError as `loadRunModel`. */
export async function openExplainer(device: Device, directory: string): Promise<Explainer> {
  const { model, run } = await openRunModel(device, directory);
  const { vocabulary, classes, experiment } = run;
  const tokenize = makeTokenizer(experiment.tokenizer);
  const { theta } = experiment.evaluation;
  const explainTokens = (tokens: readonly string[]) =>
    explain({ ...model, tokens, ids: vocabulary.encode(tokens, model.shape.maxLength), classes, theta });
  // The first calls are several times slower, while their code is compiled: they are not to be the user's.
  for (let i = 0; i < warmUps; i++) await explainTokens(vocabulary.words.slice(0, 20));
  return {
    explain: (text) => explainTokens(tokenize(text)),
    close: () => model.executor.close(),
  };
}
