import type { ComponentChildren } from 'preact';

interface LabelBadgeProps {
  readonly label: 'monosemantic' | 'polysemantic' | 'unused' | 'dead' | 'none';
  /** Shown instead of the label itself. */
  readonly children?: ComponentChildren;
}

/** A neuron's label in words with its sign: colour alone would not be enough. */
export function LabelBadge({ label, children = label }: LabelBadgeProps) {
  return (
    <span class={`label ${label}`}>
      <i aria-hidden="true" />
      <span class="word">{children}</span>
    </span>
  );
}
