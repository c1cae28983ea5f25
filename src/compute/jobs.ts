import { compareNeurons } from '../core/workflow/compareNeurons.ts';
import { evaluateRun } from '../core/workflow/evaluateRun.ts';
import { resumeTraining, trainExperiment } from '../core/workflow/trainExperiment.ts';
import { openDevice } from '../engine/openDevice.ts';
import { version } from '../../package.json';
import type { RequestEvents } from '../protocol/compute.ts';
import { throttled } from './throttle.ts';
import type { Context, Handlers } from './handler.ts';

export const jobHandlers: Pick<Handlers, 'train' | 'resume' | 'evaluate' | 'compareNeurons'> = {
  train: (params, context) => trainExperiment({ ...params, ...environment(context), version }),
  resume: (params, context) => resumeTraining({ ...params, ...environment(context) }),
  evaluate: (params, context) => evaluateRun({ ...params, ...environment(context) }),
  compareNeurons: (params, context) => compareNeurons({ ...params, ...environment(context) }),
};

function environment({ signal, onEvent }: Context<keyof RequestEvents>) {
  return { openDevice, signal, onEvent: throttled(onEvent) };
}
