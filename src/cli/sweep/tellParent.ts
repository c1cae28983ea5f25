import type { ElementProgress } from '../../client/sweep/elementProcess.ts';
import type { ElementOptions } from '../../core/workflow/runElement.ts';
import type { WorkflowEvent } from '../../core/workflow/workflowEvent.ts';
import { exitCodes } from '../exitCodes.ts';

/** Milliseconds between two messages. */
const interval = 100;
/** Of the whole, the training; the evaluation is the rest. */
const trainingShare = 0.8;

/** On an element's side: tells the parent, where there is one, and ends with it. */
export function tellParent(): ElementOptions['onEvent'] {
  if (!process.send) return undefined;
  process.on('disconnect', () => process.exit(exitCodes.interrupted));
  process.channel?.unref(); // listening alone would keep the process from ending
  let epochs = 1;
  let told = -Infinity;
  const tell = (share: number, frequent = true) => {
    if (frequent && performance.now() - told < interval) return;
    told = performance.now();
    process.send!({ share } satisfies ElementProgress, () => undefined);
  };
  return (event: WorkflowEvent) => {
    if (event.kind === 'data') tell(0, false);
    else if (event.kind === 'start') epochs = event.epochs;
    else if (event.kind === 'step') tell((trainingShare * event.step) / (epochs * event.stepsPerEpoch));
    else if (event.kind === 'measured') tell(trainingShare + ((1 - trainingShare) * event.sentences) / event.of);
  };
}
