import type { ElementProgress } from '../../client/sweep/elementProcess.ts';
import type { ElementOptions } from '../../core/workflow/runElement.ts';
import type { WorkflowEvent } from '../../core/workflow/workflowEvent.ts';
import { exitCodes } from '../exitCodes.ts';

const messageIntervalMs = 100;
/** The training's share of an element; the evaluation is the rest. */
const trainingShare = 0.8;

/**
 * In the process of an element: sends its progress to the parent process, if there is one, and exits with it, also if that ended before
 * this process could listen.
 */
export function reportToParent(): ElementOptions['onEvent'] {
  if (!process.send) return undefined;
  process.on('disconnect', () => process.exit(exitCodes.interrupted));
  if (!process.connected) process.exit(exitCodes.interrupted);
  process.channel?.unref(); // listening alone would keep the process from ending
  let epochs = 1;
  let lastSent = -Infinity;
  const send = (share: number, frequent = true) => {
    if (frequent && performance.now() - lastSent < messageIntervalMs) return;
    lastSent = performance.now();
    process.send!({ share } satisfies ElementProgress, () => undefined);
  };
  return (event: WorkflowEvent) => {
    if (event.kind === 'data') send(0, false);
    else if (event.kind === 'start') epochs = event.epochs;
    else if (event.kind === 'step') send((trainingShare * event.step) / (epochs * event.stepsPerEpoch));
    else if (event.kind === 'measured') send(trainingShare + ((1 - trainingShare) * event.sentences) / event.of);
  };
}
