import { h, setText } from '../shared/dom.ts';
import { readTheme } from '../shared/theme.ts';
import { grouped, activationText } from '../../src/common/format.ts';
import { HeatImage } from './heatImage.ts';
import { gutter, paintHeat, type HeatColors, type Mark } from './heatPainter.ts';
import { heatKeys } from './heatKeys.ts';
import { heatPointer, type Spot } from './heatPointer.ts';
import { chosenNeuron, watch, type Actions, type Layer, type State } from './state.ts';
import { cellAt, fit, pan, resize, reveal, rowHeight, zoom, type Cell, type Viewport } from './viewport.ts';

/** Pixels. */
const height = { least: 3 * rowHeight, most: 440 } as const;

/** The map itself with what it says of the cell under the pointer or cursor. */
export function heatCanvas(actions: Actions) {
  const canvas = h('canvas', {
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'heat map',
    'aria-describedby': 'heat-help',
  });
  const readout = h('p', { class: 'readout' });
  const spoken = h('p', { class: 'unseen', 'aria-live': 'polite' });
  const help = 'Arrows move the cursor, Enter chooses the neuron, Space the token; plus, minus and 0 zoom.';
  const element = h(
    'div',
    { class: 'heat' },
    canvas,
    readout,
    spoken,
    h('p', { class: 'unseen', id: 'heat-help' }, help),
  );
  const context = canvas.getContext('2d')!;
  const imageChanged = watch();
  const sceneChanged = watch();
  let colors = colorsOf();
  let state: State | undefined;
  let layer: Layer | undefined;
  let order: Uint32Array = new Uint32Array();
  let places: Uint32Array = new Uint32Array();
  let image: HeatImage | undefined;
  let marks: readonly Mark[] = [];
  let view: Viewport | undefined;
  let cursor: Cell | null = null;
  let isAsked = false;

  const draw = () => {
    isAsked = false;
    if (!view || !image || !state?.inspected) return;
    const { explanation } = state.inspected;
    const scene = {
      view,
      image,
      tokens: explanation.tokens.map(({ text }) => text),
      marks,
      token: state.token,
      column: state.neuron === null ? null : places[state.neuron]!,
      having: new Set(chosenNeuron(state)?.tokens.map(({ token }) => token)),
      cursor,
    };
    paintHeat(context, scene, colors, devicePixelRatio);
  };
  const ask = () => {
    if (!isAsked) requestAnimationFrame(draw);
    isAsked = true;
  };
  const look = (next: Viewport) => {
    view = next;
    ask();
  };
  /** Sizes the canvas for the rows and the room there is. */
  const layOut = () => {
    if (!state?.inspected || !layer || element.clientWidth === 0) return;
    const rows = state.inspected.explanation.tokens.length;
    const size = {
      columns: layer.neurons,
      rows,
      width: Math.max(1, element.clientWidth - gutter.left),
      height: Math.min(Math.max(rows * rowHeight, height.least), height.most),
    };
    const [width, tall] = [gutter.left + size.width, gutter.top + size.height];
    canvas.style.height = `${tall}px`;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(tall * devicePixelRatio);
    const isSame = view?.columns === size.columns && view.rows === rows;
    view = view && isSame ? resize(view, size) : fit(size);
    draw();
  };
  const spotAt = (x: number, y: number): Spot => {
    if (!view) return null;
    if (x >= gutter.left) {
      const cell = cellAt(view, x - gutter.left, y - gutter.top);
      return cell && { cell };
    }
    const cell = cellAt(view, 0, y - gutter.top);
    return cell && { token: cell.row };
  };
  const describe = (cell: Cell | null) =>
    cell && state && layer ? describeCell(state, layer, order[cell.column]!, cell.row) : '';
  const choose = (cell: Cell) => {
    cursor = null;
    actions.chooseNeuron(order[cell.column]!);
  };
  const chooseToken = (token: number) => {
    actions.chooseToken(token);
    actions.chooseOrder({ token });
  };
  const zoomAt = (factor: number, x: number, y: number) => {
    if (!view) return false;
    const before = view.cellWidth;
    look(zoom(view, factor, x - gutter.left, y - gutter.top));
    return view.cellWidth !== before || factor > 1;
  };
  const middle = () => [gutter.left + (view?.width ?? 0) / 2, gutter.top + (view?.height ?? 0) / 2] as const;

  heatPointer(canvas, {
    spotAt,
    pan: (x, y) => view && look(pan(view, x, y)),
    zoom: zoomAt,
    hover: (spot) => setText(readout, (spot && 'cell' in spot && describe(spot.cell)) || hint(state)),
    choose: (spot) => (spot && 'cell' in spot ? choose(spot.cell) : spot && chooseToken(spot.token)),
  });
  heatKeys(canvas, {
    cursor: () => cursor ?? { column: state?.neuron == null ? 0 : places[state.neuron]!, row: state?.token ?? 0 },
    size: () => ({ columns: view?.columns ?? 0, rows: view?.rows ?? 0 }),
    move: (cell) => {
      cursor = cell;
      if (view) look(reveal(view, cell));
      for (const line of [readout, spoken]) setText(line, describe(cell));
    },
    chooseNeuron: choose,
    chooseToken: ({ row }) => chooseToken(row),
    zoom: (factor) => zoomAt(factor, ...middle()),
    fit: () => view && look(fit(view)),
  });
  canvas.addEventListener('blur', () => {
    cursor = null;
    ask();
  });
  new ResizeObserver(layOut).observe(element);

  return {
    element,
    zoom: (factor: number) => void zoomAt(factor, ...middle()),
    fit: () => view && look(fit(view)),
    /** Draws it in the colours of the theme as it is now. */
    theme() {
      colors = colorsOf();
      if (layer) image = new HeatImage(layer, order, !readTheme().light);
      ask();
    },
    /** `shownOrder`: the neurons from left to right. */
    show(shown: State, shownLayer: Layer, shownOrder: Uint32Array) {
      state = shown;
      if (imageChanged(shownLayer, shownOrder)) {
        layer = shownLayer;
        order = shownOrder;
        places = inverse(order);
        image = new HeatImage(layer, order, !readTheme().light);
        canvas.ariaLabel = `Activation of ${grouped(layer.neurons)} neurons at ${shown.inspected?.explanation.tokens.length} tokens`;
        layOut();
        setText(readout, hint(shown));
      }
      if (!sceneChanged(layer, order, shown.token, shown.neuron)) return;
      marks = marksOf(shown, shownLayer, places);
      const column = shown.neuron === null ? null : places[shown.neuron]!;
      if (view && column !== null) view = reveal(view, { column, row: Math.min(Math.ceil(view.y), view.rows - 1) });
      ask();
    },
  };
}

function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  order.forEach((neuron, place) => (places[neuron] = place));
  return places;
}

function marksOf({ token }: State, { allocated }: Layer, places: Uint32Array): Mark[] {
  return allocated.map(({ index, label, tokens }) => ({
    column: places[index]!,
    isMonosemantic: label === 'monosemantic',
    isFaint: token !== null && !tokens.some((own) => own.token === token),
  }));
}

function describeCell(
  { inspected }: State,
  { activations, neurons, allocated }: Layer,
  neuron: number,
  row: number,
): string {
  const label = allocated.find(({ index }) => index === neuron)?.label ?? 'unused';
  const token = inspected?.explanation.tokens[row]?.text ?? '';
  return `neuron ${neuron} · ${label} · “${token}” ${activationText(activations[row * neurons + neuron]!)}`;
}

function hint(state: State | undefined): string {
  return state?.inspected
    ? 'Click a cell for its neuron, a token to sort by it; wheel or + − to zoom, drag to move.'
    : '';
}

function colorsOf(): HeatColors {
  const { background, foreground, muted, font } = readTheme();
  const style = getComputedStyle(document.body);
  const color = (name: string) => style.getPropertyValue(name).trim() || foreground;
  return {
    background,
    text: foreground,
    muted,
    font,
    focus: color('--vscode-focusBorder'),
    selection: foreground,
    monosemantic: color('--monosemantic'),
    polysemantic: color('--polysemantic'),
  };
}
