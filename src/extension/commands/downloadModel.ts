import * as vscode from 'vscode';
import { decimals, megabytes } from '../../common/format.ts';
import { isModelName } from '../../core/model/pretrained/hub/cache.ts';
import { workInProcess } from '../compute/workInProcess.ts';
import type { Studio } from '../studio.ts';

/** Downloads a pretrained model from the Hugging Face hub, as `safr download` does. */
export function registerDownloadModel(studio: Studio): void {
  studio.context.subscriptions.push(vscode.commands.registerCommand('safr.downloadModel', () => downloadModel(studio)));
}

async function downloadModel(studio: Studio): Promise<void> {
  const name = (await askName())?.trim();
  if (name === undefined) return;
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
  if (!model) return;
  studio.log.info(`${name}, commit ${model.commit}, is in ${model.folder}`);
  const isNew = model.files.some((file) => file.isNew);
  void vscode.window.showInformationMessage(isNew ? `Downloaded ${name}.` : `${name} was downloaded before.`);
}

function askName(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Download Model',
    prompt: 'The name of a BERT, DistilBERT or RoBERTa encoder on the Hugging Face hub',
    placeHolder: 'sentence-transformers/all-MiniLM-L6-v2',
    ignoreFocusOut: true,
    validateInput: (text) => (isModelName(text.trim()) ? undefined : 'A name is such as org/name.'),
  });
}
