import {
  bytesField,
  doubleField,
  floatField,
  integerField,
  messageField,
  type Encoded,
} from '../../../common/protobuf.ts';
import type { EpochMetrics, Metrics } from '../metrics.ts';
import { tfRecord } from './tfRecord.ts';

/** Fields of the messages `Event`, `Summary` and `Summary.Value` in TensorFlow's event.proto and summary.proto. */
const event = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 };
const summary = { value: 1 };
const summaryValue = { tag: 1, simpleValue: 2 };

/** The first record of an event file. `seconds`: since 1970. */
export function firstEvent(seconds: number): Uint8Array {
  return recordOf(doubleField(event.wallTime, seconds), bytesField(event.fileVersion, 'brain.Event:2'));
}

/**
 * A line of the metrics as one event with a scalar per measure. Its time is the start of the run and the time of training since then, so that the
 * events of a run are the same bytes whenever they are written.
 */
export function metricsEvent(startSeconds: number, metrics: Metrics): Uint8Array {
  const scalars = scalarsOf(metrics).flatMap(([tag, value]) => (value === null ? [] : [scalar(tag, value)]));
  return recordOf(
    doubleField(event.wallTime, startSeconds + metrics.seconds),
    integerField(event.step, metrics.step),
    messageField(event.summary, ...scalars),
  );
}

type Scalar = readonly [tag: string, value: number | null];

/** TensorBoard groups tags by what is before the slash. */
function scalarsOf(metrics: Metrics): Scalar[] {
  const { kind, epoch, losses, trainAccuracy, learningRate, stepsPerSecond } = metrics;
  const group = kind === 'step' ? 'train' : 'epoch';
  const common: Scalar[] = [
    ...Object.entries(losses).map(([name, loss]): Scalar => [`${group}/${name}`, loss ?? null]),
    [`${group}/accuracy`, trainAccuracy],
  ];
  if (kind === 'step')
    return [...common, ['train/learningRate', learningRate], ['train/stepsPerSecond', stepsPerSecond]];
  return [...common, ['epoch/number', epoch], ...devScalars(metrics)];
}

function devScalars({ devAccuracy, devMacroF1, devSrs, neurons }: EpochMetrics): Scalar[] {
  return [
    ['dev/accuracy', devAccuracy],
    ['dev/macroF1', devMacroF1],
    ['dev/srs@0.3', devSrs],
    ...Object.entries(neurons ?? {}).map(([label, share]): Scalar => [`dev/${label}`, share]),
  ];
}

function scalar(tag: string, value: number): Encoded {
  return messageField(summary.value, bytesField(summaryValue.tag, tag), floatField(summaryValue.simpleValue, value));
}

function recordOf(...fields: readonly Encoded[]): Uint8Array {
  return tfRecord(Buffer.concat(fields.flat()));
}
