import { dropoutThreshold } from '../../../common/random.ts';
import type { Dropout } from '../../operations/dropout.ts';
import type { Size } from '../../operations/size.ts';
import { call } from '../command.ts';
import { scratch, type Lowering } from './lowering.ts';

/** Random numbers of a site; the rows may be some of a larger batch. */
export const randomArguments = (site: number, rows: Size) =>
  ({ seed: 'seed', site, step: 'step', firstRow: rows === 'sentences' ? 'firstSentence' : 'firstRow' }) as const;

/** Rate 0 is threshold 0: none. */
export function dropoutArguments(o: { site: number; dropout: number; rows?: Size }) {
  const { site, dropout: rate, rows = 'rows' } = o;
  return { ...randomArguments(site, rows), threshold: dropoutThreshold(rate), kept: 1 / (1 - rate) } as const;
}

export const dropout: Lowering<Dropout> = (o, b) =>
  call('dropout', {
    rows: o.rows,
    width: b.width(o.x),
    ...b.addresses(o, 'x', 'out'),
    ...dropoutArguments({ ...o, dropout: o.rate }),
    ...scratch,
  });
