import { h } from '../shared/dom.ts';
import { isIn, toggled } from './neuronSets.ts';
import type { Actions, State } from './state.ts';

/** Switches one neuron on and off. `show` keeps it up to date. */
export function neuronSwitch(actions: Actions) {
  let state: State | undefined;
  let index = 0;
  const element = h('button', {
    class: 'switch',
    role: 'switch',
    onclick: (event) => {
      event.stopPropagation(); // the row it stands in is chosen by a click
      if (state) actions.switchOff(toggled(state.off, state.layer, index));
    },
  });
  return {
    element,
    /** Of a neuron of the shown layer. */
    show(next: State, neuron: number) {
      state = next;
      index = neuron;
      const isOn = !isIn(next.off, next.layer, neuron);
      element.setAttribute('aria-checked', String(isOn));
      element.setAttribute('aria-label', `Neuron ${neuron}`);
      element.title = isOn ? 'On: switch this neuron off' : 'Off: switch this neuron on';
    },
  };
}
