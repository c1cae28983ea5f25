import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { activationText, counted } from '../../src/common/format.ts';
import type { ExplainedPair, ExplainedToken, Explanation } from '../../src/protocol/neurons.ts';
import { AttentionChoice } from './AttentionChoice.tsx';
import { maxLooseTokens, PairArcs, PairTable } from './PairArcs.tsx';
import type { InspectionProps, NeuronsModel } from './neuronsModel.ts';
import type { Layer } from './inspection.ts';
import { useRoving } from './useRoving.ts';

const maxUnread = 60;

/** The tokens, shaded by keep probability, under arcs between the strongest pairs. */
export function Sentence({ model, inspected, layer }: InspectionProps) {
  const { explanation, unread } = inspected;
  const { tokens } = explanation;
  const flow = useRef<HTMLDivElement>(null);
  const lit = useSignal<ExplainedPair | null>(null);
  const neuronCounts = useMemo(() => neuronsPerToken(layer, tokens.length), [layer, tokens.length]);
  const roving = useRoving(tokens.length);
  const pairs = model.state.pairs.value;
  const litPair = pairs.find((pair) => pair === lit.value);
  return (
    <section class="sentence">
      <div class="row">
        <h2>Tokens</h2>
        {hasMask(explanation) && (
          <span class="keep-legend muted">
            keep probability 0<i aria-hidden="true" />1
          </span>
        )}
        <span class="spring" />
        <AttentionChoice model={model} layers={inspected.layers.length} heads={inspected.heads} />
      </div>
      <div class={tokens.length > maxLooseTokens ? 'flow long' : 'flow'} ref={flow}>
        <PairArcs over={flow} explanation={explanation} pairs={pairs} lit={lit} />
        <div class="tokens" role="listbox" aria-label="Tokens" {...roving.list}>
          {tokens.map((token, position) => (
            <Chip
              key={position}
              model={model}
              token={token}
              position={position}
              neurons={neuronCounts[position]!}
              isPaired={position === litPair?.first || position === litPair?.second}
              tabIndex={roving.tabIndex(position)}
            />
          ))}
        </div>
        {unread.length > 0 && <Unread tokens={unread} />}
      </div>
      <p class="muted note">{noteOf(explanation)}</p>
      <PairTable explanation={explanation} pairs={pairs} lit={lit} />
    </section>
  );
}

interface ChipProps {
  readonly model: NeuronsModel;
  readonly token: ExplainedToken;
  readonly position: number;
  /** How many of the layer's neurons the token has. */
  readonly neurons: number;
  /** Of the pair that is pointed at. */
  readonly isPaired: boolean;
  readonly tabIndex: number;
}

function Chip({ model, token: { text, known, keep }, position, neurons, isPaired, tabIndex }: ChipProps) {
  const { token, neuronTokens } = model.state;
  const isChosen = token.value === position;
  const choose = () => model.chooseToken(token.value === position ? null : position);
  const hasNeuron = neuronTokens.value.has(position);
  const classes = ['token', !known && 'unknown', isPaired && 'paired', hasNeuron && 'having'];
  const facts = [
    keep !== null && `keep probability ${activationText(keep)}`,
    !known && 'not in the vocabulary: read as <UNK>',
    counted(neurons, 'neuron'),
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

function Unread({ tokens }: { tokens: readonly string[] }) {
  const rest = tokens.length - maxUnread;
  return (
    <span class="unread" title="Beyond the model’s maxLength: not read">
      <s>{tokens.slice(0, maxUnread).join(' ')}</s>
      {rest > 0 && ` … and ${counted(rest, 'token')} more`}
    </span>
  );
}

function neuronsPerToken({ allocated }: Layer, tokens: number): Uint32Array {
  const counts = new Uint32Array(tokens);
  for (const neuron of allocated) for (const { token } of neuron.tokens) counts[token]!++;
  return counts;
}

function hasMask({ tokens }: Explanation): boolean {
  return tokens[0]?.keep !== null;
}

function noteOf(explanation: Explanation): string {
  const { tokens, unread } = explanation;
  const unknown = tokens.filter(({ known }) => !known).length;
  const remarks = [
    !hasMask(explanation) && 'This model has no mask, so there are no keep probabilities.',
    unknown > 0 && `${counted(unknown, 'unknown word')} (dotted), read as <UNK>.`,
    unread > 0 &&
      `${counted(unread, 'token')} beyond the model’s length ${unread === 1 ? 'is' : 'are'} not read (struck through).`,
  ];
  return remarks.filter(Boolean).join(' ');
}
