import { stopMessage, type ElementProgress } from '../../client/sweep/elementProcess.ts';
import type { ElementOptions } from '../../core/workflow/runElement.ts';
import type { WorkflowEvent } from '../../core/workflow/workflowEvent.ts';
import { exitCodes } from '../exitCodes.ts';

const messageIntervalMs = 100;
/** The training's share of an element; the evaluation is the rest. */
const trainingShare = 0.8;

/**
 * In the process of an element: sends its progress to the parent process, if there is one, takes its request to stop for a Ctrl-C, and exits
 * with it, also if that ended before this process could listen.
 */
export function reportToParent(): Pick<ElementOptions, 'onEvent' | 'onWait'> {
  if (!process.send) return {};
  process.on('disconnect', () => process.exit(exitCodes.interrupted));
  if (!process.connected) process.exit(exitCodes.interrupted);
  process.on('message', (message) => message === stopMessage && process.emit('SIGINT', 'SIGINT'));
  process.channel?.unref(); // listening alone would keep the process from ending
  let epochs = 1;
  let lastSent = -Infinity;
  const send = (progress: ElementProgress) => process.send!(progress, () => undefined);
  const sendShare = (share: number, frequent = true) => {
    if (frequent && performance.now() - lastSent < messageIntervalMs) return;
    lastSent = performance.now();
    send({ share });
  };
  const onEvent = (event: WorkflowEvent) => {
    if (event.kind === 'data') sendShare(0, false);
    else if (event.kind === 'start') epochs = event.epochs;
    else if (event.kind === 'step') sendShare((trainingShare * event.step) / (epochs * event.stepsPerEpoch));
    else if (event.kind === 'measured')
      sendShare(trainingShare + (1 - trainingShare) * (event.share ?? event.sentences / event.of));
  };
  return { onEvent, onWait: (waitsFor) => send({ waitsFor }) };
}
