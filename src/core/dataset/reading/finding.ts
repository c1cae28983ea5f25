/** Something that reading a file found out or changed, which the user did not write down. */
export interface Finding {
  readonly file: string;
  /** `warning`: what is read may not be what is meant. */
  readonly level: 'info' | 'warning';
  readonly message: string;
}

/** Findings with the same message as one; `where`: the name of its first file, such as "a.csv and 2 more". */
export function groupedFindings(
  findings: readonly Finding[],
  nameOf: (file: string) => string,
): { readonly where: string; readonly message: string }[] {
  const files = new Map<string, Set<string>>();
  for (const { file, message } of findings) files.set(message, (files.get(message) ?? new Set()).add(file));
  return [...files].map(([message, distinct]) => {
    const [first] = distinct;
    const more = distinct.size > 1 ? ` and ${distinct.size - 1} more` : '';
    return { where: `${nameOf(first!)}${more}`, message };
  });
}
