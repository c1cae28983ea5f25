import { parse } from 'jsonc-parser';
import * as vscode from 'vscode';
import { isModelName } from '../../core/model/pretrained/hub/cache.ts';
import { isExperiment } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';

/** The code of the diagnostic of a model that is neither a folder nor in the cache of the hub. */
export const missingModel = 'missing-model';

/** Offers to download such a model. */
export function registerDownloadFix({ context }: Studio): void {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, _, { diagnostics }) =>
      isExperiment(document.uri) ? diagnostics.flatMap((each) => downloadFix(document, each)) : [],
  };
  const metadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  const selector = [{ language: 'json' }, { language: 'jsonc' }];
  context.subscriptions.push(vscode.languages.registerCodeActionsProvider(selector, provider, metadata));
}

function downloadFix(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
  if (diagnostic.code !== missingModel) return [];
  const name: unknown = parse(document.getText(diagnostic.range));
  if (typeof name !== 'string' || !isModelName(name)) return [];
  const title = `Download ${name} from the Hugging Face hub`;
  const fix = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  fix.command = { title, command: 'safr.downloadModel', arguments: [name] };
  fix.diagnostics = [diagnostic];
  fix.isPreferred = true;
  return [fix];
}
