/**
 * Average precision of a ranking: the mean, over the relevant things, of the share of relevant ones among those ranked up to it. `order`
 * holds every thing once, best first; NaN where nothing is relevant.
 */
export function averagePrecision(order: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  let found = 0;
  let sum = 0;
  for (let rank = 1; rank <= order.length; rank++) {
    if (relevant.has(order[rank - 1]!)) sum += ++found / rank;
  }
  return sum / relevant.size;
}

/** Share of relevant things among the first k of a ranking, k from 1. */
export function precisionAt(k: number, order: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  let found = 0;
  for (let rank = 0; rank < Math.min(k, order.length); rank++) if (relevant.has(order[rank]!)) found++;
  return found / k;
}

/** The average precision to be expected of `count` things in random order, `relevant` (1 or more) of them relevant. */
export function randomAveragePrecision(relevant: number, count: number): number {
  let harmonic = 0;
  for (let rank = 1; rank <= count; rank++) harmonic += 1 / rank;
  const others = count === 1 ? 0 : (relevant - 1) / (count - 1);
  return (harmonic + others * (count - harmonic)) / count;
}
