import { basename } from 'node:path';
import { placeName } from '../../../common/placeName.ts';
import { changedLines, type ChangedLine } from '../../../core/comparison/changedLines.ts';
import { evaluatedAlike, otherTexts, type EvaluatedRun } from '../../../core/comparison/comparable.ts';
import type { ExplanationSummary } from '../../../core/evaluation/explanation/explanation.ts';
import type { DetailedRun, Run } from '../../../core/runs/readRun.ts';
import type { Changes, Line, Reading } from '../../../protocol/compare.ts';
import type { DataText } from '../../../protocol/compute.ts';
import type { Studio } from '../../studio.ts';
import { testTexts } from '../neurons/neuronLines.ts';

/** The test texts whose prediction changed between two runs, explained as they are asked for. */
export class CompareLines {
  readonly #from: EvaluatedRun;
  readonly #to: EvaluatedRun;
  readonly #changes: readonly ChangedLine[];
  #sent = 0;
  private readonly studio: Studio;

  /** Errors: UserError as `evaluatedAlike`. */
  constructor(studio: Studio, from: DetailedRun, to: DetailedRun) {
    this.studio = studio;
    [this.#from, this.#to] = evaluatedAlike([from, to]) as [EvaluatedRun, EvaluatedRun];
    this.#changes = changedLines(this.#from.evaluation.predictions, this.#to.evaluation.predictions);
  }

  get summary(): Changes {
    const count = (kind: ChangedLine['change']) => this.#changes.filter(({ change }) => change === kind).length;
    return {
      kind: 'changes',
      texts: this.#from.evaluation.predictions.labels.length,
      fixed: count('fixed'),
      broken: count('broken'),
      wrong: count('wrong'),
    };
  }

  /** The next few lines, each as soon as it is explained. Errors: as `Inference.request`. */
  async *next(count: number, signal: AbortSignal): AsyncGenerator<Line> {
    const changes = this.#changes.slice(this.#sent, this.#sent + count);
    this.#sent += changes.length;
    const texts = await this.#texts(
      changes.map(({ index }) => index),
      signal,
    );
    for (const [i, change] of changes.entries()) yield await this.#line(change, texts[i]!, signal);
  }

  async #texts(indices: number[], signal: AbortSignal): Promise<readonly DataText[]> {
    const { run, evaluation } = this.#from;
    const texts = await testTexts(this.studio, run.directory, indices, signal);
    const others = await testTexts(this.studio, this.#to.run.directory, indices, signal);
    const isSame = ({ index, text, label }: DataText, i: number) =>
      others[i]?.text === text && label === run.classes[evaluation.predictions.labels[index]!];
    if (texts.every(isSame)) return texts;
    throw otherTexts(run, this.#to.run);
  }

  async #line(change: ChangedLine, { text, label, file, line }: DataText, signal: AbortSignal) {
    const explain = ({ directory }: Run) => this.studio.inference.request('explain', { directory, text }, signal);
    const before = await explain(this.#from.run);
    const after = await explain(this.#to.run);
    return {
      index: change.index,
      label,
      place: placeName(basename(file), line),
      change: change.change,
      from: reading(before),
      to: reading(after),
    };
  }
}

function reading({ predicted, probabilities, words, boundary }: ExplanationSummary): Reading {
  const probability = probabilities.find((one) => one.class === predicted)!.probability;
  return {
    predicted,
    probability,
    words: words.map(({ text, known, keep }) => ({ text, known, keep })),
    ...(boundary !== undefined && { boundary: words.filter(({ firstToken }) => firstToken < boundary).length }),
  };
}
