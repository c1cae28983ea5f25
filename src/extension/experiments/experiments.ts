import type { ExperimentCheck } from '../../core/experiment/problem.ts';
import { basename, dirname, posix, resolve } from 'node:path';
import * as vscode from 'vscode';
import { isNamed } from '../../core/dataset/reading/splitFiles.ts';
import { checkExperiment } from '../../core/experiment/parseExperiment.ts';
import { DisposableStore } from '../disposableStore.ts';
import { defaultRunsDirectory } from '../../core/runs/runFiles.ts';
import { workspace } from 'vscode';

const pattern = '**/*.safr.json';
/** A text that is being edited is checked when the typing pauses: a check of a sweep covers every combination. */
const typingPauseMs = 150;

/** An experiment file of the workspace: the text in its editor when the typing last paused, or else on disk. */
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
  /** Checks that wait for a pause of the typing, by path. */
  readonly #typing = new Map<string, NodeJS.Timeout>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watcher = vscode.workspace.createFileSystemWatcher(pattern);
  readonly #disposables = new DisposableStore();
  /** After the text of a file changed, a file was added or removed, and once all are read. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const read = (uri: vscode.Uri) => void this.#read(uri);
    this.#disposables.add(
      this.#changed,
      this.#watcher,
      this.#watcher.onDidCreate(read),
      this.#watcher.onDidChange(read),
      this.#watcher.onDidDelete((uri) => this.#forget(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#updateSoon(document)),
      vscode.workspace.onDidOpenTextDocument((document) => this.#update(document)),
      vscode.workspace.onDidCloseTextDocument((document) => isExperiment(document.uri) && read(document.uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#changeFolders()),
      { dispose: () => this.#typing.forEach((timer) => clearTimeout(timer)) },
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

  /** What an experiment (absolute path) is called: the name of its file, with the folder where others have the same. */
  nameOf(path: string): string {
    const title = titleOf(path);
    const isShared = [...this.#files.keys()].some((other) => other !== path && titleOf(other) === title);
    if (!isShared) return title;
    const folder = posix.dirname(vscode.workspace.asRelativePath(path).replaceAll('\\', '/')); // with the name of the root, if there are several
    return `${title} (${folder === '.' ? basename(dirname(path)) : folder})`;
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

  /** Reads the files of added folders, and forgets those of removed ones unless they are open in an editor. */
  #changeFolders(): void {
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    for (const { uri } of this.all) {
      if (!vscode.workspace.getWorkspaceFolder(uri) && !open.has(uri.toString())) this.#forget(uri);
    }
    void this.load();
  }

  #updateSoon(document: vscode.TextDocument): void {
    if (!isExperiment(document.uri)) return;
    const { fsPath: path } = document.uri;
    clearTimeout(this.#typing.get(path));
    this.#typing.set(
      path,
      setTimeout(() => this.#update(document), typingPauseMs),
    );
  }

  #update(document: vscode.TextDocument): void {
    if (isExperiment(document.uri)) this.#set(document.uri, document.getText());
  }

  /** A text that was checked last is not checked again: VS Code reports a saved file that it has open, too. */
  #set(uri: vscode.Uri, text: string): void {
    const path = uri.fsPath;
    this.#stopTyping(path);
    const known = this.#files.get(path);
    const runsDirectory = runsDirectoryOf(uri);
    if (known?.text === text && known.runsDirectory === runsDirectory) return;
    const check = checkExperiment(text, path);
    // The file is often invalid while the user types: the data files it named last still count.
    const dataFiles = check.experiment ? dataFilesOf(check.experiment, path) : (known?.dataFiles ?? []);
    this.#files.set(path, { uri, path, title: titleOf(path), text, check, dataFiles, runsDirectory });
    this.#changed.fire();
  }

  #stopTyping(path: string): void {
    clearTimeout(this.#typing.get(path));
    this.#typing.delete(path);
  }

  #forget(uri: vscode.Uri): void {
    this.#stopTyping(uri.fsPath);
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
