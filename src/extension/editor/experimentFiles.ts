import type { Studio } from '../studio.ts';
import { registerExperimentCodeLens } from './experimentCodeLens.ts';
import { registerExperimentDiagnostics } from './experimentDiagnostics.ts';
import { registerLambdaDecorations } from './lambdaDecorations.ts';

/** Everything on the text of experiment files. */
export function registerExperimentFiles(studio: Studio): void {
  registerExperimentDiagnostics(studio);
  registerExperimentCodeLens(studio);
  registerLambdaDecorations(studio);
}
