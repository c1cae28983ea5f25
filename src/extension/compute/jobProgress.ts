import { counted, decimals, grouped, megabytes } from '../../common/format.ts';
import { stageWords } from '../../core/evaluation/stages.ts';
import { informationWeight, type Objective } from '../../core/experiment/objective.ts';
import type { EpochMetrics } from '../../core/runs/metrics.ts';
import type { WorkflowEvent } from '../../core/workflow/workflowEvent.ts';

export type JobKind = 'train' | 'resume' | 'evaluate';

/** The progress of a job. */
export interface JobProgress {
  /** In words, such as "reading the data" or "epoch 3 of at most 100". */
  readonly phase: string;
  /** Share done, 0 to 1; null if unknown. */
  readonly share: number | null;
  /** From 1; null if it does not train. */
  readonly epoch: number | null;
  /** The total loss of the last step; null before the first. */
  readonly loss: number | null;
  /** To the end of the last epoch; null if unknown. */
  readonly secondsLeft: number | null;
}

/** The training's share of a job that also evaluates. */
const trainingShare = 0.9;

/** Turns the events of a job into its progress. */
export class JobTracker {
  progress: JobProgress = at('starting');
  /** Of the run, for the total loss. */
  objective: Objective | null = null;
  /** Whether it evaluates on other data than the run's. */
  isOnOtherData = false;
  #epochs = 0;
  #trains = false;

  take(event: WorkflowEvent): void {
    this.progress = this.#after(event);
  }

  #after(event: WorkflowEvent): JobProgress {
    switch (event.kind) {
      case 'download':
        return at(`downloading ${decimals(event.received / 1e6, 1)} of ${megabytes(event.total)}`);
      case 'read':
        return at('reading the data');
      case 'data':
      case 'warning':
      case 'device':
      case 'run':
        return at('preparing the model');
      case 'fallback':
        return at(`continuing on ${event.device}: ${event.reason}`);
      case 'cost':
        return { ...this.progress, phase: event.message };
      case 'start':
        this.#trains = true;
        this.#epochs = event.epochs;
        return this.#inEpoch(1 + Math.floor(event.step / event.stepsPerEpoch), event.step / event.stepsPerEpoch);
      case 'step':
        return this.#step(event);
      case 'evaluating':
        return { ...this.progress, phase: `${this.#epochWords(event.epoch)} · measuring on dev` };
      case 'epoch':
        return { ...this.progress, share: this.#trained(event.metrics.epoch) };
      case 'end':
        return at(event.result.state === 'stopped' ? 'stopped' : 'evaluating', trainingShare);
      case 'measured':
        return this.#measured(event);
    }
  }

  #step({ epoch, batch, stepsPerEpoch, losses, secondsLeft }: Extract<WorkflowEvent, { kind: 'step' }>): JobProgress {
    const loss = this.objective && totalLoss(this.objective, losses, epoch);
    return { ...this.#inEpoch(epoch, epoch - 1 + batch / stepsPerEpoch), loss, secondsLeft };
  }

  #measured({ sentences, of, stage = 'texts', share }: Extract<WorkflowEvent, { kind: 'measured' }>): JobProgress {
    const begun = this.#trains ? trainingShare : 0;
    const what = stage === 'texts' ? '' : `${stageWords[stage]}: `;
    const phase = `evaluating ${what}${grouped(sentences)} of ${counted(of, 'text')}`;
    const done = begun + (1 - begun) * (share ?? sentences / of);
    return at(this.isOnOtherData ? `${phase} of other data` : phase, done);
  }

  /** `epochs`: how many are done, including the fraction of the current one. */
  #inEpoch(epoch: number, epochs: number): JobProgress {
    return { ...at(this.#epochWords(epoch), this.#trained(epochs)), epoch };
  }

  #trained(epochs: number): number {
    return (trainingShare * epochs) / this.#epochs;
  }

  #epochWords(epoch: number): string {
    return `epoch ${epoch} of at most ${this.#epochs}`;
  }
}

function at(phase: string, share: number | null = null): JobProgress {
  return { phase, share, epoch: null, loss: null, secondsLeft: null };
}

/** The losses of a step in an epoch, from 1, as the training weighs them. */
function totalLoss(goal: Objective, losses: EpochMetrics['losses'], epoch: number): number {
  return (
    losses.crossEntropy +
    goal.importance * losses.importance +
    goal.interaction * (losses.interaction ?? 0) +
    informationWeight(goal.information, epoch - 1) * losses.information +
    goal.similarity * (losses.similarity ?? 0)
  );
}
