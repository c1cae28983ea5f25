import { basename } from 'node:path';
import * as vscode from 'vscode';
import { variantsOf } from '../../../core/comparison/configuration.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import {
  dashboardVersion,
  fromDashboard,
  type Action,
  type Differences,
  type FromDashboard,
  slotCount,
  type ToDashboard,
} from '../../../protocol/dashboard.ts';
import type { Studio } from '../../studio.ts';
import { differencesOf } from './dashboardConfig.ts';
import { curvesOf, itemOf } from './dashboardData.ts';
import { emptySlots, shownIn, withoutRun, withRun, type Slots } from './dashboardSlots.ts';
import { panelHtml, webviewFolder } from '../panelHtml.ts';
import { saveExport } from '../saveExport.ts';

/** What a panel's buttons run: nothing else can be asked for. */
const commands: Readonly<Record<Action, string>> = {
  train: 'safr.train',
  resume: 'safr.resume',
  stop: 'safr.stop',
  evaluate: 'safr.evaluate',
  compareExplanations: 'safr.compareExplanations',
  openNeurons: 'safr.openNeurons',
  revealRun: 'safr.revealRun',
};

/** The dashboard of one experiment: chooses the runs, and tells the panel what to draw. */
export class DashboardPanel {
  #slots: Slots;
  /** Until runs were chosen or added the newest one is shown. */
  #chosen: boolean;
  #note: string | null = null;
  #ready = false;
  #scheduled = false;
  /** The runs this panel has heard of; one that is running and not among them has just started. */
  readonly #known: Set<string>;
  /** What the panel has of each shown run. */
  readonly #sent = new Map<string, Run>();
  private readonly studio: Studio;
  private readonly panel: vscode.WebviewPanel;
  private readonly experimentPath: string;

  constructor(studio: Studio, panel: vscode.WebviewPanel, experimentPath: string, slots: Slots = emptySlots) {
    this.studio = studio;
    this.panel = panel;
    this.experimentPath = experimentPath;
    const { runs, jobs, experiments } = studio;
    this.#slots = slots;
    this.#chosen = shownIn(slots).length > 0;
    this.#known = new Set(runs.of(experimentPath).map(({ directory }) => directory));
    panel.title = `${this.#title}: Dashboard`;
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(studio.context.extensionUri)] };
    const subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#hide()),
      runs.onDidChange(() => this.#schedule()),
      experiments.onDidChange(() => this.#schedule()),
      jobs.onDidChange((job) => job.experimentPath === experimentPath && this.#postJob()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#schedule()),
    ];
    panel.onDidDispose(() => {
      vscode.Disposable.from(...subscriptions).dispose();
    });
    panel.webview.html = panelHtml(panel.webview, studio.context.extensionUri, 'dashboard', panel.title);
  }

  /** Shows one more run. */
  add(directory: string): void {
    this.#note = null;
    this.#add(directory);
    this.#schedule();
  }

  reveal(): void {
    this.panel.reveal();
  }

  get #title(): string {
    return basename(this.experimentPath).replace(/\.safr\.json$/, '');
  }

  /** The document of a hidden panel is gone; it is ready again when it is shown. */
  #hide(): void {
    if (!this.panel.visible) this.#ready = false;
  }

  #receive(data: unknown): void {
    const { data: message, error } = fromDashboard.safeParse(data);
    if (message) this.#obey(message).catch((reason: unknown) => this.studio.log.error(String(reason)));
    else this.studio.log.error(`The dashboard sent a message of an unknown form: ${error.message}`);
  }

  async #obey(message: FromDashboard): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return this.#begin(message.version);
      case 'choose':
        this.#note = null;
        if (message.shown) this.#add(message.directory);
        else this.#slots = withoutRun(this.#slots, message.directory);
        this.#chosen = true;
        return this.#schedule();
      case 'act': {
        const { action, directory } = message;
        const target = directory === null ? { experiment: this.experimentPath } : { run: directory };
        return vscode.commands.executeCommand(commands[action], target);
      }
      case 'export':
        return saveExport(message, vscode.Uri.file(this.experimentPath));
      default:
        message satisfies never;
    }
  }

  async #begin(version: number): Promise<void> {
    if (version !== dashboardVersion) return this.#post({ kind: 'outdated' });
    // After a reload of the window the shown runs may not have been read yet: what is gone is told from what is to come.
    await Promise.all(shownIn(this.#slots).map((run) => this.studio.runs.refresh(run)));
    this.#ready = true;
    this.#sent.clear();
    this.#update();
    this.#postJob();
  }

  /** Many runs may change at once, as when a folder is read. */
  #schedule(): void {
    if (this.#scheduled || !this.#ready) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#ready) this.#update();
    });
  }

  #update(): void {
    this.#keepUp();
    for (const directory of shownIn(this.#slots)) this.#postRun(this.studio.runs.get(directory));
    this.#postOverview();
  }

  /** Drops what is gone, adds what has just started, and shows the newest run where none was chosen. */
  #keepUp(): void {
    const own = this.studio.runs.of(this.experimentPath);
    const gone = shownIn(this.#slots).filter((directory) => !this.studio.runs.get(directory));
    for (const directory of gone) this.#slots = withoutRun(this.#slots, directory);
    if (gone.length > 0) this.#note = `Not there any more: ${gone.map((directory) => basename(directory)).join(', ')}.`;
    for (const { directory, status } of own) {
      if (!this.#known.has(directory) && status === 'running') this.#add(directory);
      this.#known.add(directory);
    }
    const newest = own[0]?.directory;
    if (!this.#chosen && newest !== undefined) this.#slots = withRun(emptySlots, newest)!;
  }

  #add(directory: string): void {
    const slots = withRun(this.#slots, directory);
    if (slots) this.#slots = slots;
    else
      this.#note = `${basename(directory)} is not drawn: ${slotCount} runs are shown at most. Clear the box of another run first.`;
    this.#chosen = true;
  }

  #postRun(run: Run | undefined): void {
    if (!run || this.#sent.get(run.directory) === run) return;
    this.#sent.set(run.directory, run);
    this.#post({ kind: 'run', run: curvesOf(run) });
  }

  #postOverview(): void {
    const { runs, experiments } = this.studio;
    const own = runs.of(this.experimentPath);
    const others = runs.all.filter(
      ({ directory }) => this.#slots.includes(directory) && !own.some((run) => run.directory === directory),
    );
    const listed = [...own, ...others];
    const variants = variantsOf(listed.map(({ experiment }) => experiment));
    const items = listed.map((run, i) => itemOf(run, this.#slotOf(run.directory), variants[i]!));
    this.#post({
      kind: 'overview',
      title: this.#title,
      trusted: vscode.workspace.isTrusted,
      trainable: experiments.get(this.experimentPath)?.check.experiment != null,
      runs: items,
      differences: this.#differences(),
      note: this.#note,
      state: { experimentPath: this.experimentPath, slots: [...this.#slots] },
    });
  }

  #slotOf(directory: string): number | null {
    const slot = this.#slots.indexOf(directory);
    return slot < 0 ? null : slot;
  }

  #differences(): Differences {
    const shown = this.#slots.flatMap((directory, slot) => {
      const experiment = directory === null ? undefined : this.studio.runs.get(directory)?.experiment;
      return experiment ? { slot, experiment } : [];
    });
    return differencesOf(shown);
  }

  #postJob(): void {
    const job = this.studio.jobs.of(this.experimentPath);
    if (this.#ready) this.#post({ kind: 'job', job: job ? job.progress : null });
  }

  #post(message: ToDashboard): void {
    void this.panel.webview.postMessage(message);
  }
}
