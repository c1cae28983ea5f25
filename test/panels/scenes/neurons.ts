import type {
  CorpusLine,
  CorpusNeuron,
  ExplainedNeuron,
  Explanation,
  ListedNeuron,
  NeuronsToPanel,
} from '../../../src/protocol/neurons.ts';
import { explainedText } from '../../unit/core/evaluation/explanation/explainedText.ts';
import type { Scene } from '../panelBrowser.ts';

const count = (length: number) => Array.from({ length }, (_, i) => i);
const directory = '/runs/0';
const text = 'this unbearably long and hollow zebra of a film is never , ever a masterpiece of any kind';
const [layers, neurons] = [2, 48];

function explanation(): Explanation {
  let start = 0;
  const shown = explainedText(
    text.split(' ').map((word, i) => {
      const token = { text: word, id: 2 + i, start, end: start + word.length };
      start += word.length + 1;
      return { ...token, known: word !== 'zebra', keep: (i % 5) / 4 };
    }),
  );
  const { tokens } = shown;
  const neuronOf = (layer: number, index: number): ExplainedNeuron => {
    const own = index % 3 === 0 ? tokens.slice(index % 5, (index % 5) + 1) : tokens.slice(0, 5);
    return {
      ...{ layer, index, activation: 3 - index / 20, label: own.length === 1 ? 'monosemantic' : 'polysemantic' },
      tokens: own.map((token, i) => ({ token: tokens.indexOf(token), activation: 3 - index / 20 - i / 10 })),
    };
  };
  return {
    predicted: 'strongly negative',
    probabilities: [
      { class: 'strongly negative', probability: 0.81 },
      { class: 'neutral or mixed', probability: 0.15 },
      { class: 'strongly positive', probability: 0.04 },
    ],
    logits: [2, 0.3, -1],
    ...shown,
    unread: 3,
    pairs: count(6).map((i) => ({ first: i, second: 2 * i + 4, score: 0.3 - i / 30 })),
    neurons: count(layers).flatMap((layer) => count(30).map((index) => neuronOf(layer, index))),
    counts: { unused: 36, monosemantic: 20, polysemantic: 40 },
  };
}

/** Tokens that attend to themselves and to the one before, and leave 30 % to special tokens. */
function attention(tokens: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(count(tokens * tokens), (i) => {
    const [query, key] = [Math.floor(i / tokens), i % tokens];
    if (key === query - 1) return 0.35;
    return key === query ? 0.1 : (0.25 * ((i * 7919) % 11)) / (5 * tokens);
  });
}

const corpusNeuron: CorpusNeuron = {
  ...{ label: 'polysemantic', fires: 4123, strongest: 20 },
  words: ['hollow', 'dull', 'unbearably', 'masterpiece', ',', 'zebra'].map((word, i) => ({ word, count: 7 - i })),
  histogram: { range: 4, counts: count(20).map((bin) => 400 - 20 * bin) },
  meanByClass: ['strongly negative', 'neutral or mixed', 'strongly positive'].map((name, i) => ({
    class: name,
    mean: i === 1 ? null : 0.3 / (i + 1),
  })),
};
const lines = count(12).map((sentence): CorpusLine => ({
  ...{ sentence, position: 4, value: 3.2 - sentence / 10, label: 'strongly negative' },
  ...{
    place: `a-folder-with-reviews.tsv:${1204 + sentence}`,
    before: 'A story (as ',
    word: 'hollow',
    after: ' as a drum), it’s “never” felt …',
  },
}));
const problem = { message: 'the weights cannot be read', remedy: 'Train again.' };

type Original = Pick<Extract<NeuronsToPanel, { kind: 'show' }>, 'original' | 'label'>;
const edited: Original = { original: 'this film is never a masterpiece', label: 'strongly positive' };
const ofData: Original = { original: text, label: 'strongly positive' };

/** The answers to a panel that shows the text. `isEvaluated`: whether the run is; `off`: neurons that are off. */
function answerWith(
  isEvaluated: boolean,
  off: readonly (readonly number[])[] = [],
  original: Original = edited,
): Scene['answer'] {
  const shown = explanation();
  const answers = ({ kind, id = 0 }: Parameters<Scene['answer']>[0]): readonly NeuronsToPanel[] => {
    switch (kind) {
      case 'ready':
        return [
          {
            kind: 'runs',
            runs: [
              {
                ...{ directory, name: 'Jan 2, 10:07:00 · safr · λ_imp 0.5 · sentence-transformers/all-MiniLM-L6-v2' },
                ...{ description: 'finished · test 0.81 · SRS@0.3 12.3 pp', evaluating: false },
              },
            ],
          },
          {
            kind: 'show',
            directory,
            text,
            ...original,
            marked: [],
            off,
            view: 'text',
            page: null,
          },
          {
            kind: 'corpus',
            directory,
            labels: isEvaluated ? count(layers).map(() => count(neurons).map(() => 'polysemantic')) : null,
          },
        ];
      case 'inspect':
        return [
          {
            ...{ kind: 'inspection', id, explanation: shown, unread: ['that', 'is', 'unread'], heads: 4 },
            ...{ original: { ...shown, predicted: 'strongly positive' }, marked: [1, 4, 9, 14] },
            activations: count(layers).map(() =>
              Float32Array.from(count(shown.tokens.length * neurons), (i) => ((i * 7919) % 101) / 33),
            ),
          },
        ];
      case 'attention':
        return [{ kind: 'attention', id, pairs: [...shown.pairs], weights: attention(shown.tokens.length) }];
      case 'effects':
        return [{ kind: 'effects', id, margin: 1.7, effects: [{ layer: 0, index: 0, effect: -0.321 }] }];
      case 'switchOff':
        return [
          {
            ...{ kind: 'switchedOff', id },
            result: {
              before: { predicted: shown.predicted, probabilities: shown.probabilities, margin: 1.7 },
              after: { predicted: 'neutral or mixed', probabilities: shown.probabilities, margin: -0.4 },
              ...{ active: 2, random: { draws: 20, mean: -0.31, deviation: 0.2, flips: 1 } },
            },
          },
        ];
      case 'neuron':
        return [
          { kind: 'neuron', id, neuron: isEvaluated ? corpusNeuron : null, problem: null },
          { kind: 'lines', id, lines, problem: null },
        ];
      default:
        return [];
    }
  };
  return answers;
}

const someWords = [
  'hollow',
  'masterpiece',
  'unbearably',
  'never',
  'film',
  ',',
  'antidisestablishmentarianism',
  'zebra',
];
const listed = count(12 * 3072).map((i): ListedNeuron => ({
  ...{ layer: Math.floor(i / 3072), index: i % 3072, fires: (i * 7919) % 40_000 },
  corpus: (['monosemantic', 'polysemantic', 'dead'] as const)[i % 3]!,
  words: i % 3 === 2 ? [] : count(3).map((w) => someWords[(i + w * w) % someWords.length]!),
  ...{ otherWords: ['dull'], averagePrecision: i % 3 === 2 ? null : (i % 97) / 97, random: (i % 31) / 100 },
  purity: i % 3 === 2 ? null : (i % 89) / 89,
}));

/** The same on the features of an autoencoder of the run. */
function ofFeatures(answer: Scene['answer']): Scene['answer'] {
  const features = 'ffn1-k16';
  return (message) => {
    const answers = answer(message) as readonly NeuronsToPanel[];
    const named = answers.map((each) =>
      ['show', 'corpus', 'measuring', 'neurons'].includes(each.kind) ? { ...each, features } : each,
    );
    const names = ['embedding-k8', 'ffn1-k16'];
    return message.kind === 'ready' ? [...named, { kind: 'autoencoders', directory, names }] : named;
  };
}

/** Answers on the view of all neurons. `isMeasured`: whether they are known. */
function answerAll(isMeasured: boolean): Scene['answer'] {
  const ofText = answerWith(true);
  return (message) => {
    const { kind, id = 0 } = message;
    const answers = (): readonly NeuronsToPanel[] => {
      switch (kind) {
        case 'ready':
          return (ofText(message) as readonly NeuronsToPanel[]).map((each) =>
            each.kind === 'show' ? { ...each, view: 'neurons', page: { layer: 1, index: 12 } } : each,
          );
        case 'list':
          return isMeasured
            ? [{ kind: 'neurons', directory, layers: 12, neurons: listed, problem: null }]
            : [{ kind: 'measuring', directory, phase: 'measuring the neurons', share: 0.4 }];
        case 'page':
          return [
            {
              ...{ kind: 'page', id, problem: null },
              page: {
                neuron: corpusNeuron,
                label: { words: someWords.slice(0, 3), averagePrecision: 0.62, random: 0.08 },
                types: someWords.map((word, i) => ({ word, share: 0.4 / (i + 1) })),
              },
            },
            {
              ...{ kind: 'pageLines', id, problem: null },
              groups: [1, 0.75, 0.5, 0.25].map((quantile) => ({ quantile, lines: lines.slice(0, 3) })),
            },
            {
              ...{ kind: 'pageEffects', id, problem: null },
              effects: corpusNeuron.meanByClass.map(({ class: name }, c) => ({
                ...{ class: name, texts: 12 * c, margin: c === 0 ? null : -0.12 * c },
              })),
            },
          ];
        default:
          return kind === 'inspect' ? (ofText(message) as readonly NeuronsToPanel[]) : [];
      }
    };
    return answers();
  };
}

export const neuronScenes: readonly Scene[] = [
  { panel: 'neurons', name: 'a text', drawn: 'ol.lines', answer: answerWith(true) },
  { panel: 'neurons', name: 'a line of the data', drawn: 'ol.lines', answer: answerWith(true, [], ofData) },
  {
    ...{ panel: 'neurons', name: 'the attention as a matrix', click: '.attention summary', drawn: '.attention canvas' },
    answer: answerWith(true),
  },
  {
    ...{ panel: 'neurons', name: 'neurons that are off, of a run that is not evaluated' },
    ...{ drawn: '.verdict.flipped', answer: answerWith(false, [[0, 1]]) },
  },
  { panel: 'neurons', name: 'all neurons and the page of one', drawn: '.page ol.lines', answer: answerAll(true) },
  {
    panel: 'neurons',
    name: 'the features of an autoencoder in a text',
    drawn: 'ol.lines',
    answer: ofFeatures(answerWith(true)),
  },
  {
    panel: 'neurons',
    name: 'all features of an autoencoder',
    drawn: '.page ol.lines',
    answer: ofFeatures(answerAll(true)),
  },
  { panel: 'neurons', name: 'neurons that are being measured', drawn: '.progress.going', answer: answerAll(false) },
  { panel: 'neurons', name: 'waiting for the first text', drawn: '.busy', answer: () => [] },
  {
    ...{ panel: 'neurons', name: 'a problem', drawn: '.problem' },
    answer: ({ kind }) => (kind === 'ready' ? [{ kind: 'failed', id: null, problem } satisfies NeuronsToPanel] : []),
  },
];
