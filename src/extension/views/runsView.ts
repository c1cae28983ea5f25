import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Run } from '../../core/runs/readRun.ts';
import { isExperiment } from '../experiments/experiments.ts';
import { markdownText } from '../editor/markdownText.ts';
import { jobShare, runDescription, sweepLine } from '../runs/runWords.ts';
import { counted } from '../../common/format.ts';
import { explainingRun } from '../runs/explainingRun.ts';
import { Coalescer } from '../coalescer.ts';
import { settings } from '../settings.ts';
import type { Studio } from '../studio.ts';
import { doneIn } from '../sweeps/sweepStates.ts';
import { explainsUri, registerExplainsBadge } from './explainsBadge.ts';
import { onStudioChange } from './onStudioChange.ts';
import { childNodes, rootNodes, stateIcons, type RunsNode } from './runNodes.ts';
import { runContext } from './runContext.ts';
import { runTooltip } from './runTooltip.ts';

/** Interval at which the ages of runs are updated. */
const agesIntervalMs = 60_000;

/** VS Code waits until a tree has not changed for 200 ms: more frequent changes would never be shown. */
const changesIntervalMs = 500;

/** The Runs view: experiments and their runs. */
export function registerRunsView(studio: Studio): void {
  const tree = new RunsTree(studio);
  const view = vscode.window.createTreeView('safr.runs', {
    treeDataProvider: tree,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const refreshes = new Coalescer(() => tree.refresh(), changesIntervalMs);
  const clock = setInterval(() => view.visible && tree.refresh(), agesIntervalMs);
  studio.context.subscriptions.push(
    view,
    registerExplainsBadge(),
    refreshes,
    onStudioChange(studio, () => refreshes.schedule(), 0),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => uris.some(isExperiment) && refreshes.schedule()),
    vscode.workspace.onDidChangeConfiguration(
      (change) => change.affectsConfiguration('safr.explainRun') && tree.refresh(),
    ),
    { dispose: () => clearInterval(clock) },
  );
}

/** Provides the items of the view. A refresh takes time linear in the number of runs. */
export class RunsTree implements vscode.TreeDataProvider<RunsNode> {
  readonly #changed = new vscode.EventEmitter<void>();
  /** By experiment, the directory of the run that explains its data. Cleared by every refresh. */
  readonly #explaining = new Map<string, string | undefined>();
  #chosenRun: { readonly id: string | undefined } | null = null;
  readonly onDidChangeTreeData = this.#changed.event;
  private readonly studio: Studio;

  constructor(studio: Studio) {
    this.studio = studio;
  }

  refresh(): void {
    this.#explaining.clear();
    this.#chosenRun = null;
    this.#changed.fire();
  }

  getChildren(node?: RunsNode): RunsNode[] {
    return node ? childNodes(this.studio, node) : rootNodes(this.studio);
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    if ('experiment' in node) return this.#experimentItem(node.experiment);
    if ('lost' in node) return lostItem(node.lost);
    const run = this.studio.runs.get(node.run);
    return run ? this.#runItem(run) : this.#unreadableItem(node.run);
  }

  /** Tooltips of runs are created when they are shown. */
  resolveTreeItem(item: vscode.TreeItem, node: RunsNode): vscode.TreeItem {
    const run = 'run' in node ? this.studio.runs.get(node.run) : undefined;
    if (run) item.tooltip = new vscode.MarkdownString(runTooltip(run, this.studio.runs.nameOf(run)));
    return item;
  }

  #experimentItem(path: string): vscode.TreeItem {
    const { experiments, jobs, runs } = this.studio;
    const job = jobs.of(path);
    const sweep = this.#sweepWords(path);
    const count = runs.of(path).length;
    const problems = errorsOf(vscode.Uri.file(path));
    const item = new vscode.TreeItem(experiments.nameOf(path), collapsible(count > 0));
    item.id = count > 0 ? path : `${path} untrained`; // another item, so that its first run is unfolded
    item.contextValue = ['experiment', job ? 'busy' : 'idle', ...(sweep === null ? [] : ['sweeping'])].join(' ');
    item.iconPath =
      job || sweep !== null
        ? new vscode.ThemeIcon('sync~spin', new vscode.ThemeColor('charts.blue'))
        : problems > 0
          ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
          : new vscode.ThemeIcon('circuit-board');
    const state = problems > 0 ? counted(problems, 'problem') : count === 0 ? 'not trained yet' : counted(count, 'run');
    item.description = job ? jobShare(job.progress) : (sweep ?? state);
    item.tooltip = vscode.workspace.asRelativePath(path);
    item.command = { command: 'vscode.open', title: 'Open', arguments: [vscode.Uri.file(path)] };
    return item;
  }

  /** The progress of the experiment's sweep; null if this window runs none. */
  #sweepWords(path: string): string | null {
    const { sweeps } = this.studio;
    const running = sweeps.running(path);
    const state = running && sweeps.get(path);
    return state ? sweepLine(doneIn(state), state.runs.length, running.secondsLeft) : null;
  }

  #runItem(run: Run): vscode.TreeItem {
    const { jobs, runs } = this.studio;
    const item = new vscode.TreeItem(runs.nameOf(run));
    const job = jobs.all.find(({ directory }) => directory === run.directory);
    const explains = this.#isChosen(run);
    const [icon, color] = stateIcons[job ? 'running' : run.status];
    item.id = run.directory;
    const chosen = (this.#chosenRun ??= { id: settings().explainRun });
    item.contextValue = runContext(this.studio, run, chosen.id);
    item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
    item.description = job ? jobShare(job.progress) : runDescription(run, Date.now());
    if (explains) item.resourceUri = explainsUri(run.directory);
    const words = [
      `${run.status} run ${runs.nameOf(run)}`,
      item.description,
      ...(explains ? ['explains the data'] : []),
    ];
    item.accessibilityInformation = { label: words.join(', ') };
    item.command = { command: 'safr.openDashboard', title: 'Open Dashboard', arguments: [{ run: run.directory }] };
    return item;
  }

  /** Of several runs of an experiment, the one that explains its data. */
  #isChosen({ directory, experimentPath }: Run): boolean {
    const { experiments, runs } = this.studio;
    if (!experiments.get(experimentPath) || runs.of(experimentPath).length < 2) return false;
    if (!this.#explaining.has(experimentPath)) {
      this.#explaining.set(experimentPath, explainingRun(this.studio, experimentPath)?.directory);
    }
    return this.#explaining.get(experimentPath) === directory;
  }

  #unreadableItem(directory: string): vscode.TreeItem {
    const problem = this.studio.runs.unreadable.get(directory);
    const item = new vscode.TreeItem(basename(directory));
    item.id = directory;
    item.contextValue = 'unreadable deletable';
    item.iconPath = new vscode.ThemeIcon('question', new vscode.ThemeColor('list.warningForeground'));
    item.description = 'cannot be read';
    if (problem) {
      item.tooltip = new vscode.MarkdownString(`${markdownText(problem.message)}\n\n${markdownText(problem.remedy)}`);
    }
    return item;
  }
}

function lostItem(path: string): vscode.TreeItem {
  const item = new vscode.TreeItem(basename(path), collapsible(true));
  item.id = path;
  item.contextValue = 'lost';
  item.iconPath = new vscode.ThemeIcon('circle-slash');
  item.description = 'file deleted';
  item.tooltip = path;
  return item;
}

/** How many errors VS Code shows of a file: the Problems view counts the same. */
function errorsOf(uri: vscode.Uri): number {
  const { Error } = vscode.DiagnosticSeverity;
  return vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === Error).length;
}

function collapsible(filled: boolean): vscode.TreeItemCollapsibleState {
  return filled ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None;
}
