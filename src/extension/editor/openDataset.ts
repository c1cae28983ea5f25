import { dirname, relative } from 'node:path';
import * as vscode from 'vscode';
import { isParquet } from '../../common/placeName.ts';
import { UserError } from '../../common/userError.ts';
import { storedFile } from '../../core/dataset/reading/bytes.ts';
import { splitFiles } from '../../core/dataset/reading/splitFiles.ts';
import { allSplits } from '../../core/dataset/source.ts';
import type { Experiment } from '../../core/experiment/schema.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { experimentOf, type Target } from '../commands/targets.ts';
import { askForTrust } from '../compute/trust.ts';
import { explainingRun } from '../runs/explainingRun.ts';
import type { Studio } from '../studio.ts';
import { documentParts, documentOf, documentScheme, documentText } from './datasetUri.ts';
import { abortSignal } from '../abortSignal.ts';
import { settings } from '../settings.ts';

/** The command `safr.openDataset`: the experiment's own files, else a document with the texts of a split. */
export function registerOpenDataset(studio: Studio): void {
  const open = (target: Target) => openDataset(studio, target);
  studio.context.subscriptions.push(vscode.commands.registerCommand('safr.openDataset', open));
}

async function openDataset(studio: Studio, target: Target): Promise<void> {
  if (!(await askForTrust())) return;
  const targetRun =
    target && !(target instanceof vscode.Uri) && 'run' in target ? studio.runs.get(target.run) : undefined;
  const file = targetRun ? undefined : await experimentOf(studio, target);
  const path = targetRun?.experimentPath ?? file?.path;
  if (path === undefined) return;
  const run = targetRun ?? explainingRun(studio, path) ?? studio.runs.of(path)[0];
  const dataset = (file?.check.experiment ?? run?.experiment)?.dataset;
  const title = file?.title ?? targetRun?.id ?? path;
  if (!dataset) await showProblems(title, path);
  else if (dataset.source === 'files') await openFile(dataset, path);
  else if (run) await openDocument(run, title);
  else await showUntrained(title, path);
}

async function openFile(dataset: Extract<Experiment['dataset'], { source: 'files' }>, path: string): Promise<void> {
  const folder = dirname(path);
  const files = await splitFiles(dataset, folder).catch(showError);
  if (!files) return;
  const items = allSplits.flatMap((split) =>
    files[split].map((file) => ({ label: relative(folder, file), description: split, file })),
  );
  const placeHolder = 'Which data file?';
  const item = items.length > 1 ? await vscode.window.showQuickPick(items, { placeHolder }) : items[0];
  if (!item) return;
  const uri = vscode.Uri.file(storedFile(item.file));
  // Archives are left to whatever opens them in this VS Code.
  if (isParquet(uri.path)) await vscode.commands.executeCommand('safr.openDataTable', uri);
  else await vscode.commands.executeCommand('vscode.open', uri);
}

function showError(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
  void vscode.window.showErrorMessage(`${error.message}. ${error.remedy}`);
}

async function openDocument(run: Run, title: string): Promise<void> {
  const described = { train: 'for training', dev: 'chooses the best epoch', test: 'for the evaluation' };
  const items = allSplits.map((split) => ({ label: split, description: described[split], split }));
  const item = await vscode.window.showQuickPick(items, { placeHolder: `Which split of ${title}?` });
  if (!item) return;
  const location = { location: vscode.ProgressLocation.Window, title: `SAFR: reading the ${item.split} split` };
  const uri = vscode.Uri.from(documentParts(run, item.split));
  await vscode.window.withProgress(location, async () => vscode.window.showTextDocument(uri));
}

async function showUntrained(title: string, path: string): Promise<void> {
  const message = `${title} has no run yet. Its data set can be shown once it is trained.`;
  const answer = await vscode.window.showInformationMessage(message, 'Train');
  if (answer) await vscode.commands.executeCommand('safr.train', { experiment: path });
}

async function showProblems(title: string, path: string): Promise<void> {
  const message = `${title} has errors: fix them first: they hide which data set it uses.`;
  const answer = await vscode.window.showErrorMessage(message, 'Open Experiment');
  if (answer) await vscode.window.showTextDocument(vscode.Uri.file(path));
}

/** A notification about reading that takes longer than this can stop it. */
const noticeAfterMs = 1000;

async function cancellable<T>(title: string, reading: Promise<T>, stop: AbortController): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const show = () =>
    vscode.window.withProgress(options, async (_, token) => {
      token.onCancellationRequested(() => stop.abort());
      await reading.catch(() => undefined); // reported where it is awaited
    });
  const timer = setTimeout(() => void show(), noticeAfterMs);
  return reading.finally(() => clearTimeout(timer));
}

/** Serves the texts of data sets without files of their own as read-only documents. */
export function registerDatasetDocuments(studio: Studio): void {
  const provider: vscode.TextDocumentContentProvider = {
    async provideTextDocumentContent(uri, token) {
      const { directory, split } = documentOf(uri);
      const { cacheDir } = settings(vscode.Uri.file(directory));
      const stop = new AbortController();
      const signal = AbortSignal.any([abortSignal(token), stop.signal]);
      const texts = studio.inference.request('texts', { directory, split, cacheDir }, signal);
      return cancellable(`Reading the ${split} split`, texts, stop).then(documentText, (error: unknown) => {
        if (stop.signal.aborted) return 'The reading was stopped. Close this document and open it again.\n';
        throw error;
      });
    },
  };
  studio.context.subscriptions.push(vscode.workspace.registerTextDocumentContentProvider(documentScheme, provider));
}
