import type { ExplainedPair, Explanation } from '../../src/protocol/neurons.ts';
import { h, svg } from '../shared/dom.ts';
import { arcPath, type Anchor } from './arcPath.ts';
import { activationText } from '../../src/common/format.ts';
import { roving } from './roving.ts';

/** Pixels between two lines of tokens, as the style sheet has them; a long text's lines stand closer. */
const lineGap = { usual: 26, long: 12 } as const;
export const longText = 80;

/** Arcs over the chips of a positioned element, and the same as a table. Chips must be in the order of the tokens. */
export function pairArcs(over: HTMLElement, chips: () => readonly HTMLElement[]) {
  const drawing = svg('svg', { class: 'arcs', role: 'list', 'aria-label': 'Strongest pairs' });
  const rows = h('tbody');
  const caption = h('summary', {}, 'Strongest pairs');
  const heads = ['Token', 'Token', 'Attention'].map((name) => h('th', { scope: 'col' }, name));
  const table = h(
    'details',
    { class: 'pairs' },
    caption,
    h('table', { class: 'figures' }, h('thead', {}, h('tr', {}, ...heads)), rows),
  );
  over.prepend(drawing);
  const focus = roving(drawing, '.arc');
  let shown: Explanation | null = null;

  const light = (pair: ExplainedPair | null) => {
    chips().forEach((chip, place) => {
      chip.classList.toggle('paired', pair !== null && (place === pair.first || place === pair.second));
    });
    shown?.pairs.forEach((other, i) => {
      for (const element of [drawing.children[i], rows.children[i]]) element?.classList.toggle('lit', other === pair);
    });
  };
  const lighting = (pair: ExplainedPair) => ({
    onmouseenter: () => light(pair),
    onmouseleave: () => light(null),
    onfocus: () => light(pair),
    onblur: () => light(null),
  });
  const layOut = () => {
    if (!shown) return;
    const all = chips();
    drawing.setAttribute('width', String(over.scrollWidth));
    drawing.setAttribute('height', String(over.scrollHeight));
    shown.pairs.forEach(({ first, second }, i) => {
      const [from, to] = [anchorOf(all[first]!), anchorOf(all[second]!)];
      const path = arcPath(from, to, all.length > longText ? lineGap.long : lineGap.usual);
      // From line to line it crosses words: faint, until it is asked for.
      drawing.children[i]?.classList.toggle('crossing', Math.abs(from.y - to.y) > 4);
      for (const line of Array.from(drawing.children[i]?.children ?? [])) line.setAttribute('d', path);
    });
  };
  new ResizeObserver(layOut).observe(over);
  return {
    table,
    draw(explanation: Explanation) {
      shown = explanation;
      const { pairs, tokens } = explanation;
      const words = ({ first, second }: ExplainedPair) => [tokens[first]!.text, tokens[second]!.text] as const;
      const strongest = pairs[0]?.score ?? 1;
      drawing.replaceChildren(...pairs.map((pair) => arc(words(pair), pair.score, strongest, lighting(pair))));
      rows.replaceChildren(...pairs.map((pair) => row(words(pair), pair.score, lighting(pair))));
      table.hidden = pairs.length === 0;
      focus.reset();
      layOut();
    },
  };
}

type Words = readonly [string, string];
type Lighting = Readonly<Record<string, () => void>>;

/** A thin line, and a wide one that is easier to point at. */
function arc([first, second]: Words, score: number, strongest: number, lighting: Lighting): SVGElement {
  const share = score / strongest;
  const name = `${first} and ${second}: attention ${activationText(score)}`;
  return svg(
    'g',
    { class: 'arc', role: 'listitem', 'aria-label': name, ...lighting },
    svg('path', { class: 'line', 'stroke-width': 0.75 + 2.25 * share ** 2, opacity: 0.35 + 0.5 * share ** 2 }),
    svg('path', { class: 'near' }, svg('title', {}, name)),
  );
}

function row([first, second]: Words, score: number, { onmouseenter, onmouseleave }: Lighting): HTMLElement {
  const cells = [first, second, activationText(score)].map((text) => h('td', {}, text));
  return h('tr', { onmouseenter: onmouseenter!, onmouseleave: onmouseleave! }, ...cells);
}

function anchorOf(chip: HTMLElement): Anchor {
  return { x: chip.offsetLeft + chip.offsetWidth / 2, y: chip.offsetTop };
}
