import { counted, decimals, signed } from '../../src/common/format.ts';
import { Button } from '../shared/Button.tsx';
import type { Layer } from './inspection.ts';
import { labelled, randomLike, sizeOf } from './neuronSets.ts';
import type { NeuronsModel } from './neuronsModel.ts';
import type { NeuronsModelState } from './state.ts';

/** Switches sets of neurons, and says what that does to the margin. */
export function SwitchBoard({ model, layers }: { model: NeuronsModel; layers: readonly Layer[] }) {
  const off = model.state.off.value;
  const isAllOn = sizeOf(off) === 0;
  const [monosemantic, polysemantic] = [labelled(layers, 'monosemantic'), labelled(layers, 'polysemantic')];
  return (
    <div class="switchboard" role="group" aria-label={`Switch ${model.state.words.value.many} off`}>
      <div class="row">
        <Button disabled={sizeOf(monosemantic) === 0} onClick={() => model.switchOff(monosemantic)}>
          Monosemantic off
        </Button>
        <Button disabled={sizeOf(polysemantic) === 0} onClick={() => model.switchOff(polysemantic)}>
          Polysemantic off
        </Button>
        <Button disabled={isAllOn} onClick={() => model.switchOff(randomLike(off, layers, Math.random))}>
          As many at random
        </Button>
        <Button disabled={isAllOn} onClick={() => model.switchOff([])}>
          All on
        </Button>
      </div>
      <div aria-live="polite">
        <p class="margin">{marginOf(model.state)}</p>
        <p class="muted">{baselineOf(model.state)}</p>
      </div>
    </div>
  );
}

function marginOf({ off, switchedOff, effects, words }: NeuronsModelState): string {
  const count = sizeOf(off.value);
  if (!switchedOff.value) return effects.value && count === 0 ? `Margin ${decimals(effects.value.margin, 2)}` : '…';
  const { before, after } = switchedOff.value;
  const change = signed(after.margin - before.margin, 2);
  return `Margin ${decimals(before.margin, 2)} → ${decimals(after.margin, 2)} (${change}) without ${counted(count, words.value.one)}`;
}

function baselineOf({ switchedOff, words }: NeuronsModelState): string {
  if (!switchedOff.value)
    return `How far its logit is above the next one’s. Switch ${words.value.many} off to see it change.`;
  const { active, random } = switchedOff.value;
  if (active === 0) return 'None of them fires in this text.';
  const spread = random.deviation === null ? '' : ` ± ${decimals(random.deviation, 2)}`;
  const flips = `${random.flips === 0 ? 'none' : random.flips} of ${random.draws} draws ${random.flips > 1 ? 'flip' : 'flips'} it`;
  return `As many at random: ${signed(random.mean, 2)}${spread}; ${flips}`;
}
