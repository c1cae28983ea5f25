import type { ExperimentProblem } from '../../core/experiment/problem.ts';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { dataExtensions } from '../../core/dataset/reading/syntax.ts';
import { missingModel } from './downloadFix.ts';
import { checkSources } from '../../core/dataset/checkSources.ts';
import { problemAt } from '../../core/experiment/parseExperiment.ts';
import type { Experiment } from '../../core/experiment/schema.ts';
import { findEncoderProblem } from '../../core/runs/encoderProblem.ts';
import { isExperiment } from '../experiments/experiments.ts';
import type { Studio } from '../studio.ts';

/** Between the last change and the check. */
const debounceMs = 300;
const dataFiles = `**/*.{${[...dataExtensions, 'gz', 'zip'].join(',')}}`;

/**
 * Diagnostics of open experiment files that a JSON Schema cannot express: rules between fields, missing files and columns,
 * blocks that an encoder does not have. VS Code's own
 * JSON support reports violations of the schema and the syntax.
 */
export function registerExperimentDiagnostics(studio: Studio): void {
  const diagnostics = new ExperimentDiagnostics(studio);
  const soon = () => diagnostics.checkSoon();
  const watcher = vscode.workspace.createFileSystemWatcher(dataFiles);
  studio.context.subscriptions.push(
    diagnostics,
    watcher,
    watcher.onDidCreate(soon),
    watcher.onDidChange(soon),
    watcher.onDidDelete(soon),
    studio.experiments.onDidChange(soon),
    vscode.window.onDidChangeActiveTextEditor(soon), // a model may have been downloaded
    vscode.workspace.onDidOpenTextDocument(({ uri }) => isExperiment(uri) && soon()),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => diagnostics.forget(uri)),
  );
}

class ExperimentDiagnostics implements vscode.Disposable {
  readonly #shown = vscode.languages.createDiagnosticCollection('safr');
  #timer: NodeJS.Timeout | undefined;
  private readonly studio: Studio;

  constructor(studio: Studio) {
    this.studio = studio;
  }

  checkSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#checkAll(), debounceMs);
  }

  forget(uri: vscode.Uri): void {
    this.#shown.delete(uri);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#shown.dispose();
  }

  async #checkAll(): Promise<void> {
    const open = vscode.workspace.textDocuments.filter(({ uri }) => isExperiment(uri));
    await Promise.all(open.map((document) => this.#check(document)));
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { version, uri } = document;
    const file = this.studio.experiments.get(uri.fsPath);
    if (file?.text !== document.getText()) return; // a later check follows
    const { check } = file;
    const rules = check.problems.filter(({ by }) => by === 'rule');
    const problems = check.experiment ? await sourceProblems(document, check.experiment) : rules;
    if (document.isClosed || document.version !== version) return; // a later check follows, or none is needed
    this.#shown.set(
      uri,
      problems.map((problem) => diagnostic(document, problem)),
    );
  }
}

async function sourceProblems(document: vscode.TextDocument, experiment: Experiment): Promise<Marked[]> {
  const text = document.getText();
  const folder = dirname(document.uri.fsPath);
  const encoder = await findEncoderProblem(experiment, folder);
  const problems = [
    ...(await checkSources(experiment.dataset, folder)),
    ...(encoder ? [{ ...encoder, message: `${encoder.message}. ${encoder.remedy}` }] : []),
  ];
  return problems.map((problem) => {
    const code = 'download' in problem && problem.download !== undefined ? { code: missingModel } : {};
    return { ...problemAt(text, problem.paths, problem.message), ...code };
  });
}

/** A problem to mark; `code`: of those with a quick fix. */
type Marked = ExperimentProblem & { readonly code?: string };

function diagnostic(document: vscode.TextDocument, { offset, length, message, code }: Marked): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const marked = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  marked.source = 'SAFR';
  if (code !== undefined) marked.code = code;
  return marked;
}
