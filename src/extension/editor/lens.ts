/** A command shown above a line of an experiment. */
export interface Lens {
  readonly title: string;
  readonly tooltip?: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

export function lens(title: string, command: string, argument: object, tooltip?: string): Lens {
  // A no-break space separates the icon from the text.
  return {
    title: title.replace(/(?<=^\$\([^)]*\)) /, '\u00a0'),
    command,
    arguments: [argument],
    ...(tooltip !== undefined && { tooltip }),
  };
}
