import { basename } from 'node:path';
import * as vscode from 'vscode';
import { runNames } from '../../../core/comparison/runNames.ts';
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
import { Coalescer } from '../../coalescer.ts';
import type { Studio } from '../../studio.ts';
import { openConfusedTexts } from './confusedTexts.ts';
import { differencesOf } from './dashboardConfig.ts';
import { curvesOf, itemOf } from './dashboardData.ts';
import { emptySlots, shownIn, withoutRun, withRun, type Slots } from './dashboardSlots.ts';
import { PanelHost } from '../panelHost.ts';
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

export interface ShownDashboard {
  readonly experimentPath: string;
  readonly slots: Slots;
  /** A run to show in addition. */
  readonly added?: string | undefined;
}

/** The dashboard of one experiment: chooses the runs, and sends the panel what to draw. */
export class DashboardPanel {
  readonly #studio: Studio;
  readonly #host: PanelHost<FromDashboard, ToDashboard>;
  readonly #experimentPath: string;
  readonly #updates = new Coalescer(() => this.#host.run(() => this.#update()), 0);
  #slots: Slots;
  /** Until runs are chosen or added, the newest one is shown. */
  #isChosen: boolean;
  #note: string | null = null;
  /** The runs this panel has seen; one that is running and not among them has just started. */
  readonly #seen: Set<string>;
  /** What the page has of each shown run. */
  readonly #sent = new Map<string, Run>();

  constructor(studio: Studio, panel: vscode.WebviewPanel, { experimentPath, slots, added }: ShownDashboard) {
    const { runs, jobs, experiments } = studio;
    this.#studio = studio;
    this.#experimentPath = experimentPath;
    this.#slots = slots;
    this.#isChosen = shownIn(slots).length > 0;
    this.#seen = new Set(runs.of(experimentPath).map(({ directory }) => directory));
    this.#host = new PanelHost(studio, panel, {
      name: 'dashboard',
      title: `${experiments.nameOf(experimentPath)}: Dashboard`,
      version: dashboardVersion,
      fromPanel: fromDashboard,
      prepare: () => Promise.all(shownIn(this.#slots).map((run) => runs.refresh(run))),
      onReady: () => this.#begin(),
      onMessage: (message) => this.#handle(message),
    });
    const update = () => this.#updates.schedule();
    this.#host.disposables.add(
      this.#updates,
      runs.onDidChange(update),
      experiments.onDidChange(update),
      jobs.onDidChange((job) => job.experimentPath === experimentPath && this.#sendJob()),
      vscode.workspace.onDidGrantWorkspaceTrust(update),
    );
    if (added !== undefined) this.#add(added);
  }

  show({ added }: ShownDashboard): void {
    this.#host.reveal();
    if (added === undefined) return;
    this.#note = null;
    this.#add(added);
    this.#updates.schedule();
  }

  async #handle(message: Exclude<FromDashboard, { kind: 'ready' }>): Promise<void> {
    switch (message.kind) {
      case 'choose':
        this.#note = null;
        if (message.shown) this.#add(message.directory);
        else this.#slots = withoutRun(this.#slots, message.directory);
        this.#isChosen = true;
        return this.#updates.schedule();
      case 'openTexts': {
        const run = this.#studio.runs.get(message.directory);
        return run && openConfusedTexts(this.#studio, run, message);
      }
      case 'act': {
        const { action, directory } = message;
        const target = directory === null ? { experiment: this.#experimentPath } : { run: directory };
        return vscode.commands.executeCommand(commands[action], target);
      }
      case 'export':
        return saveExport(message, vscode.Uri.file(this.#experimentPath));
      default:
        message satisfies never;
    }
  }

  async #begin(): Promise<void> {
    this.#sent.clear();
    await this.#update();
    this.#sendJob();
  }

  async #update(): Promise<void> {
    if (!this.#host.isReady) return;
    this.#updateSlots();
    await Promise.all(shownIn(this.#slots).map((directory) => this.#sendRun(this.#studio.runs.get(directory))));
    this.#sendOverview();
  }

  /** Drops deleted runs, adds what has just started, and shows the newest run where none was chosen. */
  #updateSlots(): void {
    const own = this.#studio.runs.of(this.#experimentPath);
    const deleted = shownIn(this.#slots).filter((directory) => !this.#studio.runs.get(directory));
    for (const directory of deleted) this.#slots = withoutRun(this.#slots, directory);
    if (deleted.length > 0) this.#note = `Deleted: ${deleted.map((directory) => basename(directory)).join(', ')}.`;
    for (const { directory, status } of own) {
      if (!this.#seen.has(directory) && status === 'running') this.#add(directory);
      this.#seen.add(directory);
    }
    const newest = own[0]?.directory;
    if (!this.#isChosen && newest !== undefined) this.#slots = withRun(emptySlots, newest)!;
  }

  #add(directory: string): void {
    const slots = withRun(this.#slots, directory);
    if (slots) this.#slots = slots;
    else
      this.#note = `${basename(directory)} is not drawn: ${slotCount} runs are shown at most. Clear the check box of another run first.`;
    this.#isChosen = true;
  }

  async #sendRun(run: Run | undefined): Promise<void> {
    if (!run || this.#sent.get(run.directory) === run) return;
    this.#sent.set(run.directory, run);
    const curves = curvesOf(await this.#studio.runs.details(run));
    if (this.#sent.get(run.directory) === run) this.#host.send({ kind: 'run', run: curves });
  }

  #sendOverview(): void {
    const { runs, experiments } = this.#studio;
    const own = runs.of(this.#experimentPath);
    const others = runs.all.filter(
      ({ directory }) => this.#slots.includes(directory) && !own.some((run) => run.directory === directory),
    );
    const listed = [...own, ...others];
    const names = runNames(listed);
    const items = listed.map((run, i) => itemOf(run, this.#slotOf(run.directory), names[i]!));
    this.#host.send({
      kind: 'overview',
      title: experiments.nameOf(this.#experimentPath),
      trusted: vscode.workspace.isTrusted,
      trainable: experiments.get(this.#experimentPath)?.check.experiment != null,
      runs: items,
      differences: this.#differences(),
      note: this.#note,
      state: { experimentPath: this.#experimentPath, slots: [...this.#slots] },
    });
  }

  #slotOf(directory: string): number | null {
    const slot = this.#slots.indexOf(directory);
    return slot < 0 ? null : slot;
  }

  #differences(): Differences {
    const shown = this.#slots.flatMap((directory, slot) => {
      const experiment = directory === null ? undefined : this.#studio.runs.get(directory)?.experiment;
      return experiment ? { slot, experiment } : [];
    });
    return differencesOf(shown);
  }

  #sendJob(): void {
    const job = this.#studio.jobs.of(this.#experimentPath);
    this.#host.send({ kind: 'job', job: job ? job.progress : null });
  }
}
