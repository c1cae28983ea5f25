import { h, setText } from '../shared/dom.ts';

export interface Section {
  readonly element: HTMLElement;
  /** Of its buttons, at the right of its head. */
  readonly tools: HTMLElement;
  /** Puts a content in place of what there was. */
  show(remark: string, content: HTMLElement): void;
}

export function section(id: string, title: string): Section {
  const remark = h('p', { class: 'muted' });
  const tools = h('div', { class: 'tools' });
  const place = h('div');
  const head = h('header', { class: 'section' }, h('h2', {}, title), tools, remark);
  return {
    element: h('section', { id }, head, place),
    tools,
    show(words, content) {
      setText(remark, words);
      place.replaceChildren(content);
    },
  };
}
