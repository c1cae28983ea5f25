/** A command in an experiment, or a line of words without one. */
export interface Lens {
  readonly title: string;
  readonly tooltip?: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

export function lens(title: string, command: string, argument: object, tooltip?: string): Lens {
  // A space that lasts parts the icon from its word.
  return {
    title: title.replace(/(?<=^\$\([^)]*\)) /, '\u00a0'),
    command,
    arguments: [argument],
    ...(tooltip !== undefined && { tooltip }),
  };
}
