import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

/** The extension is told what to look for once the user pauses for so long. */
const pauseMs = 200;

interface FilterFieldProps {
  readonly label: string;
  readonly placeholder: string;
  /** What the table is filtered by now. */
  readonly value: string;
  readonly onFilter: (text: string) => void;
}

/**
 * The field above a table that says which rows are shown. It keeps what the user types until the table is filtered by it: tables that come before,
 * such as one with progress, do not take it back.
 */
export function FilterField({ label, placeholder, value, onFilter }: FilterFieldProps) {
  const typed = useSignal<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const type = (text: string) => {
    typed.value = text;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      timer.current = undefined;
      onFilter(text);
    }, pauseMs);
  };
  useEffect(() => {
    if (timer.current === undefined && typed.peek() === value) typed.value = null;
  });
  return (
    <vscode-text-field
      class="filter"
      aria-label={label}
      placeholder={placeholder}
      value={typed.value ?? value}
      onInput={({ currentTarget }) => type(currentTarget.value)}
    />
  );
}
