import { useSignal, type Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { ExplainedPair, Explanation } from '../../src/protocol/neurons.ts';
import { weightText } from './attentionText.ts';
import { useRoving } from './useRoving.ts';

/** Texts of more words are set in closer lines. */
export const maxLooseWords = 80;
/** Pixels between two lines of words, as in the style sheet. */
const lineGap = { loose: 26, close: 12 } as const;

/** Where a word is: the middle and the upper edge of its chip, in pixels. */
interface Anchor {
  readonly x: number;
  readonly y: number;
}

/** Where the words of an explanation are in the element that has them, and the extent of all of them, in pixels. */
interface WordLayout {
  readonly explanation: Explanation;
  readonly anchors: readonly Anchor[];
  readonly width: number;
  readonly height: number;
}

interface PairsProps {
  readonly explanation: Explanation;
  /** Of its words, strongest first. */
  readonly pairs: readonly ExplainedPair[];
  /** The pair that is pointed at. */
  readonly lit: Signal<ExplainedPair | null>;
}

/** Arcs over the chips of a positioned element, those of the class `token`. */
export function PairArcs({
  over,
  explanation,
  pairs: ofText,
  lit,
}: PairsProps & { over: RefObject<HTMLElement | null> }) {
  const layout = useWordLayout(over, explanation);
  const pairs = layout?.explanation === explanation ? ofText : [];
  const roving = useRoving(pairs.length);
  return (
    <svg
      class="arcs"
      role="list"
      aria-label="Strongest pairs"
      width={layout?.width ?? 0}
      height={layout?.height ?? 0}
      {...roving.list}
    >
      {layout &&
        pairs.map((pair, i) => (
          <Arc
            key={i}
            pair={pair}
            share={pair.score / pairs[0]!.score}
            layout={layout}
            lit={lit}
            tabIndex={roving.tabIndex(i)}
          />
        ))}
    </svg>
  );
}

interface ArcProps extends Pick<PairsProps, 'lit'> {
  readonly pair: ExplainedPair;
  /** Of the attention of the strongest pair. */
  readonly share: number;
  readonly layout: WordLayout;
  readonly tabIndex: number;
}

/** A thin line, and a wide one that is easier to point at. */
function Arc({ pair, share, layout: { explanation, anchors }, lit, tabIndex }: ArcProps) {
  const { words } = explanation;
  const [from, to] = [anchors[pair.first]!, anchors[pair.second]!];
  const path = arcPath(from, to, words.length > maxLooseWords ? lineGap.close : lineGap.loose);
  const name = `${words[pair.first]!.text} and ${words[pair.second]!.text}: attention ${weightText(pair.score)}`;
  const light = () => (lit.value = pair);
  const darken = () => (lit.value = null);
  // From line to line an arc crosses words: it is faint until it is pointed at.
  const classes = ['arc', Math.abs(from.y - to.y) > 4 && 'crossing', lit.value === pair && 'lit'];
  return (
    <g
      class={classes.filter(Boolean).join(' ')}
      role="listitem"
      aria-label={name}
      tabindex={tabIndex}
      onMouseEnter={light}
      onMouseLeave={darken}
      onFocus={light}
      onBlur={darken}
    >
      <path class="line" d={path} stroke-width={0.75 + 2.25 * share ** 2} opacity={0.35 + 0.5 * share ** 2} />
      <path class="near" d={path}>
        <title>{name}</title>
      </path>
    </g>
  );
}

/** The pairs as a table. */
export function PairTable({ explanation: { words }, pairs, lit }: PairsProps) {
  if (pairs.length === 0) return null;
  return (
    <details class="pairs">
      <summary>Strongest pairs</summary>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Word</th>
            <th scope="col">Word</th>
            <th scope="col">Attention</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair, i) => (
            <tr
              key={i}
              class={lit.value === pair ? 'lit' : ''}
              onMouseEnter={() => (lit.value = pair)}
              onMouseLeave={() => (lit.value = null)}
            >
              <td>{words[pair.first]!.text}</td>
              <td>{words[pair.second]!.text}</td>
              <td>{weightText(pair.score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** null before the first layout; of the explanation before until the new one's words are laid out. */
function useWordLayout(over: RefObject<HTMLElement | null>, explanation: Explanation): WordLayout | null {
  const layout = useSignal<WordLayout | null>(null);
  useLayoutEffect(() => {
    const element = over.current!;
    const measure = () => {
      const chips = Array.from(element.querySelectorAll<HTMLElement>('.token'));
      const anchors = chips.map((chip) => ({ x: chip.offsetLeft + chip.offsetWidth / 2, y: chip.offsetTop }));
      // Not the height of the element's content, which the drawing itself is a part of.
      const height = Math.max(0, ...chips.map((chip) => chip.offsetTop + chip.offsetHeight));
      layout.value = { explanation, anchors, width: element.clientWidth, height };
    };
    const observer = new ResizeObserver(measure); // which also measures at once
    observer.observe(element);
    return () => observer.disconnect();
  }, [explanation]);
  return layout.value;
}

/** An arc of an SVG path over two chips; between two lines of text it goes from the gap above one to the gap above the other. */
export function arcPath(from: Anchor, to: Anchor, gap: number): string {
  const rise = Math.min(gap - 3, 8 + Math.abs(to.x - from.x) / 16) * (4 / 3);
  const point = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return `M ${point(from.x, from.y)} C ${point(from.x, from.y - rise)}, ${point(to.x, to.y - rise)}, ${point(to.x, to.y)}`;
}
