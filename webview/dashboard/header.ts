import type { Action, JobView, Overview, RunItem } from '../../src/protocol/dashboard.ts';
import { button } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { clock, decimals } from '../../src/common/format.ts';
import { shortTimes } from '../shared/names.ts';
import { swatch } from '../shared/swatch.ts';

/** Stays at the top: the experiment, what is going on, Train or Stop, and which colour is which run. */
export class Header {
  readonly element: HTMLElement;
  readonly #title = h('h1');
  readonly #status = h('p', { class: 'status muted', role: 'status' });
  readonly #train: HTMLElement;
  readonly #stop: HTMLElement;
  readonly #bar = h('div', { class: 'bar' });
  readonly #progress = h('div', { class: 'progress', role: 'progressbar', 'aria-label': 'Progress' }, this.#bar);
  readonly #legend = h('ul', { class: 'legend', 'aria-label': 'Runs that are drawn' });

  constructor(act: (action: Action) => void) {
    this.#train = button('Train', () => act('train'), { icon: 'train', appearance: 'primary' });
    this.#stop = button('Stop', () => act('stop'), { icon: 'stop' });
    const row = h('div', { class: 'toolbar' }, this.#title, this.#status, this.#train, this.#stop);
    this.element = h('header', { class: 'top' }, row, this.#progress, this.#legend);
  }

  show({ title, trusted, trainable, runs }: Overview, job: JobView | null): void {
    setText(this.#title, title);
    setText(this.#status, job ? jobText(job) : idleText(runs, trusted, trainable));
    this.#train.hidden = job !== null;
    this.#stop.hidden = job === null;
    this.#train.toggleAttribute('disabled', !trusted || !trainable);
    this.#showProgress(job);
    this.#showLegend(runs.filter(({ slot }) => slot !== null));
  }

  #showProgress(job: JobView | null): void {
    this.#progress.classList.toggle('going', job !== null);
    this.#progress.classList.toggle('unknown', job?.share === null);
    this.#bar.style.width = job?.share == null ? '' : `${100 * job.share}%`;
    if (job?.share == null) this.#progress.removeAttribute('aria-valuenow');
    else this.#progress.setAttribute('aria-valuenow', String(Math.round(100 * job.share)));
  }

  #showLegend(shown: readonly RunItem[]): void {
    const entries = shown.length > 1 ? [...shown].sort((a, b) => a.slot! - b.slot!) : [];
    const key = JSON.stringify(entries.map(({ slot, started, variant }) => [slot, started, variant]));
    if (this.#legend.dataset['key'] === key) return;
    this.#legend.dataset['key'] = key;
    const times = shortTimes(entries.map(({ started }) => started));
    this.#legend.replaceChildren(
      ...entries.map(({ slot, variant }, i) => h('li', { title: variant }, swatch(slot!), times[i]!)),
    );
  }
}

function jobText({ phase, loss, secondsLeft }: JobView): string {
  const parts = [phase];
  if (secondsLeft !== null) parts.push(`${clock(secondsLeft)} left`);
  if (loss !== null) parts.push(`loss ${decimals(loss, 3)}`);
  return parts.join(' · ');
}

function idleText(runs: readonly RunItem[], trusted: boolean, trainable: boolean): string {
  if (!trusted) return 'Training and evaluation need a trusted workspace.';
  if (!trainable) return 'The experiment file is missing or has errors.';
  return runs.length === 1 ? '1 run' : `${runs.length} runs`;
}
