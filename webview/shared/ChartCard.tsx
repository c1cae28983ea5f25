import { Chart } from 'chart.js';
import { useCallback, useRef, useState } from 'preact/hooks';
import { exact } from '../../src/common/format.ts';
import { SmallButton } from './Button.tsx';
import { chartConfig, datasetsOf, optionsOf, pictureConfig, pictureLegendRow, type ChartForm } from './chartConfig.ts';
import { csvOf, describe, samePlot, tableOf, type Plot, type PlotPoint } from './plot.ts';
import { Table } from './Table.tsx';
import { useTheme, type Theme } from './theme.ts';
import { useChart, type Draw } from './useChart.ts';

/** A file for the user to save: base64 of a PNG, or the text of a CSV. */
export interface ExportedFile {
  /** Without extension. */
  readonly name: string;
  readonly format: 'png' | 'csv';
  readonly content: string;
}

export interface CardForm extends ChartForm {
  /** Of exported files, without extension. */
  readonly name: string;
}

interface ChartCardProps {
  readonly form: CardForm;
  readonly plot: Plot;
  /** Shown instead of a plot without points. */
  readonly whyEmpty: string;
  readonly save: (file: ExportedFile) => void;
}

type LineChart = Chart<'line', PlotPoint[]>;

/** A chart with its title, its table of values and its exports. Takes its room also while it has nothing to show. */
export function ChartCard({ form, plot: latest, whyEmpty, save }: ChartCardProps) {
  const plot = useUnchanged(latest);
  const theme = useTheme();
  const [hasTable, setHasTable] = useState(false);
  const draw = useCallback<Draw<LineChart>>(
    (canvas, chart) => drawChart(canvas, chart, form, plot, theme),
    [form, plot, theme],
  );
  const canvas = useChart(draw);
  const { title, key, name, xTitle } = form;
  const isEmpty = plot.lines.every(({ points }) => points.length === 0);
  const savePicture = () => save({ name, format: 'png', content: pictureOf(canvas.current!, form, plot, theme) });
  const saveTable = () => save({ name, format: 'csv', content: csvOf(tableOf(plot, xTitle)) });
  return (
    <figure class={hasTable ? 'card wide' : 'card'}>
      <figcaption>
        <h3>{title}</h3>
        {!isEmpty && (
          <span class="buttons">
            <SmallButton name={`Table of values: ${title}`} expanded={hasTable} onClick={() => setHasTable(!hasTable)}>
              Table
            </SmallButton>
            <SmallButton name={`Save as PNG: ${title}`} onClick={savePicture}>
              PNG
            </SmallButton>
            <SmallButton name={`Save as CSV: ${title}`} onClick={saveTable}>
              CSV
            </SmallButton>
          </span>
        )}
      </figcaption>
      <p class="key muted">{key}</p>
      <div class="content">
        <div class="plot">
          <canvas
            ref={canvas}
            role="img"
            aria-label={isEmpty ? title : `${title}. ${describe(plot, exact)}`}
            style={{ visibility: isEmpty ? 'hidden' : 'visible' }}
          />
          {isEmpty && <p class="empty muted">{whyEmpty}</p>}
        </div>
        {hasTable && (
          <div class="values" tabIndex={0} role="group" aria-label={`Values: ${title}`}>
            <ValueTable form={form} plot={plot} />
          </div>
        )}
      </div>
    </figure>
  );
}

function ValueTable({ form, plot }: { form: CardForm; plot: Plot }) {
  const { header, rows } = tableOf(plot, form.xTitle);
  return <Table caption={form.title} heads={header} rows={rows.map((row) => row.map(exact))} />;
}

/** The plot of the last render as long as nothing that is drawn differs: then charts are not drawn again. */
function useUnchanged(plot: Plot): Plot {
  const last = useRef(plot);
  if (!samePlot(plot, last.current)) last.current = plot;
  return last.current;
}

function drawChart(
  canvas: HTMLCanvasElement,
  chart: LineChart | null,
  form: CardForm,
  plot: Plot,
  theme: Theme,
): LineChart {
  if (!chart) return new Chart(canvas, chartConfig(form, plot, theme));
  chart.options = optionsOf(form, plot, theme);
  chart.data.datasets = datasetsOf(plot, theme);
  chart.update('none');
  return chart;
}

/** Base64 of a PNG, twice as fine as the screen, with a title, a legend and the theme's background. */
function pictureOf({ clientWidth, clientHeight }: HTMLCanvasElement, form: CardForm, plot: Plot, theme: Theme): string {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(480, clientWidth);
  // The legend has a row for each name if they are long.
  const names = plot.lines.filter(({ dashed }) => !dashed).length;
  canvas.height = Math.max(300, clientHeight) + names * pictureLegendRow;
  const picture = new Chart(canvas, pictureConfig(form, plot, theme));
  const [, content = ''] = canvas.toDataURL('image/png').split(',');
  picture.destroy();
  return content;
}
