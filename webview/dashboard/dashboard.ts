import type { Action, JobView, Overview, RunCurves, RunItem } from '../../src/protocol/dashboard.ts';
import type { ExportedFile } from '../shared/chartCard.ts';
import { button } from '../shared/controls.ts';
import { h } from '../shared/dom.ts';
import { sectionHead } from '../shared/sectionHead.ts';
import { onThemeChange, readTheme } from '../shared/theme.ts';
import { Charts } from './charts.ts';
import { EvaluateNotice } from './evaluateNotice.ts';
import { Header } from './header.ts';
import { shortTimes } from '../shared/names.ts';
import type { ShownRun } from './plots.ts';
import { Rivals } from './rivals.ts';
import { RunList } from './runList.ts';
import { differencesTable, resultsTable } from './tables.ts';

export interface DashboardActions {
  readonly choose: (directory: string, shown: boolean) => void;
  /** Of the experiment where the directory is null. */
  readonly act: (action: Action, directory: string | null) => void;
  readonly keep: (file: ExportedFile) => void;
}

/** The document: made once, then kept up to date. */
export class Dashboard {
  readonly #header: Header;
  readonly #runList: RunList;
  readonly #charts: Charts;
  readonly #notice: EvaluateNotice;
  readonly #rivals: Rivals;
  readonly #results = h('div');
  readonly #differences = h('div');
  readonly #welcome: HTMLElement;
  readonly #firstTrain: HTMLElement;
  readonly #main: HTMLElement;
  /** What the tables were made of. */
  #tabled = '';

  constructor({ choose, act, keep }: DashboardActions) {
    this.#header = new Header((action) => act(action, null));
    this.#runList = new RunList({ choose, act });
    this.#charts = new Charts(readTheme(), keep);
    this.#notice = new EvaluateNotice((directory) => act('evaluate', directory));
    this.#rivals = new Rivals(readTheme(), keep, (directory) => act('compareExplanations', directory));
    this.#firstTrain = button('Train', () => act('train', null), { icon: 'train', appearance: 'primary' });
    this.#welcome = h(
      'div',
      { class: 'welcome' },
      h('h2', {}, 'No runs yet'),
      h('p', { class: 'muted' }, 'Train the experiment: its losses, accuracy and SRS are drawn here while it runs.'),
      this.#firstTrain,
    );
    this.#main = h(
      'main',
      {},
      this.#runList.element,
      ...this.#charts.elements,
      h('section', { id: 'results' }, sectionHead('Results', 'of the evaluation'), this.#results),
      h('section', { id: 'differences' }, sectionHead('Configuration', 'where it differs'), this.#differences),
    );
    this.#main.querySelector('#srs .card')?.after(this.#notice.element);
    this.#main.hidden = true;
    this.#welcome.hidden = true;
    document.body.append(this.#header.element, this.#welcome, this.#main);
    this.#main.querySelector('#srs')?.after(this.#rivals.element);
    onThemeChange((theme) => {
      this.#charts.retheme(theme);
      this.#rivals.retheme(theme);
    });
  }

  show(overview: Overview, curves: ReadonlyMap<string, RunCurves>, job: JobView | null): void {
    const { runs, note, trusted, trainable } = overview;
    const canCompute = trusted && job === null;
    this.#header.show(overview, job);
    this.#welcome.hidden = runs.length > 0 || job !== null;
    this.#firstTrain.toggleAttribute('disabled', !trusted || !trainable);
    this.#main.hidden = runs.length === 0;
    this.#runList.show(runs, note, canCompute);
    const items = shownItems(runs);
    const shown = shownRuns(items, curves);
    this.#notice.show(items, canCompute);
    this.#main.classList.toggle('unevaluated', items.length > 0 && items.every(({ evaluated }) => !evaluated));
    this.#charts.show(shown);
    this.#rivals.show(shown, items, canCompute);
    this.#showTables(overview, shown);
  }

  #showTables({ differences }: Overview, shown: readonly ShownRun[]): void {
    const facts = shown.map(({ slot, label, curves }) => [
      slot,
      label,
      curves.evaluation,
      curves.device,
      curves.seconds,
    ]);
    const key = JSON.stringify([differences, facts]);
    if (key === this.#tabled) return;
    this.#tabled = key;
    this.#results.replaceChildren(resultsTable(shown));
    this.#differences.replaceChildren(differencesTable(differences, shown));
  }
}

/** In the order of their slots. */
function shownItems(runs: readonly RunItem[]): RunItem[] {
  return runs.filter(({ slot }) => slot !== null).sort((a, b) => a.slot! - b.slot!);
}

/** Those whose curves have come. */
function shownRuns(items: readonly RunItem[], curves: ReadonlyMap<string, RunCurves>): ShownRun[] {
  const labels = shortTimes(items.map(({ started }) => started));
  return items.flatMap(({ directory, slot, started }, i) => {
    const drawn = curves.get(directory);
    return drawn ? { slot: slot!, label: labels[i]!, started, curves: drawn } : [];
  });
}
