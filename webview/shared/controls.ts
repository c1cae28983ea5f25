import { h, svg } from './dom.ts';

/** Shapes on a grid of 16 × 16, drawn in the colour of the text. */
const shapes = {
  train: 'M4 2.5v11l9-5.5z',
  resume: 'M3 2.5h2v11H3zM7 2.5v11l7-5.5z',
  stop: 'M3.5 3.5h9v9h-9z',
  evaluate: 'M6 1.5h4v1H9.5V6l4 7.2-.6 1.3H3.1l-.6-1.3L6.5 6V2.5H6zM7.5 6.3 5.6 9.7h4.8L8.5 6.3V2.5h-1z',
  neurons: 'M2 2h12v12H2zM3 3v4.5h4.5V3zM8.5 3v4.5H13V3zM8.5 8.5V13H13V8.5z',
  folder: 'M1.5 3h5l1.5 1.5h6.5V13h-13zM2.5 4v8h11V5.5h-6L6 4z',
} as const;
export type IconName = keyof typeof shapes;

interface ButtonOptions {
  readonly icon?: IconName;
  readonly appearance?: 'primary' | 'secondary';
}

/** A toolkit button with a text. */
export function button(text: string, click: () => void, { icon, appearance = 'secondary' }: ButtonOptions = {}) {
  const picture = icon ? drawing(icon) : null;
  picture?.setAttribute('slot', 'start');
  return h('vscode-button', { appearance, onclick: click }, picture, text);
}

/** A small toolkit button: an icon or a few letters; `name` is what it does, in words. */
export function smallButton(content: IconName | { readonly text: string }, name: string, click: () => void) {
  const inside = typeof content === 'string' ? drawing(content) : content.text;
  return h('vscode-button', { appearance: 'icon', title: name, 'aria-label': name, onclick: click }, inside);
}

function drawing(icon: IconName): SVGElement {
  const path = svg('path', { d: shapes[icon], fill: 'currentColor', 'fill-rule': 'evenodd' });
  return svg('svg', { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, path);
}

/** A toolkit checkbox without visible text. It tells of every change of its state, also those that a program makes. */
export function checkbox(name: string, change: (checked: boolean) => void): HTMLElement & { checked: boolean } {
  const box = h('vscode-checkbox', { 'aria-label': name, title: name }) as HTMLElement & { checked: boolean };
  box.addEventListener('change', () => change(box.checked));
  return box;
}
