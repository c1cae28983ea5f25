import * as vscode from 'vscode';
import { decimals, megabytes } from '../../common/format.ts';
import { isModelName } from '../../core/model/pretrained/hub/cache.ts';
import { workInProcess } from '../compute/workInProcess.ts';
import type { Studio } from '../studio.ts';

/** Downloads a pretrained model from the Hugging Face hub, as `safr download` does. */
export function registerDownloadModel(studio: Studio): void {
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.downloadModel', async (name: unknown) => {
      const chosen = typeof name === 'string' && isModelName(name) ? name : await askModelName();
      if (chosen !== undefined) await downloadModel(studio, chosen);
    }),
  );
}

/** Downloads a model into the cache of the hub, with a notification; whether it is there then. The user sees why it is not. */
export async function downloadModel(studio: Studio, name: string): Promise<boolean> {
  const model = await workInProcess(studio, `Downloading ${name}`, (compute, options, showProgress) =>
    compute.request(
      'downloadModel',
      { name },
      {
        ...options,
        onEvent: ({ received, total }) =>
          showProgress(`${decimals(received / 1e6, 1)} of ${megabytes(total)}`, received / total),
      },
    ),
  );
  if (!model) return false;
  studio.log.info(`${name}, commit ${model.commit}, is in ${model.folder}`);
  const isNew = model.files.some((file) => file.isNew);
  void vscode.window.showInformationMessage(isNew ? `Downloaded ${name}.` : `${name} was downloaded before.`);
  void studio.experiments.load(); // their diagnostics may have missed it
  return true;
}

export async function askModelName(): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: 'Download Model',
    prompt: 'The name of a BERT, DistilBERT or RoBERTa encoder on the Hugging Face hub',
    placeHolder: 'sentence-transformers/all-MiniLM-L6-v2',
    ignoreFocusOut: true,
    validateInput: (text) => (isModelName(text.trim()) ? undefined : 'A name is such as org/name.'),
  });
  return name?.trim();
}
