/** A part of an evaluation that goes through sentences. */
export type Stage = 'texts' | 'rivals' | 'costlyRivals' | 'explanations' | 'randomWeights';

/** What a stage does, after "evaluating". */
export const stageWords: Readonly<Record<Stage, string>> = {
  texts: 'texts',
  rivals: 'other explanations',
  costlyRivals: 'Shapley values and LIME',
  explanations: 'explanations of the file',
  randomWeights: 'random weights',
};

export interface EvaluationProgress {
  readonly stage: Stage;
  /** Sentences of the stage that are done, and all of its sentences. */
  readonly sentences: number;
  readonly of: number;
  /** Share of the evaluation that is done, 0 to 1; each stage counts the same. */
  readonly share: number;
}

/** Reports the progress of an evaluation that goes through these stages. */
export class Stages {
  readonly #planned: readonly Stage[];
  readonly #onProgress: ((progress: EvaluationProgress) => void) | undefined;

  constructor(planned: readonly Stage[], onProgress: ((progress: EvaluationProgress) => void) | undefined) {
    this.#planned = planned;
    this.#onProgress = onProgress;
  }

  report(stage: Stage, sentences: number, of: number): void {
    const share = (this.#planned.indexOf(stage) + sentences / of) / this.#planned.length;
    this.#onProgress?.({ stage, sentences, of, share });
  }
}
