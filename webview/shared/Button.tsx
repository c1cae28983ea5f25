import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.tsx';

interface ButtonProps {
  readonly icon?: IconName;
  readonly appearance?: 'primary' | 'secondary';
  readonly disabled?: boolean;
  /** Its accessible name where that says more than the text. */
  readonly label?: string;
  readonly title?: string;
  readonly class?: string;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

/** A button with a text. */
export function Button({ icon, label, appearance = 'secondary', children, ...rest }: ButtonProps) {
  return (
    <vscode-button appearance={appearance} {...(label ? { 'aria-label': label } : {})} {...rest}>
      {icon && <Icon name={icon} slot="start" />}
      {children}
    </vscode-button>
  );
}

interface SmallButtonProps {
  /** What it does, in words. */
  readonly name: string;
  readonly expanded?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  /** An icon, or a few letters. */
  readonly children: ComponentChildren;
}

export function SmallButton({ name, expanded, disabled = false, onClick, children }: SmallButtonProps) {
  const state = expanded === undefined ? {} : { 'aria-expanded': expanded };
  return (
    <vscode-button appearance="icon" title={name} aria-label={name} disabled={disabled} {...state} onClick={onClick}>
      {children}
    </vscode-button>
  );
}
