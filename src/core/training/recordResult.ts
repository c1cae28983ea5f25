import type { RunWriter } from '../runs/runWriter.ts';
import type { TrainingResult } from './trainingEvent.ts';

/** Ends a run with the result of its training, or as failed. */
export async function recordResult(run: RunWriter, train: () => Promise<TrainingResult>): Promise<TrainingResult> {
  try {
    const result = await train();
    await run.end(result.state, result.reason);
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await run.end('failed', reason).catch(() => undefined); // the first error is the cause
    throw error;
  }
}
