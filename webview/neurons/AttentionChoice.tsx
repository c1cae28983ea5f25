import { Choice } from '../shared/Choice.tsx';
import type { NeuronsModel } from './neuronsModel.ts';

interface AttentionChoiceProps {
  readonly model: NeuronsModel;
  readonly layers: number;
  /** Of a layer. */
  readonly heads: number;
}

const mean = { value: '', name: 'mean of all' };
const numbers = (count: number) => Array.from({ length: count }, (_, i) => ({ value: String(i), name: String(i + 1) }));

/** Which part of the attention the arcs and the matrix are of: the mean, a layer, or a head of a layer. Heads of different layers have nothing in common. */
export function AttentionChoice({ model, layers, heads }: AttentionChoiceProps) {
  const part = model.state.part.value;
  const layer = part?.layer ?? (layers === 1 ? 0 : null);
  const choose = (layer: number | null, head: number | null) =>
    model.choosePart(layer === null || (layers === 1 && head === null) ? null : { layer, head });
  const valueOf = (number: number | null | undefined) => (number == null ? '' : String(number));
  const numberOf = (value: string) => (value === '' ? null : Number(value));
  return (
    <span class="together numbers">
      {layers > 1 && (
        <Choice
          label="Attention of layer"
          id="attention-layer"
          options={[mean, ...numbers(layers)]}
          value={valueOf(layer)}
          onChoose={(value) => choose(numberOf(value), null)}
        />
      )}
      {heads > 1 && layer !== null && (
        <Choice
          label={layers > 1 ? 'head' : 'Attention of head'}
          name="Attention of head"
          id="attention-head"
          options={[mean, ...numbers(heads)]}
          value={valueOf(part?.head)}
          onChoose={(value) => choose(layer, numberOf(value))}
        />
      )}
    </span>
  );
}
