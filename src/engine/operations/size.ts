/**
 * Sizes that change from batch to batch. A batch is ragged: the token rows of its sentences are stored one after another.
 * - `rows`: token rows of all sentences; under `padding: "max"` the padded rows are among them
 * - `sentences`
 * - `types`: distinct words of the batch; VMASK and the embedding are functions of the word alone, so they run once per type
 * - `places`: distinct pairs of a word and its position; without dropout the first block's input is a function of the two
 * - `pairs`: Σ rows², over sentences
 * - `contentRows`, `contentPairs`: of the rows that are no special tokens ([CLS], …) of a pretrained model, the number and Σ number², over
 *   sentences; else equal to `rows` and `pairs`. The means of the regularizers are over these.
 */
export type Size = 'rows' | 'sentences' | 'types' | 'places' | 'pairs' | 'contentRows' | 'contentPairs';
