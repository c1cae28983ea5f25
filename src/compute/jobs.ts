import { compareNeurons } from '../core/workflow/compareNeurons.ts';
import { evaluateRun } from '../core/workflow/evaluateRun.ts';
import { resumeTraining, trainExperiment } from '../core/workflow/trainExperiment.ts';
import { openDevice } from '../engine/openDevice.ts';
import { version } from '../../package.json';
import type { RequestEvents } from '../protocol/compute.ts';
import { throttled } from './throttle.ts';
import type { Context, Handlers } from './handler.ts';

export const jobHandlers: Pick<Handlers, 'train' | 'resume' | 'evaluate' | 'compareNeurons'> = {
  train: (params, context) => trainExperiment({ ...params, ...workspace(context), version }),
  resume: (params, context) => resumeTraining({ ...params, ...workspace(context) }),
  evaluate: (params, context) => evaluateRun({ ...params, ...workspace(context) }),
  compareNeurons: (params, context) => compareNeurons({ ...params, ...workspace(context) }),
};

function workspace({ signal, tell }: Context<keyof RequestEvents>) {
  return { openDevice, signal, onEvent: throttled(tell) };
}
