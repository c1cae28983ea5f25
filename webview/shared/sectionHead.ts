import { h } from './dom.ts';

/** What a section shows, and a remark. */
export function sectionHead(title: string, remark: string): HTMLElement {
  return h('header', { class: 'section' }, h('h2', {}, title), h('p', { class: 'muted' }, remark));
}
