import { h } from './dom.ts';

export interface Option {
  readonly value: string;
  readonly name: string;
}

/** The toolkit's drop-down list, as far as it is used here. */
interface Dropdown extends HTMLElement {
  value: string;
}

/** A labelled list to choose from. */
export function choice(label: string, id: string, choose: (value: string) => void) {
  const list = h('vscode-dropdown', { id, 'aria-label': label, onchange: () => choose(list.value) }) as Dropdown;
  const element = h('span', { class: 'choice' }, h('label', { for: id, 'aria-hidden': 'true' }, label), list);
  let shown = '';
  return {
    element,
    show(options: readonly Option[], value: string) {
      const key = JSON.stringify(options);
      if (key === shown) {
        if (list.value !== value) list.value = value;
        return;
      }
      shown = key;
      const items = options.map((option) =>
        h('vscode-option', { value: option.value, selected: option.value === value }, option.name),
      );
      list.replaceChildren(...items);
    },
  };
}
