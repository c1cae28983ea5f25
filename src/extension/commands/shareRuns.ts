import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ComputeProcess } from '../../client/computeProcess.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { defaultRunsDirectory } from '../../core/runs/runFiles.ts';
import { workInProcess, type WorkOptions } from '../compute/workInProcess.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { runOf, type Target } from './targets.ts';

/** Save a report of a run, export it as an archive for another machine, import such an archive. */
export function registerShareRuns(studio: Studio): void {
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.saveReport', (target: Target) => saveReport(studio, target)),
    vscode.commands.registerCommand('safr.exportRun', (target: Target) => exportRun(studio, target)),
    vscode.commands.registerCommand('safr.importRun', () => importRun(studio)),
  );
}

const archives = { 'SAFR run': ['tgz'] };
const canExport = ({ hasWeights, status }: Run) => hasWeights && status !== 'running';

async function saveReport(studio: Studio, target: Target): Promise<void> {
  const run = await runOf(studio, target, ({ hasWeights }) => hasWeights, 'Save a report of which run?');
  const path = run && (await askPath(run, '.html', { 'HTML file': ['html'] }));
  if (!path) return;
  const params = { directory: run.directory, path, ...placeOf(run) };
  const saved = await workInProcess(studio, `Writing the report of ${run.id}`, (compute, options) =>
    compute.request('saveReport', params, options),
  );
  if (!saved) return;
  const without = saved.whyNoLines === null ? '' : ` Without explanations: ${saved.whyNoLines}.`;
  const open = 'Open in Browser';
  if ((await vscode.window.showInformationMessage(`The report is in ${path}.${without}`, open)) === open) {
    await vscode.env.openExternal(vscode.Uri.file(path));
  }
}

async function exportRun(studio: Studio, target: Target): Promise<void> {
  const run = await runOf(studio, target, canExport, 'Export which run?');
  const format = run && (await askFormat(run));
  const path = format && (await askPath(run, format.suffix, format.filters));
  if (!path) return;
  const saved = await workInProcess(studio, `Exporting ${run.id}`, (compute, options) =>
    format.write(compute, run, path, options),
  );
  if (saved) void vscode.window.showInformationMessage(format.done(path));
}

/** What a run can be exported as. */
interface ExportFormat extends vscode.QuickPickItem {
  /** What follows the id of the run in the proposed name. */
  readonly suffix: string;
  readonly filters: Record<string, string[]>;
  readonly write: (compute: ComputeProcess, run: Run, path: string, options: WorkOptions) => Promise<object>;
  /** The message about the written file. */
  readonly done: (path: string) => string;
}

const exportFormats: readonly ExportFormat[] = [
  {
    label: 'Archive',
    detail: 'The whole run with its report, for SAFR Studio on another machine',
    suffix: '.safr.tgz',
    filters: archives,
    write: (compute, run, path, options) =>
      compute.request('exportRun', { directory: run.directory, path, ...placeOf(run) }, options),
    done: (path) => `The run is in ${path}; “SAFR: Import Run…” reads it.`,
  },
  {
    label: 'ONNX model',
    detail: 'The classifier alone, from token ids to logits, for onnxruntime and others',
    suffix: '.onnx',
    filters: { 'ONNX model': ['onnx'] },
    write: (compute, { directory }, path, options) => compute.request('exportOnnx', { directory, path }, options),
    done: (path) => `The model is in ${path}; its token ids are those of vocabulary.json in the run's folder.`,
  },
];

const huggingfaceFormat: ExportFormat = {
  label: 'Hugging Face folder',
  detail: 'The encoder with its tokenizer, for Python’s transformers',
  suffix: '-huggingface',
  filters: {},
  write: (compute, { directory }, path, options) => compute.request('exportHuggingface', { directory, path }, options),
  done: (path) => `The encoder is in the folder ${path}; AutoModelForSequenceClassification.from_pretrained opens it.`,
};

function askFormat(run: Run): Thenable<ExportFormat | undefined> {
  const isEncoder = run.experiment.model.pretrained !== undefined;
  const formats = isEncoder ? [...exportFormats, huggingfaceFormat] : exportFormats;
  return vscode.window.showQuickPick(formats, { title: `Export ${run.id}`, placeHolder: 'Export as what?' });
}

async function importRun(studio: Studio): Promise<void> {
  const folder = await askFolder();
  if (!folder) return;
  const openLabel = 'Import Run';
  const [file] = (await vscode.window.showOpenDialog({ title: openLabel, openLabel, filters: archives })) ?? [];
  if (!file) return;
  const params = { path: file.fsPath, runsDirectory: defaultRunsDirectory(folder.uri.fsPath) };
  const imported = await workInProcess(studio, 'Importing a run', (compute, options) =>
    compute.request('importRun', params, options),
  );
  if (!imported) return;
  await studio.runs.refresh(imported.directory);
  const open = 'Open Dashboard';
  const message = `Imported ${studio.runs.get(imported.directory)?.id ?? imported.directory}.`;
  if ((await vscode.window.showInformationMessage(message, open)) === open) {
    await vscode.commands.executeCommand('safr.openDashboard', { run: imported.directory });
  }
}

/** By default in the workspace. */
async function askPath(run: Run, suffix: string, filters: Record<string, string[]>): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
  const defaultUri = vscode.Uri.file(join(folder, `${run.id}${suffix}`));
  return (await vscode.window.showSaveDialog({ defaultUri, filters }))?.fsPath;
}

async function askFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0];
  return vscode.window.showWorkspaceFolderPick({ placeHolder: 'Import into which folder?' });
}

function placeOf({ experimentPath }: Run) {
  const { device, threads, cacheDir } = settings(vscode.Uri.file(experimentPath));
  return { device, threads, cacheDir };
}
