import { options, render, type ComponentChild } from 'preact';
import { registerToolkit } from './toolkit.ts';

/**
 * Renders a panel as the document's body. Changed signals and states are drawn together in the next animation frame,
 * however many messages changed them; `performance` measures each such redraw from the first change to the last node.
 */
export function mount(panel: ComponentChild): void {
  registerToolkit();
  options.debounceRendering = (redraw) => {
    const start = performance.now();
    requestAnimationFrame(() => {
      redraw();
      performance.measure('redraw', { start });
    });
  };
  render(panel, document.body);
}
