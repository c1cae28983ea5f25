// The toolkit's elements that the panels use, as elements of JSX. Preact sets what is a property of an element as a
// property, so values are typed as such.
import type { HTMLAttributes } from 'preact';

interface Labelled<E extends HTMLElement> extends HTMLAttributes<E> {
  disabled?: boolean;
  slot?: string;
}

/** An element with a value that the user changes. */
export interface ValueElement extends HTMLElement {
  value: string;
}
export interface CheckboxElement extends HTMLElement {
  checked: boolean;
}

interface ButtonProps extends Labelled<HTMLElement> {
  appearance?: 'primary' | 'secondary' | 'icon';
}
interface CheckboxProps extends Labelled<CheckboxElement> {
  checked?: boolean;
}
interface DropdownProps extends Labelled<ValueElement> {
  value?: string;
}
interface OptionProps extends Labelled<ValueElement> {
  value?: string;
  selected?: boolean;
}
interface TextProps extends Labelled<ValueElement> {
  value?: string;
  placeholder?: string;
}
interface TextAreaProps extends TextProps {
  rows?: number;
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': ButtonProps;
      'vscode-checkbox': CheckboxProps;
      'vscode-dropdown': DropdownProps;
      'vscode-option': OptionProps;
      'vscode-text-area': TextAreaProps;
      'vscode-text-field': TextProps;
    }
  }
}
