import type { CorpusNeuron } from '../../src/protocol/neurons.ts';
import { h, svg } from '../shared/dom.ts';
import { grouped, activationText } from '../../src/common/format.ts';

const size = { width: 240, height: 44 } as const;

/** Bars of how often a neuron fires how strongly; heights grow with the square root, so that rare strong ones are seen. */
export function histogram({ counts, range }: CorpusNeuron['histogram']): HTMLElement {
  const last = counts.findLastIndex((n) => n > 0) + 1;
  const shown = counts.slice(0, last);
  const most = Math.sqrt(Math.max(1, ...shown));
  const width = size.width / Math.max(1, last);
  const bars = shown.map((n, bin) => {
    const height = (Math.sqrt(n) / most) * size.height;
    const title = `${activationText((bin * range) / counts.length)} – ${activationText(((bin + 1) * range) / counts.length)}: ${grouped(n)}`;
    const place = { x: bin * width, y: size.height - height, width: Math.max(1, width - 1), height };
    return svg('rect', place, svg('title', {}, title));
  });
  const name = `Histogram of positive activations from 0 to ${activationText((last * range) / counts.length)}`;
  return h(
    'figure',
    { class: 'histogram' },
    svg(
      'svg',
      { viewBox: `0 0 ${size.width} ${size.height}`, role: 'img', 'aria-label': name, preserveAspectRatio: 'none' },
      ...bars,
    ),
    h(
      'figcaption',
      { class: 'muted' },
      h('span', {}, '0'),
      h('span', {}, 'activation'),
      h('span', {}, activationText((last * range) / counts.length)),
    ),
  );
}
