import { useSignal } from '@preact/signals';

/**
 * One tab stop for the items of a list, its element's children; the arrow keys, Home and End move the focus among them.
 * `list`: properties of the list's element; `tabIndex`: of an item.
 */
export function useRoving(count: number) {
  const focused = useSignal(0);
  // Read again for each key: several can arrive before the next render.
  const stop = () => Math.min(focused.value, count - 1);
  const focus = (list: Element, item: number) => (list.children[item] as HTMLElement | SVGElement).focus();
  return {
    tabIndex: (item: number) => (item === stop() ? 0 : -1),
    list: {
      onFocusIn({ currentTarget, target }: { readonly currentTarget: Element; readonly target: EventTarget | null }) {
        const item = Array.from(currentTarget.children).findIndex((child) => child === target);
        if (item >= 0) focused.value = item;
      },
      onKeyDown(event: Pick<KeyboardEvent, 'key' | 'preventDefault'> & { readonly currentTarget: Element }) {
        const item = itemAfter(event.key, stop(), count);
        if (item === null) return;
        event.preventDefault();
        focus(event.currentTarget, item);
      },
    },
  };
}

/** The item that a key moves to; null for other keys. */
export function itemAfter(key: string, item: number, count: number): number | null {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(item + 1, count - 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(item - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
