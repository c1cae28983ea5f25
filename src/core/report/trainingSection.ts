import { objective } from '../experiment/objective.ts';
import type { EpochMetrics } from '../runs/metrics.ts';
import type { DetailedRun } from '../runs/readRun.ts';
import { html, type Html } from './html.ts';
import { lineChart, type Line } from './lineChart.ts';

/** Losses, accuracy, SRS and neurons over the epochs. */
export function trainingSection({ metrics, experiment }: DetailedRun): Html {
  const epochs = metrics.filter((line): line is EpochMetrics => line.kind === 'epoch');
  if (epochs.length === 0)
    return html`<h2>Training</h2>
      <p class="quiet">
        ${experiment.model.trainable === 'none' ? 'Nothing is trained: model.trainable is "none".' : 'No epoch is finished.'}
      </p>`;
  const { importance, interaction, information, similarity } = objective(experiment.safr);
  const losses = [
    ['Cross-entropy', 'crossEntropy', 1],
    ['L_imp', 'importance', importance],
    ['L_inter', 'interaction', interaction],
    ['L_info', 'information', information.start],
    ['L_sim', 'similarity', similarity],
  ] as const;
  const values = (name: string, value: (epoch: EpochMetrics) => number | null): Line => ({
    name,
    values: epochs.map(value),
  });
  const chart = (title: string, digits: number, ...lines: Line[]) =>
    lineChart({ title, axis: 'epoch', x: epochs.map(({ epoch }) => epoch), lines, digits });
  const points = (share: number | null | undefined) => (share == null ? null : 100 * share);
  return html`<h2>Training</h2>
    ${losses
      .filter(([, , weight]) => weight !== 0)
      .map(([title, loss, weight]) =>
        chart(
          weight === 1 ? title : `${title}, weight ${weight}`,
          4,
          values(title, (epoch) => epoch.losses[loss] ?? null),
        ),
      )}
    ${chart(
      'Accuracy and macro F1, %',
      1,
      values('dev', ({ devAccuracy }) => points(devAccuracy)),
      values('dev macro F1', ({ devMacroF1 }) => points(devMacroF1)),
      values('train', ({ trainAccuracy }) => points(trainAccuracy)),
    )}
    ${chart(
      'SRS(0.3) on the dev sample, points',
      1,
      values('SRS(0.3)', ({ devSrs }) => devSrs),
    )}
    ${chart(
      'Neurons over the dev sample, %',
      1,
      values('monosemantic', ({ neurons }) => points(neurons?.monosemantic)),
      values('polysemantic', ({ neurons }) => points(neurons?.polysemantic)),
      values('dead', ({ neurons }) => points(neurons?.dead)),
    )}`;
}
