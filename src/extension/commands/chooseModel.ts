import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { cachedEncoders, describeEncoder, encoderIn } from '../../core/model/pretrained/encoders.ts';
import type { Studio } from '../studio.ts';
import { askModelName, downloadModel } from './downloadModel.ts';
import { pathFrom } from './pathFrom.ts';

/** Folders of the workspace that are looked at. */
const maxFolders = 50;

/** What a new experiment trains: null is a transformer of random weights. */
export type ModelChoice = { readonly pretrained: string | null };

interface ModelItem extends vscode.QuickPickItem {
  readonly choose?: () => ModelChoice | Promise<ModelChoice | undefined>;
}

/** Asks for the model of an experiment in `folder`: a small new one, or an encoder of the workspace, of the hub's cache, or of a download. */
export async function chooseModel(studio: Studio, folder: string, title: string): Promise<ModelChoice | undefined> {
  const placeHolder = 'Train which model?';
  const items = modelItems(studio, folder, title);
  return (
    await vscode.window.showQuickPick<ModelItem>(items, { title, placeHolder, matchOnDescription: true })
  )?.choose?.();
}

async function modelItems(studio: Studio, folder: string, title: string): Promise<ModelItem[]> {
  const named = (pretrained: string) => () => ({ pretrained });
  const [inWorkspace, cached] = await Promise.all([workspaceEncoders(folder), cachedEncoders()]);
  const section = (label: string, items: readonly ModelItem[]): ModelItem[] =>
    items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
  return [
    {
      label: '$(circuit-board) Small transformer',
      description: 'from random weights, as in the paper',
      detail: 'One block of 1,024 neurons: trained in minutes, and the easiest to explain.',
      choose: () => ({ pretrained: null }),
    },
    ...section(
      'Fine-tune an encoder of this folder',
      inWorkspace.map(({ path, about }) => ({ label: `$(folder) ${path}`, description: about, choose: named(path) })),
    ),
    ...section(
      'Fine-tune an encoder of the Hugging Face cache',
      cached.map(({ name, config }) => ({
        label: `$(package) ${name}`,
        description: describeEncoder(config),
        choose: named(name),
      })),
    ),
    ...section('Fine-tune another encoder: BERT, DistilBERT or RoBERTa', [
      { label: '$(folder-opened) Folder…', description: 'with config.json', choose: () => browse(folder, title) },
      { label: '$(cloud-download) Download…', description: 'from the Hugging Face hub', choose: () => fetch(studio) },
    ]),
  ];
}

/** Folders of the workspace with an encoder, relative to the experiment. */
async function workspaceEncoders(folder: string): Promise<{ path: string; about: string }[]> {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), '**/config.json');
  const found = await vscode.workspace.findFiles(pattern, '**/{node_modules,.safr}/**', maxFolders);
  const encoders = await Promise.all(
    found.map(async ({ fsPath }) => {
      const path = dirname(fsPath);
      const config = await encoderIn(path);
      return config ? [{ path: pathFrom(folder, path) || '.', about: describeEncoder(config) }] : [];
    }),
  );
  return encoders.flat().sort((a, b) => a.path.localeCompare(b.path));
}

async function browse(folder: string, title: string): Promise<ModelChoice | undefined> {
  const options = { canSelectFiles: false, canSelectFolders: true, title, openLabel: 'Fine-tune' };
  const path = (await vscode.window.showOpenDialog(options))?.[0]?.fsPath;
  if (path === undefined) return undefined;
  if (await encoderIn(path)) return { pretrained: pathFrom(folder, path) || '.' };
  const message = `${basename(path)} has no encoder that can be fine-tuned: it needs config.json of a BERT, DistilBERT or RoBERTa, and its weights.`;
  void vscode.window.showErrorMessage(message);
  return undefined;
}

async function fetch(studio: Studio): Promise<ModelChoice | undefined> {
  const name = await askModelName();
  return name !== undefined && (await downloadModel(studio, name)) ? { pretrained: name } : undefined;
}
