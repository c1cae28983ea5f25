import type { SweepStatus } from '../../src/protocol/sweep.ts';
import { button } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { clock } from '../../src/common/format.ts';

export interface Headline {
  readonly title: string;
  readonly trusted: boolean;
  readonly done: number;
  readonly of: number;
  /** Whether something is done or begun. */
  readonly begun: boolean;
  /** Of all there is to do, 0 to 1. */
  readonly share: number;
}

/** Stays at the top: the experiment, how far its sweep is, Run or Stop. */
export class Header {
  readonly element: HTMLElement;
  readonly #title = h('h1');
  readonly #status = h('p', { class: 'status muted', role: 'status' });
  readonly #clock = h('p', { class: 'clock muted' });
  readonly #note = h('p', { class: 'muted', role: 'status', hidden: true });
  readonly #run: HTMLElement;
  readonly #goOn: HTMLElement;
  readonly #stop: HTMLElement;
  readonly #bar = h('div', { class: 'bar' });
  readonly #progress = h('div', { class: 'progress', role: 'progressbar', 'aria-label': 'Progress' }, this.#bar);
  #told: SweepStatus = { state: 'idle', seconds: null, secondsLeft: null, note: null };
  /** When it was told, in milliseconds. */
  #at = 0;

  constructor(run: () => void, stop: () => void) {
    this.#run = button('Run Sweep', run, { icon: 'train', appearance: 'primary' });
    this.#goOn = button('Go On', run, { icon: 'resume', appearance: 'primary' });
    this.#stop = button('Stop', stop, { icon: 'stop' });
    const buttons = [this.#run, this.#goOn, this.#stop];
    const row = h('div', { class: 'toolbar' }, this.#title, this.#status, this.#clock, ...buttons);
    this.element = h('header', { class: 'top' }, row, this.#note, this.#progress);
    setInterval(() => this.#tick(), 1000);
  }

  show({ title, trusted, done, of, begun, share }: Headline, status: SweepStatus): void {
    if (status !== this.#told) [this.#told, this.#at] = [status, performance.now()];
    const going = status.state !== 'idle';
    setText(this.#title, title);
    const stopping = status.state === 'stopping' ? ' · stopping' : '';
    setText(this.#status, trusted || of === 0 ? `${done} of ${of} done${stopping}` : untrusted(done, of));
    setText(this.#note, status.note ?? '');
    this.#note.hidden = status.note === null;
    this.#run.hidden = going || begun || of === 0;
    this.#goOn.hidden = going || !begun || done === of;
    this.#stop.hidden = !going;
    this.#stop.toggleAttribute('disabled', status.state === 'stopping');
    for (const element of [this.#run, this.#goOn]) element.toggleAttribute('disabled', !trusted);
    this.#progress.classList.toggle('going', going);
    this.#bar.style.width = `${100 * share}%`;
    this.#progress.setAttribute('aria-valuenow', String(Math.round(100 * share)));
    this.#tick();
  }

  /** Between two messages the time goes on. */
  #tick(): void {
    const { state, seconds, secondsLeft } = this.#told;
    const since = (performance.now() - this.#at) / 1000;
    const parts = seconds === null ? [] : [clock(seconds + since)];
    if (secondsLeft !== null) parts.push(`about ${clock(Math.max(0, secondsLeft - since))} left`);
    setText(this.#clock, state === 'idle' ? '' : parts.join(' · '));
  }
}

const untrusted = (done: number, of: number) => `${done} of ${of} done. Running it needs a trusted workspace.`;
