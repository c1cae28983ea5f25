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
  // The toolkit looks for the selected option only when its options are new elements.
  const generation = JSON.stringify(options);
  return (
    <span class="choice">
      <label for={id} aria-hidden="true">
        {label}
      </label>
      <vscode-dropdown
        id={id}
        aria-label={name}
        value={value}
        onChange={({ currentTarget }) => currentTarget.value !== value && onChoose(currentTarget.value)}
      >
        {options.map((option) => (
          <vscode-option key={`${option.value} ${generation}`} value={option.value} selected={option.value === value}>
            {option.name}
          </vscode-option>
        ))}
      </vscode-dropdown>
    </span>
  );
}
