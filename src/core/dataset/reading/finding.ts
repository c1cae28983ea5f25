/** Something that reading a file found out or changed, which the user did not write down. */
export interface Finding {
  readonly file: string;
  /** `warning`: what is read may not be what is meant. */
  readonly level: 'info' | 'warning';
  readonly message: string;
}
