import type { ExperimentProblem } from '../../core/experiment/problem.ts';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { dataExtensions } from '../../core/dataset/reading/syntax.ts';
import { missingModel } from './downloadFix.ts';
import { checkSources } from '../../core/dataset/checkSources.ts';
import { problemAt } from '../../core/experiment/parseExperiment.ts';
import type { Experiment } from '../../core/experiment/schema.ts';
import { findEncoderProblem } from '../../core/runs/encoderProblem.ts';
import { isExperiment, type ExperimentFile } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';

/** Between the last change and the check. */
const debounceMs = 300;
const dataFiles = `**/*.{${[...dataExtensions, 'gz', 'zip'].join(',')}}`;

/**
 * The problems of all experiment files of the workspace as errors: what violates the schema or the rules between fields, missing files and columns,
 * blocks that an encoder does not have. VS Code's own JSON support reports the syntax of open files.
 */
export function registerExperimentDiagnostics(studio: Studio): void {
  const diagnostics = new ExperimentDiagnostics(studio);
  const checkChanged = () => diagnostics.checkSoon('changed');
  const checkAll = () => diagnostics.checkSoon('all');
  /** Of the user's files: those of runs change all the time during a training. */
  const checkData = ({ path }: vscode.Uri) => path.includes('/.safr/') || checkAll();
  const watcher = vscode.workspace.createFileSystemWatcher(dataFiles);
  const checkOpened = ({ uri }: vscode.TextDocument) => isExperiment(uri) && checkAll();
  studio.context.subscriptions.push(
    diagnostics,
    watcher,
    watcher.onDidCreate(checkData),
    watcher.onDidChange(checkData),
    watcher.onDidDelete(checkData),
    studio.experiments.onDidChange(checkChanged),
    vscode.window.onDidChangeActiveTextEditor(checkAll), // a model may have been downloaded
    vscode.workspace.onDidOpenTextDocument(checkOpened),
    vscode.workspace.onDidCloseTextDocument(checkOpened),
    vscode.workspace.onDidGrantWorkspaceTrust(checkAll),
  );
}

class ExperimentDiagnostics implements vscode.Disposable {
  readonly #shown = vscode.languages.createDiagnosticCollection('safr');
  /** The last check of each file, by path. */
  readonly #checked = new Map<string, { readonly text: string }>();
  #timer: NodeJS.Timeout | undefined;
  private readonly studio: Studio;

  constructor(studio: Studio) {
    this.studio = studio;
  }

  /** Checks files whose text has changed, or all: the files that they name may have changed. */
  checkSoon(which: 'changed' | 'all'): void {
    if (which === 'all') this.#checked.clear();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), debounceMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#shown.dispose();
  }

  async #check(): Promise<void> {
    const { experiments } = this.studio;
    this.#shown.forEach((uri) => {
      if (experiments.get(uri.fsPath)) return;
      this.#shown.delete(uri);
      this.#checked.delete(uri.fsPath);
    });
    const outdated = experiments.all.filter(({ path, text }) => this.#checked.get(path)?.text !== text);
    await Promise.all(outdated.map((file) => this.#checkFile(file)));
  }

  async #checkFile(file: ExperimentFile): Promise<void> {
    const { path, uri, text, check } = file;
    const own = { text };
    this.#checked.set(path, own);
    const problems = check.experiment ? await sourceProblems(file, check.experiment) : check.problems;
    const isOutdated = this.#checked.get(path) !== own || this.studio.experiments.get(path)?.text !== text;
    if (isOutdated) return; // a later check follows, or none is needed
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    const shown = problems.filter(({ by }) => by !== 'syntax' || !isOpen);
    const marked = shown.map((problem) => diagnostic(text, problem));
    if (JSON.stringify(marked) !== JSON.stringify(this.#shown.get(uri))) this.#shown.set(uri, marked);
  }
}

/** None in a workspace that is not trusted: no data file is read there. */
async function sourceProblems({ path, text }: ExperimentFile, experiment: Experiment): Promise<Marked[]> {
  if (!vscode.workspace.isTrusted) return [];
  const folder = dirname(path);
  const encoder = await findEncoderProblem(experiment, folder);
  const problems = [
    ...(await checkSources(experiment, folder)),
    ...(encoder ? [{ ...encoder, message: `${encoder.message}. ${encoder.remedy}` }] : []),
  ];
  return problems.map((problem) => {
    const code = 'download' in problem && problem.download !== undefined ? { code: missingModel } : {};
    return { ...problemAt(text, problem.paths, problem.message), ...code };
  });
}

/** A problem to mark; `code`: of those with a quick fix. */
type Marked = ExperimentProblem & { readonly code?: string };

function diagnostic(text: string, { offset, length, message, code }: Marked): vscode.Diagnostic {
  const range = new vscode.Range(positionAt(text, offset), positionAt(text, offset + length));
  const marked = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  marked.source = 'SAFR';
  if (code !== undefined) marked.code = code;
  return marked;
}

/** Lines and characters count from 0. */
function positionAt(text: string, offset: number): vscode.Position {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return new vscode.Position(lines.length - 1, lines.at(-1)!.length);
}
