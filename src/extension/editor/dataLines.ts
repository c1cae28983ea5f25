import * as vscode from 'vscode';
import { formatOf } from '../../core/dataset/files.ts';
import { parseDataLine, type DataLine, type LineDataset } from '../../core/dataset/parseDataLine.ts';
import type { Experiment } from '../../core/experiment/schema.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { UserError } from '../../common/userError.ts';
import { explainingRun } from '../runs/explainingRun.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { documentColumns, documentOf, documentScheme } from './datasetUri.ts';

/** Where data lines may stand: what they are in is looked up then. */
export const dataSelector: vscode.DocumentSelector = [{ scheme: 'file' }, { scheme: documentScheme }];

/** What a document of data lines is of, and how its lines are read. */
export interface DataDocument {
  readonly experiment: { readonly path: string; readonly title: string };
  /** That explains its lines; undefined where none can yet. */
  readonly run: Run | undefined;
  readonly dataset: LineDataset;
}

/**
 * A data file that an experiment names, or one of our data set documents; undefined for any other. Of several experiments that name a
 * file the one counts whose run the settings choose, else the one of the newest run.
 */
export function dataDocument(studio: Studio, uri: vscode.Uri): DataDocument | undefined {
  if (uri.scheme === documentScheme) return datasetDocument(studio, uri);
  if (uri.scheme !== 'file') return undefined;
  const found = studio.experiments.using(uri.fsPath).flatMap(({ path, title, check }) => {
    const run = explainingRun(studio, path);
    const dataset = lineDataset((check.experiment ?? run?.experiment)?.dataset, uri.fsPath);
    return dataset ? [{ experiment: { path, title }, run, dataset }] : [];
  });
  const chosen = settings(uri).explainRun;
  const started = ({ run }: DataDocument) => run?.record.started ?? '';
  return (
    found.find(({ run }) => run?.id === chosen && run !== undefined) ??
    found.sort((a, b) => started(b).localeCompare(started(a)))[0]
  );
}

/** One line (from 0) of a data document; null where it is no row of it. */
export function readDataLine(document: vscode.TextDocument, line: number, dataset: LineDataset): DataLine | null {
  const { text } = document.lineAt(line);
  return parseDataLine(dataset, headerOf(document), text);
}

/** A line that a run can explain. */
export interface ExplainableLine extends DataLine {
  readonly run: Run;
}

/** The line of the cursor, where a run can explain it. */
export function activeDataLine(studio: Studio): ExplainableLine | undefined {
  const editor = vscode.window.activeTextEditor;
  const data = editor && dataDocument(studio, editor.document.uri);
  const line = data && readDataLine(editor.document, editor.selection.active.line, data.dataset);
  return line && data.run ? { ...line, run: data.run } : undefined;
}

/** Keeps the context key `safr.onDataFile`: the active editor shows data lines. */
export function registerDataLines(studio: Studio): void {
  const update = () => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const value = uri !== undefined && dataDocument(studio, uri) !== undefined;
    void vscode.commands.executeCommand('setContext', 'safr.onDataFile', value);
  };
  studio.context.subscriptions.push(
    vscode.window.onDidChangeActiveTextEditor(update),
    studio.experiments.onDidChange(update),
  );
  update();
}

/** How the lines of one of the user's files are read; undefined where the data set is not of files, or its format unknown. */
export function lineDataset(dataset: Experiment['dataset'] | undefined, path: string): LineDataset | undefined {
  if (dataset?.source !== 'files') return undefined;
  try {
    return { ...dataset, format: formatOf(dataset, path) };
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function datasetDocument(studio: Studio, uri: vscode.Uri): DataDocument | undefined {
  const of = studio.runs.get(documentOf(uri).directory);
  if (!of) return undefined;
  const title = studio.experiments.get(of.experimentPath)?.title ?? of.experiment.name;
  const run = explainingRun(studio, of.experimentPath) ?? (of.hasWeights ? of : undefined);
  return { experiment: { path: of.experimentPath, title }, run, dataset: documentColumns };
}

/** The first line that is not blank. */
function headerOf(document: vscode.TextDocument): string {
  for (let i = 0; i < document.lineCount; i++) {
    const { text, isEmptyOrWhitespace } = document.lineAt(i);
    if (!isEmptyOrWhitespace) return text;
  }
  return '';
}
