import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { activationText, grouped } from '../../src/common/format.ts';
import { Choice } from '../shared/Choice.tsx';
import { useTheme } from '../shared/theme.ts';
import { heatText } from './heatText.ts';
import { HeatView, type HeatSpot } from './heatView.ts';
import { neuronOrder, type NeuronOrder } from './neuronOrder.ts';
import type { InspectionProps } from './neuronsModel.ts';
import type { NeuronsModelState } from './state.ts';
import { MapLegend } from './MarkLegends.tsx';
import { ReadOut, Scale, ZoomButtons } from './MatrixTools.tsx';

/** Tokens × neurons: the activation of each, to be zoomed, moved and sorted. */
export function HeatMap({ model, inspected, layer }: InspectionProps) {
  const { state } = model;
  const corpusLabels = state.labels.value?.[state.layer.value];
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<HeatView | null>(null);
  const pointed = useSignal<HeatSpot | null>(null);
  const cursor = useSignal<HeatSpot | null>(null);
  const [shownOrder, token, neuron] = [state.order.value, state.token.value, state.neuron.value];
  const order = useMemo(() => neuronOrder(layer, shownOrder), [layer, shownOrder]);
  useLayoutEffect(() => {
    view.current = new HeatView(canvas.current!, {
      point: (spot) => (pointed.value = spot),
      moveCursor: (spot) => (pointed.value = cursor.value = spot),
      chooseNeuron: (index) => model.chooseNeuron(index),
      chooseToken(position) {
        model.chooseToken(position);
        model.chooseOrder({ token: position });
      },
    });
    return () => view.current?.dispose();
  }, [model]);
  useLayoutEffect(() => view.current?.setTheme(theme), [theme]);
  useLayoutEffect(
    () => view.current?.show({ tokens: inspected.explanation.tokens, layer, order, token, neuron }),
    [inspected, layer, order, token, neuron],
  );
  return (
    <section class="map">
      <div class="row">
        <h2>Activation</h2>
        <Choice
          label="Sort"
          id="order"
          options={orderOptions(state)}
          value={nameOfOrder(shownOrder)}
          onChoose={(name) => model.chooseOrder(orderOfName(name))}
        />
        {inspected.layers.length > 1 && (
          <span class="together numbers">
            <Choice
              label="Layer"
              id="layer"
              options={inspected.layers.map((_, l) => ({ value: String(l), name: String(l + 1) }))}
              value={String(state.layer.value)}
              onChoose={(value) => model.chooseLayer(Number(value))}
            />
          </span>
        )}
        <span class="spring" />
        <span class="together">
          <Scale isDark={!theme.light} largest={activationText(layer.largest)} />
          <ZoomButtons what={state.words.value.many} view={view} />
        </span>
      </div>
      <MapLegend unit={state.words.value.one} />
      <div class="heat">
        <canvas
          ref={canvas}
          tabIndex={0}
          role="application"
          aria-roledescription="heat map"
          aria-label={`Activation of ${grouped(layer.neurons)} ${state.words.value.many} at ${inspected.explanation.tokens.length} tokens`}
          aria-describedby="heat-help"
        />
        <ReadOut
          pointed={pointed}
          cursor={cursor}
          textOf={(spot) => heatText(spot, { explanation: inspected.explanation, layer, corpusLabels })}
          hint={`Click a cell for its ${state.words.value.one}, a token to sort by it; wheel or + − to zoom, drag to move.`}
        />
        <p class="unseen" id="heat-help">
          Arrows move the cursor, Enter chooses the {state.words.value.one}, Space the token; plus, minus and 0 zoom.
        </p>
      </div>
    </section>
  );
}

function orderOptions({ inspected, token, order }: NeuronsModelState) {
  const position = typeof order.value === 'object' ? order.value.token : token.value;
  const word = position === null ? undefined : inspected.value?.explanation.tokens[position]?.inWord;
  return [
    { value: 'label', name: 'by label' },
    { value: 'activity', name: 'by activity' },
    { value: 'index', name: 'by number' },
    ...(word === undefined ? [] : [{ value: `token ${position}`, name: `by “${word.slice(0, 20)}”` }]),
  ];
}

function nameOfOrder(order: NeuronOrder): string {
  return typeof order === 'object' ? `token ${order.token}` : order;
}

function orderOfName(name: string): NeuronOrder {
  if (name === 'label' || name === 'activity' || name === 'index') return name;
  return { token: Number(name.slice('token '.length)) };
}
