import * as vscode from 'vscode';
import { DocumentRecords, type DataLine } from '../../core/dataset/reading/documentRecords.ts';
import type { ReadingOptions } from '../../core/dataset/reading/options.ts';
import type { Experiment } from '../../core/experiment/schema.ts';
import { byStart } from '../../core/runs/listRuns.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { UserError } from '../../common/userError.ts';
import { bestToExplain, explainingRun } from '../runs/explainingRun.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { documentReading, documentOf, documentScheme } from './datasetUri.ts';

/** Documents that may have data lines; `dataDocument` decides. */
export const dataSelector: vscode.DocumentSelector = [{ scheme: 'file' }, { scheme: documentScheme }];

/** The data set of a document, and how its lines are read. */
export interface DataDocument {
  readonly experiment: { readonly path: string; readonly title: string };
  /** The run that explains its lines; undefined if there is none yet. */
  readonly run: Run | undefined;
  readonly dataset: ReadingOptions;
}

/**
 * A data file that an experiment names, or one of our data set documents; undefined for any other. If several experiments name a
 * file, the one whose run the settings choose counts, else the one with the best run to explain.
 */
export function dataDocument(studio: Studio, uri: vscode.Uri): DataDocument | undefined {
  if (uri.scheme === documentScheme) return datasetDocument(studio, uri);
  if (uri.scheme !== 'file') return undefined;
  const found = studio.experiments.using(uri.fsPath).flatMap(({ path, title, check }) => {
    const run = explainingRun(studio, path);
    const dataset = readingOf((check.experiment ?? run?.experiment)?.dataset);
    return dataset ? [{ experiment: { path, title }, run, dataset }] : [];
  });
  const chosen = settings(uri).explainRun;
  const isChosen = ({ run }: DataDocument) => run !== undefined && run.id === chosen;
  const runs = found
    .flatMap(({ run }) => run ?? [])
    .sort(byStart)
    .reverse();
  const best = bestToExplain(runs);
  return found.find(isChosen) ?? found.find(({ run }) => run === best) ?? found[0];
}

/** The row that a line (from 0) of a data document is part of; null if it is part of none. */
export function readDataLine(document: vscode.TextDocument, line: number, dataset: ReadingOptions): DataLine | null {
  return recordsOf(document, dataset)?.at(line) ?? null;
}

/** The records of open documents, of the version that was read last. */
const known = new WeakMap<vscode.TextDocument, { version: number; key: string; records: DocumentRecords | null }>();

/** null if the format of the document is not known. */
function recordsOf(document: vscode.TextDocument, dataset: ReadingOptions): DocumentRecords | null {
  const { version } = document;
  const key = JSON.stringify(dataset);
  const found = known.get(document);
  if (found?.version === version && found.key === key) return found.records;
  const records = readRecords(document, dataset);
  known.set(document, { version, key, records });
  return records;
}

function readRecords(document: vscode.TextDocument, dataset: ReadingOptions): DocumentRecords | null {
  try {
    return new DocumentRecords(document.getText(), dataset, document.uri.path);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** A line that a run can explain. */
export interface ExplainableLine extends DataLine {
  readonly run: Run;
}

/** The line of the cursor if a run can explain it. */
export function activeDataLine(studio: Studio): ExplainableLine | undefined {
  const editor = vscode.window.activeTextEditor;
  const data = editor && dataDocument(studio, editor.document.uri);
  const line = data && readDataLine(editor.document, editor.selection.active.line, data.dataset);
  return line && data.run ? { ...line, run: data.run } : undefined;
}

/** Updates the context key `safr.onDataFile`: the active editor shows data lines. */
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

/** How the rows of the user's files are read; undefined if the data set is not of files. */
export function readingOf(dataset: Experiment['dataset'] | undefined): ReadingOptions | undefined {
  return dataset?.source === 'files' ? dataset : undefined;
}

function datasetDocument(studio: Studio, uri: vscode.Uri): DataDocument | undefined {
  const of = studio.runs.get(documentOf(uri).directory);
  if (!of) return undefined;
  const title = studio.experiments.get(of.experimentPath)?.title ?? of.experiment.name;
  const run = explainingRun(studio, of.experimentPath) ?? (of.hasWeights ? of : undefined);
  return { experiment: { path: of.experimentPath, title }, run, dataset: documentReading };
}
