/**
 * Average precision of a ranking: the mean, over the relevant items, of the share of relevant ones among all ranked at least as high. `order`
 * has every item once, best first. NaN if no item is relevant.
 */
export function averagePrecision(order: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  let found = 0;
  let sum = 0;
  for (let rank = 1; rank <= order.length; rank++) {
    if (relevant.has(order[rank - 1]!)) sum += ++found / rank;
  }
  return sum / relevant.size;
}

/** The share of relevant items among the first k of a ranking, k ≥ 1. */
export function precisionAt(k: number, order: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  let found = 0;
  for (let rank = 0; rank < Math.min(k, order.length); rank++) if (relevant.has(order[rank]!)) found++;
  return found / k;
}

/** The expected average precision of `count` items in random order, of which `relevant` (1 or more) are relevant. */
export function randomAveragePrecision(relevant: number, count: number): number {
  let harmonic = 0;
  for (let rank = 1; rank <= count; rank++) harmonic += 1 / rank;
  const others = count === 1 ? 0 : (relevant - 1) / (count - 1);
  return (harmonic + others * (count - harmonic)) / count;
}
