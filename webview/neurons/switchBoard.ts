import { button } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { counted, signed } from '../../src/common/format.ts';
import { labelled, randomLike, sizeOf } from './neuronSets.ts';
import { watch, type Actions, type State, type View } from './state.ts';

/** Switches sets of neurons, and tells what that does to the margin. */
export function switchBoard(actions: Actions): View {
  let state: State | undefined;
  const layers = () => state?.inspected?.layers ?? [];
  const off = () => state?.off ?? [];
  const mono = button('Monosemantic off', () => actions.switchOff(labelled(layers(), 'monosemantic')));
  const poly = button('Polysemantic off', () => actions.switchOff(labelled(layers(), 'polysemantic')));
  const random = button('As many at random', () => actions.switchOff(randomLike(off(), layers(), Math.random)));
  const on = button('All on', () => actions.switchOff([]));
  const margin = h('p', { class: 'margin' });
  const baseline = h('p', { class: 'muted' });
  const changed = watch();
  return {
    element: h(
      'div',
      { class: 'switchboard', role: 'group', 'aria-label': 'Switch neurons off' },
      h('div', { class: 'row' }, mono, poly, random, on),
      h('div', { 'aria-live': 'polite' }, margin, baseline),
    ),
    update(next) {
      state = next;
      if (!changed(next.inspected, next.off, next.switchedOff, next.effects)) return;
      const count = sizeOf(next.off);
      enable(mono, sizeOf(labelled(layers(), 'monosemantic')) > 0);
      enable(poly, sizeOf(labelled(layers(), 'polysemantic')) > 0);
      enable(random, count > 0);
      enable(on, count > 0);
      setText(margin, marginOf(next));
      setText(baseline, baselineOf(next));
    },
  };
}

function enable(control: HTMLElement, isEnabled: boolean): void {
  control.toggleAttribute('disabled', !isEnabled);
}

function marginOf({ off, switchedOff, effects }: State): string {
  if (!switchedOff) return effects && sizeOf(off) === 0 ? `Margin ${effects.margin.toFixed(2)}` : '…';
  const { before, after } = switchedOff;
  const figures = [before, after].map(({ margin }) => margin.toFixed(2).replace('-', '−')).join(' → ');
  return `Margin ${figures} (${signed(after.margin - before.margin, 2)}) without ${counted(sizeOf(off), 'neuron')}`;
}

function baselineOf({ switchedOff }: State): string {
  if (!switchedOff) return 'How far its logit is above the next one’s. Switch neurons off to see it move.';
  const { active, random } = switchedOff;
  if (active === 0) return 'None of them fires in this sentence.';
  const spread = random.deviation === null ? '' : ` ± ${random.deviation.toFixed(2)}`;
  const flips = `${random.flips === 0 ? 'none' : random.flips} of ${random.draws} draws ${random.flips > 1 ? 'flip' : 'flips'} it`;
  return `As many at random: ${signed(random.mean, 2)}${spread}; ${flips}`;
}
