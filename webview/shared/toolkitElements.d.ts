import type { HTMLAttributes } from 'preact';

/** An element with a value that the user changes. */
export interface ValueElement extends HTMLElement {
  value: string;
}
interface CheckboxElement extends HTMLElement {
  checked: boolean;
}
type Props<E extends HTMLElement, Own = object> = HTMLAttributes<E> & { disabled?: boolean } & Own;

// The toolkit's elements that the panels use. Preact sets what is a property of an element as a property.
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': Props<HTMLElement, { appearance?: 'primary' | 'secondary' | 'icon' }>;
      'vscode-checkbox': Props<CheckboxElement, { checked?: boolean }>;
      'vscode-dropdown': Props<ValueElement, { value?: string }>;
      'vscode-option': Props<ValueElement, { value?: string }>;
      'vscode-text-area': Props<ValueElement, { value?: string; placeholder?: string; rows?: number }>;
      'vscode-text-field': Props<ValueElement, { value?: string; placeholder?: string }>;
    }
  }
}
