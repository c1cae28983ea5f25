import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { writeNewFile } from '../../common/atomicWrite.ts';
import { presetDescriptions, presetNames, type PresetName } from '../../core/experiment/objective.ts';
import { reportError } from '../reportError.ts';
import type { Studio } from '../studio.ts';
import { chooseModel, type ModelChoice } from './chooseModel.ts';
import { experimentText, freeName, type DataChoice } from './experimentText.ts';
import { chooseOwnFile } from './ownFile.ts';

const title = 'New Experiment';

/** Asks for data set, model, preset and name, and opens a commented, runnable experiment file. */
export function registerNewExperiment(studio: Studio): void {
  studio.context.subscriptions.push(vscode.commands.registerCommand('safr.newExperiment', () => newExperiment(studio)));
}

async function newExperiment(studio: Studio): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  try {
    const data = await chooseData(folder);
    const model = data && (await modelFor(studio, data, folder));
    const preset = model && (await choosePreset());
    const name = preset && (await chooseName(folder, defaultName(data, preset)));
    if (!name) return;
    const path = join(folder, fileName(freeName(name, (each) => existsSync(join(folder, fileName(each))))));
    await writeNewFile(path, experimentText(data, preset, model.pretrained ?? undefined));
    await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: false });
  } catch (error) {
    void reportError(studio.log, title, error);
  }
}

async function chooseFolder(): Promise<string | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]!.uri.fsPath;
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri.fsPath;
  const open = 'Open Folder';
  const choice = await vscode.window.showInformationMessage('Open a folder to keep experiments and runs in.', open);
  if (choice === open) await vscode.commands.executeCommand('vscode.openFolder');
  return undefined;
}

async function chooseData(folder: string): Promise<DataChoice | undefined> {
  const items = [
    {
      label: '$(beaker) Planted reviews',
      description: 'no download, trained in a minute',
      detail: 'Generated sentences in which the words and pairs that decide are known: best for a first run.',
      data: 'planted',
    },
    {
      label: '$(cloud-download) SST-2',
      description: '0.8 MB, downloaded once',
      detail: 'Sentences of film reviews, positive or negative, as in the paper.',
      data: 'sst2',
    },
    {
      label: '$(cloud-download) IMDB',
      description: '84 MB, downloaded once',
      detail: 'Whole film reviews, positive or negative, as in the paper: hours on a CPU.',
      data: 'imdb',
    },
    {
      label: '$(file) Own file…',
      description: 'TSV, CSV, JSON, JSONL or Parquet',
      detail: 'A text and a label in each row; two classes or more.',
      data: 'own',
    },
  ] as const;
  const choice = await vscode.window.showQuickPick(items, {
    title: `${title}: Data Set`,
    placeHolder: 'Train on which data?',
  });
  return choice?.data === 'own' ? chooseOwnFile(folder, title) : choice?.data;
}

/** Planted sentences are for small models alone. */
async function modelFor(studio: Studio, data: DataChoice, folder: string): Promise<ModelChoice | undefined> {
  return data === 'planted' ? { pretrained: null } : chooseModel(studio, folder, `${title}: Model`);
}

async function choosePreset(): Promise<PresetName | undefined> {
  const names = ['safr' as const, ...presetNames.filter((name) => name !== 'safr')];
  const items = names.map((label) => ({ label, detail: presetDescriptions[label] }));
  const options = {
    title: `${title}: Preset`,
    placeHolder: 'What does the loss ask for in addition to correct classes?',
  };
  return (await vscode.window.showQuickPick(items, options))?.label;
}

function chooseName(folder: string, proposal: string): Thenable<string | undefined> {
  const isTaken = (name: string) => existsSync(join(folder, fileName(name)));
  return vscode.window.showInputBox({
    title: `${title}: Name`,
    prompt: 'The file is <name>.safr.json; its runs have the same name.',
    value: freeName(proposal, isTaken),
    validateInput(name) {
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
        return 'Letters, digits, ".", "_" and "-"; a letter or digit first.';
      }
      if (!isTaken(name)) return undefined;
      const message = `${fileName(name)} exists: ${fileName(freeName(name, isTaken))} will be written.`;
      return { message, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
}

function defaultName(data: DataChoice, preset: PresetName): string {
  const source = typeof data === 'string' ? data : data.path.replace(/^.*[\\/]|\.[^.]*$/g, '');
  return `${source.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'own'}-${preset}`;
}

function fileName(name: string): string {
  return `${name}.safr.json`;
}
