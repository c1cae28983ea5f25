import { useSignal } from '@preact/signals';

/** The first rows of a list, and a way to show `pageSize` more; another list starts with its first `count` rows again. */
export function usePages<T>(list: readonly T[], count: number, pageSize = count) {
  const shown = useSignal({ list, count });
  const length = shown.value.list === list ? shown.value.count : count;
  return {
    rows: list.slice(0, length),
    /** How many rows are not shown. */
    rest: Math.max(0, list.length - length),
    showMore: () => (shown.value = { list, count: length + pageSize }),
  };
}
