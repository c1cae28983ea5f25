import type { CorpusLabel } from '../../src/protocol/neurons.ts';
import { h } from '../shared/dom.ts';

export type Label = CorpusLabel | 'unused';

/** A label in words with its sign, so that colour alone tells nothing. */
export function labelBadge(label: Label): HTMLElement {
  return h('span', { class: `label ${label}` }, h('i', { 'aria-hidden': 'true' }), label);
}
