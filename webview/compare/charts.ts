import type { Curves, Group } from '../../src/protocol/compare.ts';
import { ChartCard, type CardForm, type ExportedFile } from '../shared/chartCard.ts';
import { h } from '../shared/dom.ts';
import { sectionHead } from '../shared/sectionHead.ts';
import type { Theme } from '../shared/theme.ts';
import { bandPlot } from './plots.ts';

type Name = keyof Curves;
type Plan = readonly [curve: Name, title: string, yTitle: string, key: string];

const overEpochs: readonly Plan[] = [
  ['crossEntropy', 'Cross-entropy (nats)', 'nats', 'of the training split'],
  ['devAccuracy', 'Dev accuracy (%)', 'accuracy, %', 'after each epoch'],
  ['devSrs', 'Dev SRS(0.3) (points)', 'accuracy lost, points', 'of the dev sample, after each epoch'],
  ['monosemantic', 'Monosemantic (%)', '% of neurons', 'over the dev sample, after each epoch'],
];
const overFractions: readonly Plan[] = [
  ['srsImp', 'SRS_imp(k) (points)', 'accuracy lost, points', 'tokens removed; dashed: at random'],
  ['srsInter', 'SRS_inter(k) (points)', 'accuracy lost, points', 'pairs cut; dashed: at random'],
  ['srs', 'SRS(k) (points)', 'accuracy lost, points', 'both; dashed: at random'],
];

/** The curves of all groups. */
export class Charts {
  readonly element: HTMLElement;
  readonly #remark: HTMLElement;
  readonly #cards: (readonly [name: Name, card: ChartCard])[] = [];

  constructor(theme: Theme, keep: (file: ExportedFile) => void) {
    const make = (plans: readonly Plan[], xTitle: string) =>
      plans.map(([name, title, yTitle, key]) => {
        const form: CardForm = { name: `compare-${name}`, title, key, xTitle, wholeX: xTitle === 'epoch', yTitle };
        const card = new ChartCard(form, theme, keep);
        this.#cards.push([name, card]);
        return card.element;
      });
    const head = sectionHead('Curves', '');
    this.#remark = head.querySelector('p')!;
    this.element = h(
      'section',
      { id: 'curves' },
      head,
      h('div', { class: 'cards of4' }, ...make(overEpochs, 'epoch')),
      h('div', { class: 'cards of3' }, ...make(overFractions, 'fraction k')),
    );
  }

  show(groups: readonly Group[], curves: Curves): void {
    const several = groups.some(({ runs }) => runs.length > 1);
    this.#remark.textContent = several
      ? 'means of the runs that differ in nothing but the seed; band: their smallest to largest value'
      : 'one line a run; runs that differ in nothing but the seed would share one, with a band';
    for (const [name, card] of this.#cards) card.show(bandPlot(groups, curves[name]), whyEmpty(name));
  }

  retheme(theme: Theme): void {
    for (const [, card] of this.#cards) card.retheme(theme);
  }
}

function whyEmpty(name: Name): string {
  if (name === 'srs' || name === 'srsImp' || name === 'srsInter') return 'No run is evaluated that has this.';
  if (name === 'devSrs') return 'Not measured: no dev sample, or no mask to rank tokens by.';
  return name === 'monosemantic' ? 'Not measured: no dev sample.' : 'No epoch is over yet.';
}
