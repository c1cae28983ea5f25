import { isIn, toggled } from './neuronSets.ts';
import type { NeuronsModel } from './neuronsModel.ts';

/** Switches a neuron of the shown layer on and off. */
export function NeuronSwitch({ model, index }: { model: NeuronsModel; index: number }) {
  const { off, layer } = model.state;
  const isOn = !isIn(off.value, layer.value, index);
  return (
    <button
      class="switch"
      role="switch"
      aria-checked={isOn}
      aria-label={`Neuron ${index}`}
      title={isOn ? 'On: switch this neuron off' : 'Off: switch this neuron on'}
      onClick={(event) => {
        event.stopPropagation(); // a click on the row around it chooses the neuron
        model.switchOff(toggled(off.value, layer.value, index));
      }}
    />
  );
}
