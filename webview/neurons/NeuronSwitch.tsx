import { isIn, toggled } from './neuronSets.ts';
import type { NeuronsModel } from './neuronsModel.ts';

interface NeuronSwitchProps {
  readonly model: NeuronsModel;
  readonly layer: number;
  readonly index: number;
}

/** Switches a neuron on and off. */
export function NeuronSwitch({ model, layer, index }: NeuronSwitchProps) {
  const { off } = model.state;
  const words = model.state.words.value;
  const isOn = !isIn(off.value, layer, index);
  return (
    <button
      class="switch"
      role="switch"
      aria-checked={isOn}
      aria-label={`${words.One} ${index}`}
      title={isOn ? `On: switch this ${words.one} off` : `Off: switch this ${words.one} on`}
      onClick={(event) => {
        event.stopPropagation(); // a click on the row around it chooses the neuron
        model.switchOff(toggled(off.value, layer, index));
      }}
    />
  );
}
