interface CheckboxProps {
  readonly name: string;
  /** Whether the name stands next to it. */
  readonly showsName?: boolean;
  /** Shown for the pointer; the name unless given. */
  readonly help?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Checkbox({ name, showsName = false, help, checked, onChange }: CheckboxProps) {
  return (
    <vscode-checkbox
      {...(!showsName && { 'aria-label': name })}
      title={help ?? (showsName ? undefined : name)}
      checked={checked}
      // The toolkit reports every change of the state, also those that a program makes.
      onChange={({ currentTarget }) => currentTarget.checked !== checked && onChange(currentTarget.checked)}
    >
      {showsName && name}
    </vscode-checkbox>
  );
}
