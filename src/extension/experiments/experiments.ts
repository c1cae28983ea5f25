import type { ExperimentCheck } from '../../core/experiment/problem.ts';
import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { isNamed } from '../../core/dataset/reading/splitFiles.ts';
import { checkExperiment } from '../../core/experiment/parseExperiment.ts';
import { DisposableStore } from '../disposableStore.ts';
import { defaultRunsDirectory } from '../../core/runs/runFiles.ts';
import { workspace } from 'vscode';

const pattern = '**/*.safr.json';

/** An experiment file of the workspace: the text in its editor, or else on disk. */
export interface ExperimentFile {
  readonly uri: vscode.Uri;
  /** Absolute. */
  readonly path: string;
  /** The file's name without its extensions. */
  readonly title: string;
  readonly text: string;
  readonly check: ExperimentCheck;
  /** Where its runs are kept. */
  readonly runsDirectory: string;
  /** The names of the user's data files, absolute: paths, patterns and folders, see `isNamed`. */
  readonly dataFiles: readonly string[];
}

/** The experiment files of the workspace, kept up to date. */
export class Experiments implements vscode.Disposable {
  readonly #files = new Map<string, ExperimentFile>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watcher = vscode.workspace.createFileSystemWatcher(pattern);
  readonly #disposables = new DisposableStore();
  /** After a file was added, changed or removed, and once all are read. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const read = (uri: vscode.Uri) => void this.#read(uri);
    this.#disposables.add(
      this.#changed,
      this.#watcher,
      this.#watcher.onDidCreate(read),
      this.#watcher.onDidChange(read),
      this.#watcher.onDidDelete((uri) => this.#forget(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#update(document)),
      vscode.workspace.onDidOpenTextDocument((document) => this.#update(document)),
      vscode.workspace.onDidCloseTextDocument((document) => isExperiment(document.uri) && read(document.uri)),
    );
  }

  /** Reads all experiment files. */
  async load(): Promise<void> {
    const found = await vscode.workspace.findFiles(pattern, '**/node_modules/**');
    await Promise.all(found.map((uri) => this.#read(uri)));
    this.#changed.fire();
  }

  get all(): readonly ExperimentFile[] {
    return [...this.#files.values()].sort((a, b) => a.path.localeCompare(b.path));
  }

  get(path: string): ExperimentFile | undefined {
    return this.#files.get(path);
  }

  /** The experiments that name a data file (absolute). */
  using(dataFile: string): readonly ExperimentFile[] {
    return this.all.filter(({ dataFiles }) => dataFiles.some((name) => isNamed(name, dataFile)));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #read(uri: vscode.Uri): Promise<void> {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open) return this.#update(open);
    try {
      this.#set(uri, new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    } catch {
      this.#forget(uri); // deleted or unreadable: there is no such experiment
    }
  }

  #update(document: vscode.TextDocument): void {
    if (isExperiment(document.uri)) this.#set(document.uri, document.getText());
  }

  #set(uri: vscode.Uri, text: string): void {
    const path = uri.fsPath;
    const check = checkExperiment(text, path);
    // The file is often invalid while the user types: the data files it named last still count.
    const dataFiles = check.experiment ? dataFilesOf(check.experiment, path) : (this.#files.get(path)?.dataFiles ?? []);
    const runsDirectory = runsDirectoryOf(uri);
    this.#files.set(path, { uri, path, title: titleOf(path), text, check, dataFiles, runsDirectory });
    this.#changed.fire();
  }

  #forget(uri: vscode.Uri): void {
    if (this.#files.delete(uri.fsPath)) this.#changed.fire();
  }
}

/** Whether a file is an experiment by its name; those of other schemes (such as the old side of a diff) are not. */
export function isExperiment(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && uri.path.endsWith('.safr.json');
}

/** An experiment file's name without its extensions. */
export function titleOf(path: string): string {
  return basename(path).replace(/\.safr\.json$/, '');
}

/** In the workspace folder that contains the experiment, else in the experiment's own folder. */
export function runsDirectoryOf(experiment: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(experiment)?.uri.fsPath ?? dirname(experiment.fsPath);
  return defaultRunsDirectory(folder);
}

function dataFilesOf({ dataset }: NonNullable<ExperimentCheck['experiment']>, path: string): string[] {
  if (dataset.source !== 'files') return [];
  return [dataset.train, dataset.dev ?? [], dataset.test ?? []].flat().map((file) => resolve(dirname(path), file));
}

/** Saves an experiment (absolute path) if its editor holds changes; false if that failed. */
export async function saveExperiment(path: string): Promise<boolean> {
  const open = workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === path);
  return open?.isDirty ? open.save() : true;
}
