import { Chart } from 'chart.js';
import { useCallback } from 'preact/hooks';
import type { SweepPoint, SweepResult } from '../../src/protocol/sweep.ts';
import { SmallButton } from '../shared/Button.tsx';
import { Table } from '../shared/Table.tsx';
import { useTheme } from '../shared/theme.ts';
import { useChart, type Draw } from '../shared/useChart.ts';
import { estimateWords, paretoConfig, pointWords, type ParetoChart } from './paretoConfig.ts';

/** Accuracy and SRS of every combination that has both, and the same as a table. */
export function ParetoCard({ result: { points, srsName }, save }: { result: SweepResult; save: () => void }) {
  const theme = useTheme();
  const draw = useCallback<Draw<ParetoChart>>(
    (canvas, chart) => {
      chart?.destroy();
      return new Chart(canvas, paretoConfig(points, srsName, theme));
    },
    [points, srsName, theme],
  );
  const canvas = useChart(draw);
  const words = points.map((point) => `${point.name}: ${pointWords(point, srsName)}.`);
  return (
    <figure class="card">
      <figcaption>
        <h3>Accuracy and SRS</h3>
        <span class="buttons">
          <SmallButton name="Save as SVG: accuracy and SRS" onClick={save}>
            SVG
          </SmallButton>
        </span>
      </figcaption>
      <p class="key muted">up and to the right is better; bars: 95 % intervals; dots: the Pareto front</p>
      <div class="content">
        <div class="plot">
          <canvas ref={canvas} role="img" aria-label={`Accuracy and ${srsName}. ${words.join(' ')}`} />
        </div>
        <div class="values" tabIndex={0} role="group" aria-label="Values: accuracy and SRS">
          <Table
            caption={`Accuracy and ${srsName}`}
            heads={['', 'setting', 'accuracy %', srsName, 'Pareto']}
            rows={points.map((point) => cellsOf(point))}
            names={2}
            columnClasses={['', '', '', '', 'text']}
          />
        </div>
      </div>
    </figure>
  );
}

function cellsOf({ number, name, accuracy, srs, front }: SweepPoint): string[] {
  return [String(number), name, estimateWords(accuracy), estimateWords(srs), front ? 'front' : ''];
}
