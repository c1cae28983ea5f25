import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ValueElement } from './toolkitElements.d.ts';

export interface Option {
  readonly value: string;
  readonly name: string;
}

interface ChoiceProps {
  readonly label: string;
  /** Its accessible name where that says more than the label. */
  readonly name?: string;
  readonly id: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

/** A labelled list to choose from. */
export function Choice({ label, name = label, id, options, value, onChoose }: ChoiceProps) {
  const list = useRef<ValueElement>(null);
  // The toolkit shows the name that an option had when it became a child: options are new elements where one differs.
  const generation = JSON.stringify(options);
  // It chooses an option by itself as soon as it sees new ones, which is in a microtask: ours comes after.
  useLayoutEffect(() => {
    queueMicrotask(() => {
      if (list.current && list.current.value !== value) list.current.value = value;
    });
  });
  return (
    <span class="choice">
      <label for={id} aria-hidden="true">
        {label}
      </label>
      <vscode-dropdown
        id={id}
        aria-label={name}
        ref={list}
        onChange={({ currentTarget }) => currentTarget.value !== value && onChoose(currentTarget.value)}
      >
        {options.map((option) => (
          <vscode-option key={`${option.value} ${generation}`} value={option.value}>
            {option.name}
          </vscode-option>
        ))}
      </vscode-dropdown>
    </span>
  );
}
