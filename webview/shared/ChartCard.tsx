import { effect } from '@preact/signals';
import { Chart } from 'chart.js';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CurveSettings } from '../../src/protocol/dashboard.ts';
import { exact } from '../../src/common/format.ts';
import { SmallButton } from './Button.tsx';
import {
  chartConfig,
  datasetsOf,
  optionsOf,
  pictureConfig,
  pictureLegendRow,
  type ChartForm,
  type ChartView,
} from './chartConfig.ts';
import { pressKey } from './chartKeys.ts';
import { cursorPlugin } from './cursorPlugin.ts';
import { Overlay } from './Overlay.tsx';
import { csvOf, describe, samePlot, tableOf, type Plot, type PlotPoint } from './plot.ts';
import { positive, smoothed } from './smoothing.ts';
import { Scroll, Table } from './Table.tsx';
import { useTheme, type Theme } from './theme.ts';
import { useChart, type Draw } from './useChart.ts';
import { xViewOf, type XView } from './xView.ts';

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

const asMeasured: CurveSettings = { smoothing: 0, logarithmic: false };

interface ChartCardProps {
  readonly form: CardForm;
  readonly plot: Plot;
  readonly settings?: CurveSettings;
  /** Shown instead of a plot without points. */
  readonly whyEmpty: string;
  readonly save: (file: ExportedFile) => void;
}

type LineChart = Chart<'line', PlotPoint[]>;

/**
 * A chart with its title, its table of values and its exports; charts over the same x share a cursor and the range that is shown. Takes its room
 * also while it has nothing to show. Table and CSV have the measured values, however they are drawn.
 */
export function ChartCard({ form, plot: latest, settings = asMeasured, whyEmpty, save }: ChartCardProps) {
  const measured = useUnchanged(latest);
  const { smoothing, logarithmic } = settings;
  const plot = useMemo(() => {
    const drawn = smoothed(measured, smoothing);
    return logarithmic ? positive(drawn) : drawn;
  }, [measured, smoothing, logarithmic]);
  const theme = useTheme();
  const { title, key, name, xTitle } = form;
  const xView = xViewOf(xTitle);
  const range = xView.range.value;
  const [hasTable, setHasTable] = useState(false);
  const draw = useCallback<Draw<LineChart>>(
    (canvas, chart) => drawChart(canvas, chart, { form, plot, theme, view: { range, logarithmic }, xView }),
    [form, plot, theme, range, logarithmic],
  );
  const canvas = useChart(draw);
  useEffect(() => redrawWithCursor(xView, () => canvas.current), [xView]);
  const isEmpty = plot.lines.every(({ points }) => points.length === 0);
  const drawn = { form, plot, theme, view: { range, logarithmic }, xView };
  const savePicture = () => save({ name, format: 'png', content: pictureOf(canvas.current!, drawn) });
  const saveTable = () => save({ name, format: 'csv', content: csvOf(tableOf(measured, xTitle)) });
  return (
    <figure class="card">
      <figcaption>
        <h3>{title}</h3>
        {!isEmpty && (
          <span class="buttons">
            {range && (
              <SmallButton name={`Show all of the ${xTitle} axis`} onClick={() => (xView.range.value = null)}>
                Show all
              </SmallButton>
            )}
            <SmallButton name={`Table of values: ${title}`} onClick={() => setHasTable(true)}>
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
      <div
        class="plot"
        {...(!isEmpty && {
          tabIndex: 0,
          role: 'group',
          'aria-label': `Plot: ${title}. Arrow keys move the cursor, + and − zoom, Escape shows all.`,
        })}
        onKeyDown={(event: KeyboardEvent) => {
          if (pressKey(event.key, Chart.getChart(canvas.current!), plot, xView)) event.preventDefault();
        }}
      >
        <canvas
          ref={canvas}
          role="img"
          aria-label={isEmpty ? title : `${title}. ${describe(plot, exact)}`}
          style={{ visibility: isEmpty ? 'hidden' : 'visible' }}
        />
        {isEmpty && <p class="empty muted">{whyEmpty}</p>}
      </div>
      {hasTable && (
        <Overlay title={title} onClose={() => setHasTable(false)}>
          <Scroll label={`Values: ${title}`}>
            <ValueTable form={form} plot={measured} />
          </Scroll>
        </Overlay>
      )}
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

/** Redraws a chart once per frame in which the cursor has moved. Returns what ends this. */
function redrawWithCursor({ cursor }: XView, canvas: () => HTMLCanvasElement | null): () => void {
  let isScheduled = false;
  return effect(() => {
    if (cursor.value === undefined || isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      const shown = canvas();
      if (shown) Chart.getChart(shown)?.draw();
    });
  });
}

/** What a chart is drawn from. */
interface Drawn {
  readonly form: CardForm;
  readonly plot: Plot;
  readonly theme: Theme;
  readonly view: ChartView;
  readonly xView: XView;
}

function drawChart(
  canvas: HTMLCanvasElement,
  chart: LineChart | null,
  { form, plot, theme, view, xView }: Drawn,
): LineChart {
  if (!chart) {
    return new Chart(canvas, { ...chartConfig(form, plot, theme, view), plugins: [cursorPlugin(xView)] });
  }
  chart.options = optionsOf(form, plot, theme, view);
  chart.data.datasets = datasetsOf(plot, theme);
  chart.update('none');
  return chart;
}

/** Base64 of a PNG, twice as fine as the screen, with a title, a legend and the theme's background. */
function pictureOf({ clientWidth, clientHeight }: HTMLCanvasElement, { form, plot, theme, view }: Drawn): string {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(480, clientWidth);
  // The legend has a row for each name if they are long.
  const names = plot.lines.filter(({ dashed }) => !dashed).length;
  canvas.height = Math.max(300, clientHeight) + names * pictureLegendRow;
  const picture = new Chart(canvas, pictureConfig(form, plot, theme, view));
  const [, content = ''] = canvas.toDataURL('image/png').split(',');
  picture.destroy();
  return content;
}
