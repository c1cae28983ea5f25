import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { activationText, counted } from '../../src/common/format.ts';
import type { ExplainedPair, ExplainedWord, Explanation } from '../../src/protocol/neurons.ts';
import { AttentionChoice } from './AttentionChoice.tsx';
import { AttentionMatrix } from './AttentionMatrix.tsx';
import { maxLooseWords, PairArcs, PairTable } from './PairArcs.tsx';
import type { InspectionProps, NeuronsModel } from './neuronsModel.ts';
import type { Layer } from './inspection.ts';
import { useRoving } from './useRoving.ts';
import { WordLegend } from './MarkLegends.tsx';

const maxUnread = 60;

/** The words, shaded by keep probability, under arcs between the strongest pairs. */
export function Sentence({ model, inspected, layer }: InspectionProps) {
  const { explanation, unread, marked } = inspected;
  const { words, boundary } = explanation;
  const flow = useRef<HTMLDivElement>(null);
  const lit = useSignal<ExplainedPair | null>(null);
  const neuronCounts = useMemo(() => neuronsPerWord(layer, explanation), [layer, explanation]);
  const roving = useRoving(words.length);
  const pairs = model.state.pairs.value;
  const litPair = pairs.find((pair) => pair === lit.value);
  return (
    <section class="sentence">
      <div class="row">
        <h2>Words</h2>
        <span class="spring" />
        <AttentionChoice model={model} layers={inspected.layers.length} heads={inspected.heads} />
      </div>
      <div class={words.length > maxLooseWords ? 'flow long' : 'flow'} ref={flow}>
        <PairArcs over={flow} explanation={explanation} pairs={pairs} lit={lit} />
        <div class="tokens" role="listbox" aria-label="Words" {...roving.list}>
          {words.map((word, i) => (
            <Chip
              key={i}
              model={model}
              word={word}
              isSecond={word.firstToken === boundary}
              neurons={neuronCounts[i]!}
              isMarked={marked.has(i)}
              isPaired={i === litPair?.first || i === litPair?.second}
              tabIndex={roving.tabIndex(i)}
            />
          ))}
        </div>
        {unread.length > 0 && <Unread words={unread} />}
      </div>
      <WordLegend model={model} inspected={inspected} layer={layer} />
      <p class="muted note">{noteOf(explanation)}</p>
      <PairTable explanation={explanation} pairs={pairs} lit={lit} />
      <AttentionMatrix model={model} inspected={inspected} layer={layer} />
    </section>
  );
}

interface ChipProps {
  readonly model: NeuronsModel;
  readonly word: ExplainedWord;
  /** Whether it begins the second text of a pair. */
  readonly isSecond: boolean;
  /** How many of the layer's neurons its tokens have. */
  readonly neurons: number;
  /** By the data, as decisive. */
  readonly isMarked: boolean;
  /** Of the pair that is pointed at. */
  readonly isPaired: boolean;
  readonly tabIndex: number;
}

function Chip({ model, word, isSecond, neurons, isMarked, isPaired, tabIndex }: ChipProps) {
  const { text, known, keep, firstToken, pieces } = word;
  const { token, neuronTokens, words } = model.state;
  const isOwn = (position: number) => position >= firstToken && position < firstToken + pieces;
  const isChosen = token.value !== null && isOwn(token.value);
  const choose = () => model.chooseToken(isChosen ? null : firstToken);
  const hasNeuron = Array.from(neuronTokens.value).some(isOwn);
  const classes = [
    ...['token', isSecond && 'second', !known && 'unknown'],
    ...[isMarked && 'marked', isPaired && 'paired', hasNeuron && 'having'],
  ];
  const facts = [
    isSecond && 'begins the second text',
    isMarked && 'marked in the data as decisive',
    keep !== null && `keep probability ${activationText(keep)}`,
    !known && 'not in the vocabulary: read as <UNK>',
    pieces > 1 && counted(pieces, 'piece'),
    counted(neurons, words.value.one),
  ];
  const about = facts.filter(Boolean).join(', ');
  return (
    <span
      class={classes.filter(Boolean).join(' ')}
      role="option"
      aria-selected={isChosen}
      aria-label={`${text}: ${about}`}
      title={about}
      style={{ '--keep': keep ?? 0 }}
      tabIndex={tabIndex}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose();
      }}
    >
      {text}
    </span>
  );
}

function Unread({ words }: { words: readonly string[] }) {
  const rest = words.length - maxUnread;
  return (
    <span class="unread" title="Beyond the model’s maxLength: not read">
      <s>{words.slice(0, maxUnread).join(' ')}</s>
      {rest > 0 && ` … and ${counted(rest, 'word')} more`}
    </span>
  );
}

/** How many neurons the tokens of each word have. */
function neuronsPerWord({ allocated }: Layer, { tokens, words }: Explanation): Uint32Array {
  const counts = new Uint32Array(words.length);
  for (const neuron of allocated) {
    for (const word of new Set(neuron.tokens.map(({ token }) => tokens[token]!.word))) counts[word]!++;
  }
  return counts;
}

function hasMask({ words }: Explanation): boolean {
  return words[0]?.keep !== null;
}

function noteOf(explanation: Explanation): string {
  const { tokens, words } = explanation;
  const firstPiece = tokens.find(({ word }) => words[word]!.pieces > 1);
  const remarks = [
    !hasMask(explanation) && 'This model has no mask, so there are no keep probabilities.',
    firstPiece &&
      `The model reads the ${counted(words.length, 'word')} as ${counted(tokens.length, 'token')}; neurons are those of tokens, and a piece of a word is shown as ${firstPiece.inWord}.`,
  ];
  return remarks.filter(Boolean).join(' ');
}
