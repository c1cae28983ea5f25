interface CheckboxProps {
  readonly name: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A checkbox without visible text. */
export function Checkbox({ name, checked, onChange }: CheckboxProps) {
  return (
    <vscode-checkbox
      aria-label={name}
      title={name}
      checked={checked}
      // The toolkit reports every change of the state, also those that a program makes.
      onChange={({ currentTarget }) => currentTarget.checked !== checked && onChange(currentTarget.checked)}
    />
  );
}
