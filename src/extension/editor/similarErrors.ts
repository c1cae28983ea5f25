import * as vscode from 'vscode';
import type { SimilarError } from '../../protocol/compute.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { activeDataLine } from './dataLines.ts';
import { short } from './hintText.ts';
import { pickDataText, shortText, type TextItem } from './pickDataText.ts';

/** The argument of the command; undefined from the palette: the line of the cursor. */
type TextOfRun = { readonly run: string; readonly text: string } | undefined;

/** The command `safr.showSimilarErrors`: wrongly classified test texts that are like a text, each opened in its file. */
export function registerSimilarErrors(studio: Studio): void {
  const show = (target: TextOfRun) => showSimilarErrors(studio, target);
  studio.context.subscriptions.push(vscode.commands.registerCommand('safr.showSimilarErrors', show));
}

async function showSimilarErrors(studio: Studio, target: TextOfRun): Promise<void> {
  const line = activeDataLine(studio);
  const of = target ?? (line && { run: line.run.directory, text: line.text });
  const run = of && studio.runs.get(of.run);
  if (!run) {
    void vscode.window.showInformationMessage('Put the cursor on a line of a data file whose experiment is trained.');
  } else if (run.summary === null) {
    await offerEvaluation(run.directory, `${run.id} is not evaluated yet, so its errors are not known.`);
  } else {
    await pickError(studio, run.directory, of.text);
  }
}

async function pickError(studio: Studio, directory: string, text: string): Promise<void> {
  const { cacheDir } = settings(vscode.Uri.file(directory));
  const hasErrors = await pickDataText(studio, {
    ...{ directory, title: 'Similar Errors', placeHolder: shortText(text) },
    items: async (signal) => {
      const errors = await studio.inference.request('similarErrors', { directory, text, cacheDir }, signal);
      return errors.map(itemOf);
    },
  });
  if (!hasErrors) await offerEvaluation(directory, 'No wrongly classified test text is like this one.');
}

function itemOf(error: SimilarError): TextItem {
  return {
    label: `${short(error.predicted)} ✗ (${short(error.label)})`,
    description: error.shared.join(', '),
    detail: shortText(error.text),
    text: error,
  };
}

async function offerEvaluation(directory: string, message: string): Promise<void> {
  const answer = await vscode.window.showInformationMessage(message, 'Evaluate');
  if (answer) await vscode.commands.executeCommand('safr.evaluate', { run: directory });
}
