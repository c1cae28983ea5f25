/** One tab stop for the items of a list; arrows, Home and End move between them. */
export function roving(list: Element, selector: string): { reset(): void } {
  const items = () => Array.from(list.querySelectorAll<HTMLElement | SVGElement>(selector));
  const focus = (item: HTMLElement | SVGElement | undefined) => {
    if (!item) return;
    for (const other of items()) other.setAttribute('tabindex', other === item ? '0' : '-1');
    item.focus();
  };
  list.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent)) return;
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    const to = target(event.key, at, all.length);
    if (at < 0 || to === null) return;
    event.preventDefault();
    focus(all[to]);
  });
  return { reset: () => items().forEach((item, i) => item.setAttribute('tabindex', i === 0 ? '0' : '-1')) };
}

function target(key: string, at: number, length: number): number | null {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(at + 1, length - 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? length - 1 : null;
}
