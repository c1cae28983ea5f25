import { smallButton } from '../shared/controls.ts';
import { h, setText } from '../shared/dom.ts';
import { onThemeChange, readTheme } from '../shared/theme.ts';
import { scaleGradient } from './activationScale.ts';
import { choice } from '../shared/choice.ts';
import { activationText } from '../../src/common/format.ts';
import { heatCanvas } from './heatCanvas.ts';
import { neuronOrder, type Order } from './neuronOrder.ts';
import { shownLayer, watch, type Actions, type State, type View } from './state.ts';

/** Tokens × neurons: the activation of each, to be zoomed, moved and sorted. */
export function heatMap(actions: Actions): View {
  const orders = choice('Sort', 'order', (value) => actions.chooseOrder(orderOf(value)));
  const layers = choice('Layer', 'layer', (value) => actions.chooseLayer(Number(value)));
  const canvas = heatCanvas(actions);
  const scale = h('i', { 'aria-hidden': 'true' });
  const largest = h('span');
  const drawScale = () => (scale.style.background = scaleGradient(!readTheme().light));
  drawScale();
  onThemeChange(() => {
    drawScale();
    canvas.theme();
  });
  const layerChanged = watch();
  const orderChanged = watch();
  let order: Uint32Array = new Uint32Array();
  return {
    element: h(
      'section',
      { class: 'map' },
      h(
        'div',
        { class: 'row' },
        h('h2', {}, 'Activation'),
        orders.element,
        layers.element,
        h('span', { class: 'spring' }),
        h('span', { class: 'scale muted' }, '0', scale, largest),
        h(
          'span',
          { class: 'zoom' },
          smallButton({ text: '−' }, 'Zoom out (−)', () => canvas.zoom(1 / 1.5)),
          smallButton({ text: '+' }, 'Zoom in (+)', () => canvas.zoom(1.5)),
          smallButton({ text: 'Fit' }, 'Show all (0)', () => canvas.fit()),
        ),
      ),
      canvas.element,
    ),
    update(state) {
      const layer = shownLayer(state);
      if (!layer || !state.inspected) return;
      if (layerChanged(layer)) setText(largest, activationText(layer.largest));
      orders.show(orderOptions(state), valueOf(state.order));
      layers.show(
        state.inspected.layers.map((_, l) => ({ value: String(l), name: String(l + 1) })),
        String(state.layer),
      );
      layers.element.hidden = state.inspected.layers.length < 2;
      if (orderChanged(layer, state.order)) {
        order = neuronOrder(layer.activations, layer.neurons, layer.allocated, state.order);
      }
      canvas.show(state, layer, order);
    },
  };
}

function orderOptions({ inspected, token, order }: State) {
  const place = typeof order === 'object' ? order.token : token;
  const word = place === null ? undefined : inspected?.explanation.tokens[place]?.text;
  return [
    { value: 'label', name: 'by label' },
    { value: 'activity', name: 'by activity' },
    { value: 'index', name: 'by number' },
    ...(word === undefined ? [] : [{ value: `token ${place}`, name: `by “${word.slice(0, 20)}”` }]),
  ];
}

function valueOf(order: Order): string {
  return typeof order === 'object' ? `token ${order.token}` : order;
}

function orderOf(value: string): Order {
  if (value === 'label' || value === 'activity' || value === 'index') return value;
  return { token: Number(value.slice('token '.length)) };
}
