import { Fragment } from 'preact';
import { decimals, grouped, percent } from '../../src/common/format.ts';
import type { Change, Line, Reading, Word } from '../../src/protocol/compare.ts';
import { Button, SmallButton } from '../shared/Button.tsx';
import { Icon } from '../shared/Icon.tsx';
import { problemText } from '../shared/problemText.ts';
import { SectionHead } from '../shared/SectionHead.tsx';
import type { CompareModel } from './compareModel.ts';

/** The test texts whose prediction changed, with the words as both models weigh them. */
export function LineSection({ model }: { model: CompareModel }) {
  const { changes, lines, linesProblem, isReadingLines } = model;
  const count = changes.value ? changes.value.fixed + changes.value.broken + changes.value.wrong : 0;
  const hasMore = lines.value.length > 0 && lines.value.length < count && !linesProblem.value;
  return (
    <section id="lines">
      <SectionHead title="Changed predictions" remark="the most confident first; shaded by keep probability" />
      <p role="status">{linesProblem.value ? problemText(linesProblem.value) : summaryOf(model, count)}</p>
      <div class="lines">
        {lines.value.map((line) => (
          <ChangedText key={line.index} model={model} line={line} />
        ))}
      </div>
      {hasMore && (
        <Button disabled={isReadingLines.value} onClick={() => model.showMoreLines()}>
          Show more
        </Button>
      )}
    </section>
  );
}

function summaryOf({ changes, fromLetter, toLetter }: CompareModel, count: number): string {
  if (!changes.value) return 'Reading the predictions…';
  const { texts, fixed, broken, wrong } = changes.value;
  const kinds = [
    `${grouped(fixed)} correct in ${toLetter.value} only`,
    `${grouped(broken)} correct in ${fromLetter.value} only`,
    ...(wrong === 0 ? [] : [`${grouped(wrong)} wrong in both`]),
  ];
  return `${grouped(count)} of ${grouped(texts)} test texts${count === 0 ? '' : `: ${kinds.join(', ')}`}.`;
}

function ChangedText({ model, line }: { model: CompareModel; line: Line }) {
  const { index, label, place, change, from, to } = line;
  const letters = { from: model.fromLetter.value, to: model.toLetter.value };
  const reading = (side: 'from' | 'to', read: Reading) => (
    <ReadingRow letter={letters[side]} label={label} reading={read} open={() => model.openText(side, index)} />
  );
  return (
    <article aria-label={`Text ${index + 1}`}>
      <header>
        <span class="muted">{place}</span>
        <span>is {label}</span>
        <span class={`change ${change}`}>{verdictOf(change, letters)}</span>
      </header>
      <div class="readings">
        {reading('from', from)}
        {reading('to', to)}
      </div>
    </article>
  );
}

function verdictOf(change: Change, { from, to }: { readonly from: string; readonly to: string }): string {
  return change === 'wrong' ? 'wrong in both' : `correct in ${change === 'fixed' ? to : from} only`;
}

interface ReadingRowProps {
  readonly letter: string;
  /** The text's label. */
  readonly label: string;
  readonly reading: Reading;
  readonly open: () => void;
}

function ReadingRow({ letter, label, reading: { predicted, probability, words, boundary }, open }: ReadingRowProps) {
  const isRight = predicted === label;
  return (
    <>
      <div class="said">
        <b>{letter}</b>
        <span class={isRight ? 'right' : 'wrong'}>{`${isRight ? '✓' : '✗'} ${predicted}`}</span>
        <span class="muted">{percent(probability)}</span>
        <SmallButton name={`Open in the neuron panel by ${letter}`} onClick={open}>
          <Icon name="neurons" />
        </SmallButton>
      </div>
      <p class="tokens">
        {words.map((word, position) => (
          <Fragment key={position}>
            {position === boundary && <br />}
            <ShadedWord {...word} />
          </Fragment>
        ))}
      </p>
    </>
  );
}

function ShadedWord({ text, known, keep }: Word) {
  const facts = [keep !== null && `keep probability ${decimals(keep, 2)}`, !known && 'read as <UNK>'];
  return (
    <>
      <span
        class={known ? 'token' : 'token unknown'}
        title={facts.filter(Boolean).join(', ')}
        style={{ '--keep': keep ?? 0 }}
      >
        {text}
      </span>{' '}
    </>
  );
}
