import { activationText, grouped } from '../../src/common/format.ts';
import type { CorpusNeuron } from '../../src/protocol/neurons.ts';

const size = { width: 240, height: 44 } as const;

/** Bars of how often a neuron fires how strongly; heights grow with the square root, so that rare strong activations are visible. */
export function Histogram({ counts, range }: CorpusNeuron['histogram']) {
  const bins = counts.findLastIndex((count) => count > 0) + 1;
  const shown = counts.slice(0, bins);
  const largest = Math.sqrt(Math.max(1, ...shown));
  const width = size.width / Math.max(1, bins);
  const edge = (bin: number) => activationText((bin * range) / counts.length);
  return (
    <figure class="histogram">
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={`Histogram of positive activations from 0 to ${edge(bins)}`}
        preserveAspectRatio="none"
      >
        {shown.map((count, bin) => {
          const height = (Math.sqrt(count) / largest) * size.height;
          return (
            <rect key={bin} x={bin * width} y={size.height - height} width={Math.max(1, width - 1)} height={height}>
              <title>{`${edge(bin)} – ${edge(bin + 1)}: ${grouped(count)}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption class="muted">
        <span>0</span>
        <span>activation</span>
        <span>{edge(bins)}</span>
      </figcaption>
    </figure>
  );
}
