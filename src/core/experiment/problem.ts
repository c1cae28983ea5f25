import type { Experiment } from './schema.ts';

/** A problem at a location of the file. Line and column count from 1, offset from 0, in UTF-16 units. */
export interface ExperimentProblem {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  /** What found the problem: the JSON parser, the schema, or a rule that JSON Schema cannot express. */
  readonly by: 'syntax' | 'schema' | 'rule';
}

export type ExperimentCheck =
  | { readonly experiment: Experiment; readonly problems: readonly [] }
  | { readonly experiment: null; readonly problems: readonly ExperimentProblem[] };
