import type { ComponentChildren } from 'preact';
import { counted } from '../../src/common/format.ts';
import type { InspectionProps } from './neuronsModel.ts';
import type { UnitWords } from './unitWords.ts';

/** What the marks on the words mean, of those that this text has. */
export function WordLegend({ model: { state }, inspected: { explanation, marked } }: InspectionProps) {
  const { words, unread } = explanation;
  const unknown = words.filter(({ known }) => !known).length;
  const hasMask = words[0]?.keep !== null;
  const hasPairs = state.pairs.value.length > 0;
  return (
    <ul class="legend" aria-label="Marks of words">
      {hasMask && (
        <Entry mark={<i class="shade" />} text="keep probability from 0 to 1: how important the model takes the word" />
      )}
      {hasPairs && <Entry mark={<ArcMark />} text="pairs that attend to each other most; a thicker line is more" />}
      {hasPairs && <Entry mark={<ArcMark isCrossing />} text="the same, from line to line" />}
      {state.neuronTokens.value.size > 0 && (
        <Entry mark={<b class="having">a</b>} text={`has the chosen ${state.words.value.one}, ${state.neuron.value}`} />
      )}
      {marked.size > 0 && <Entry mark={<i class="bar-below" />} text="marked in the data as decisive" />}
      {unknown > 0 && (
        <Entry mark={<b class="unknown">a</b>} text={`${counted(unknown, 'unknown word')}, read as <UNK>`} />
      )}
      {unread > 0 && <Entry mark={<s>a</s>} text={`${counted(unread, 'token')} beyond the model’s length, not read`} />}
    </ul>
  );
}

/** What the marks above the columns of the map mean. */
export function MapLegend({ unit }: { unit: UnitWords['one'] }) {
  return (
    <ul class="legend" aria-label={`Marks of ${unit}s`}>
      <Entry mark={<i class="strip monosemantic" />} text="monosemantic in this text: one token has it" />
      <Entry mark={<i class="strip polysemantic" />} text="polysemantic in this text: several tokens share it" />
      <Entry mark={<i class="strip" />} text="no mark: unused in this text, no token has it" />
      <Entry mark={<i class="frame" />} text={`the chosen ${unit}; tokens in bold have it`} />
    </ul>
  );
}

function Entry({ mark, text }: { mark: ComponentChildren; text: string }) {
  return (
    <li>
      <span class="mark" aria-hidden="true">
        {mark}
      </span>
      {text}
    </li>
  );
}

function ArcMark({ isCrossing = false }: { isCrossing?: boolean }) {
  return (
    <svg viewBox="0 0 28 10" width={28} height={10}>
      {isCrossing ? (
        <path d="M2 9C8 0 20 0 26 9" stroke-dasharray="2 3" />
      ) : (
        <>
          <path d="M1 9C4 2 9 2 12 9" stroke-width={1} />
          <path d="M16 9C19 2 24 2 27 9" stroke-width={3} />
        </>
      )}
    </svg>
  );
}
