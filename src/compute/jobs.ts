import { compareNeurons } from '../core/workflow/compareNeurons.ts';
import { evaluateRun } from '../core/workflow/evaluateRun.ts';
import { neuronFacts } from '../core/workflow/neuronFacts.ts';
import { evaluateSlices } from '../core/workflow/slices.ts';
import { resumeTraining, trainExperiment } from '../core/workflow/trainExperiment.ts';
import type { WorkflowEvent } from '../core/workflow/workflowEvent.ts';
import { openDevice } from '../engine/openDevice.ts';
import { version } from '../../package.json';
import { throttled } from './throttle.ts';
import type { Handlers } from './handler.ts';

interface WorkflowRequest {
  readonly signal: AbortSignal;
  readonly onEvent: (event: WorkflowEvent) => void;
}

export const jobHandlers: Pick<Handlers, 'train' | 'resume' | 'evaluate' | 'compareNeurons' | 'neuronFacts'> = {
  train: (params, context) => trainExperiment({ ...params, ...environment(context), version }),
  resume: (params, context) => resumeTraining({ ...params, ...environment(context) }),
  evaluate: ({ slices, ...params }, context) =>
    (slices ? evaluateSlices : evaluateRun)({ ...params, ...environment(context) }),
  compareNeurons: (params, context) => compareNeurons({ ...params, ...environment(context) }),
  async neuronFacts(params, context) {
    const { layers } = await neuronFacts({ ...params, ...environment(context) });
    return { neurons: layers.flat().length };
  },
};

function environment({ signal, onEvent }: WorkflowRequest) {
  return { openDevice, signal, onEvent: throttled(onEvent) };
}
