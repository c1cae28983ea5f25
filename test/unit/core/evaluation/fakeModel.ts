import type { Executor } from '../../../../src/engine/device.ts';
import type { Batch } from '../../../../src/engine/program.ts';
import type { Model } from '../../../../src/core/model/model.ts';
import type { Padding } from '../../../../src/core/model/batch.ts';
import type { RationaleName } from '../../../../src/core/dataset/rationale.ts';
import type { ModelShape } from '../../../../src/core/model/modelShape.ts';

/** A run of the model: for each sentence the ids of its real tokens and the cut pairs. */
export interface Run {
  readonly routine: string;
  readonly sentences: readonly {
    readonly ids: readonly number[];
    readonly cut: readonly string[];
    /** The neurons that are switched off, for a run that scales neurons. */
    readonly off?: readonly number[];
  }[];
}

/** Rules of a fake model: everything depends on ids and positions. */
export interface FakeRules {
  /** Logit of class 1 against class 0. */
  logit(ids: readonly number[], cutPairs: number): number;
  /** What is added to the logit if these neurons are off. */
  readonly without?: (off: readonly number[], ids: readonly number[]) => number;
  /** Keep probability of a word; null: the model has no mask. */
  readonly keep: ((id: number) => number) | null;
  /** Attention of row i to row j, the same in all heads and layers. */
  attention(i: number, j: number): number;
  /** FFN activations of a word. */
  hidden(id: number): readonly number[];
  /** Masked embedding of a word. */
  masked(id: number): readonly number[];
}

export const plainRules: FakeRules = {
  logit: (ids, cutPairs) => ids.reduce((sum, id) => sum + (id % 2 ? 1 : -1), 0) - cutPairs,
  keep: (id) => id / 100,
  attention: (i, j) => 1 / (1 + i + j),
  hidden: (id) => [id, 0],
  masked: (id) => [id, 1],
};

const none: Padding = { padding: 'none' };

/** Half of the words or tokens are removed, and compared with two random removals. */
export const settings = {
  fractions: [0, 0.5],
  headline: 0.5,
  unit: 'word' as const,
  randomSeeds: 2,
  theta: 0.5,
  sample: null,
};

/** Creates a model with these rules, and a list of its runs. */
export function fakeModel(rules: FakeRules = plainRules, padding = none): Model & { readonly runs: Run[] } {
  const runs: Run[] = [];
  const shape: ModelShape = {
    vocabulary: 100,
    classes: 2,
    width: rules.masked(0).length,
    heads: 2,
    layers: 1,
    feedForward: rules.hidden(0).length,
    maskHidden: rules.keep ? 4 : null,
    maxLength: padding.padding === 'max' ? padding.maxLength : 16,
    dropout: 0,
    pretrained: null,
  };
  return { executor: fakeExecutor(rules, shape, runs), shape, padding, runs };
}

function fakeExecutor(rules: FakeRules, shape: ModelShape, runs: Run[]): Executor {
  let batch: Batch | undefined;
  return {
    write: async () => {},
    close: async () => {},
    async run(routine, given) {
      batch = given;
      runs.push({ routine, sentences: sentencesOf(given) });
    },
    async read(name) {
      const ids = rowIds(batch!);
      if (name === 'keep') return Float32Array.from(ids, rules.keep!);
      if (name === 'masked') return Float32Array.from(ids.flatMap(rules.masked));
      if (name === 'layers.0.hidden') return Float32Array.from(ids.flatMap(rules.hidden));
      if (name === 'layers.0.weights') return attentionWeights(rules, shape, batch!);
      const logits = runs
        .at(-1)!
        .sentences.map(
          ({ ids: own, cut, off }) => rules.logit(own, cut.length) + (rules.without?.(off ?? [], own) ?? 0),
        );
      if (name === 'logits') return Float32Array.from(logits.flatMap((logit) => [0, logit]));
      return Float32Array.from(logits.flatMap((logit) => [1 / (1 + Math.exp(logit)), 1 / (1 + Math.exp(-logit))]));
    },
  };
}

function rowIds({ inputs }: Batch): number[] {
  return Array.from(inputs['typeOf']!, (type) => inputs['types']![type]!);
}

function sentencesOf(batch: Batch): Run['sentences'] {
  const { starts, keys, pairStarts, cut, 'layers.0.scale': scale } = batch.inputs;
  const ids = rowIds(batch);
  return Array.from(keys!, (count, b) => {
    const rows = starts![b + 1]! - starts![b]!;
    const pairs: string[] = [];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < rows; j++) {
        const value = cut?.[pairStarts![b]! + i * rows + j] ?? 0;
        const mirrored = cut?.[pairStarts![b]! + j * rows + i] ?? 0;
        if (value !== mirrored || (i === j && value !== 0))
          throw new Error('a cut is symmetric and spares the diagonal');
        if (value === -Infinity && i < j) pairs.push(`${i}-${j}`);
      }
    }
    return {
      ids: ids.slice(starts![b], starts![b]! + count),
      cut: pairs,
      ...(scale && { off: zerosOf(scale, b, keys!.length) }),
    };
  });
}

/** The indices of the zeros in row b. */
function zerosOf(values: Float32Array | Int32Array, b: number, rows: number): number[] {
  const width = values.length / rows;
  return Array.from({ length: width }, (_, f) => f).filter((f) => values[b * width + f] === 0);
}

function attentionWeights({ attention }: FakeRules, { heads }: ModelShape, { inputs }: Batch): Float32Array {
  const { starts, pairStarts } = inputs;
  const weights = new Float32Array(heads * pairStarts!.at(-1)!);
  let at = 0;
  for (let b = 0; b + 1 < starts!.length; b++) {
    const rows = starts![b + 1]! - starts![b]!;
    for (let head = 0; head < heads; head++) {
      for (let i = 0; i < rows; i++) for (let j = 0; j < rows; j++) weights[at++] = attention(i, j);
    }
  }
  return weights;
}

/** The same split with the tokens of each sentence that a rationale marks. */
export function withRationale<S extends object>(split: S, name: RationaleName, marked: readonly (readonly number[])[]) {
  return { ...split, rationales: [name], marked: (_: RationaleName, i: number) => marked[i]! };
}

/** Sentences, given by their ids and labels. */
export function splitOf(...sentences: readonly (readonly [ids: readonly number[], label: number])[]) {
  return {
    length: sentences.length,
    ids: (i: number) => Int32Array.from(sentences[i]![0]),
    label: (i: number) => sentences[i]![1],
  };
}
