import fc from 'fast-check';
import { UserError } from '../../src/common/userError.ts';

/** A reader, or several, that must cope with every input. */
export interface Target {
  readonly name: string;
  /** Of all cases, in percent. */
  readonly share: number;
  /** Prepares the target in an empty folder of its own. */
  open(folder: string): Promise<OpenTarget>;
}

export interface OpenTarget {
  /** Runs cases; all follow from the options. `onCase` is called before each. */
  check(options: CheckOptions): Promise<Failure | null>;
  close(): Promise<void>;
}

export interface CheckOptions {
  readonly seed: number;
  readonly cases: number;
  /** Of the failure that is to be repeated, see `Failure`. */
  readonly path?: string | undefined;
  readonly onCase: (index: number) => void;
}

export interface Failure {
  /** Leads to the smallest input found, with the seed. */
  readonly path: string;
  /** That input. */
  readonly input: string;
  readonly error: string;
}

interface Reading<T> {
  readonly inputs: fc.Arbitrary<T>;
  /** The ways in which the product reads an input, one after the other; what each throws must be a UserError. */
  readonly reads: (input: T) => readonly (() => unknown)[];
  /** Of the message of an error; 1 unless given. */
  readonly maxLines?: number;
  readonly close?: () => Promise<void>;
}

/** Opens a target that reads these inputs. */
export function reading<T>({ inputs, reads, maxLines = 1, close }: Reading<T>): OpenTarget {
  return {
    check({ seed, cases, path, onCase }) {
      let index = 0;
      const property = fc.asyncProperty(inputs, async (input) => {
        onCase(index++);
        for (const read of reads(input)) await expectSound(read, maxLines);
      });
      return failureOf(fc.check(property, { seed, numRuns: cases, ...(path !== undefined && { path }) }));
    },
    close: async () => close?.(),
  };
}

async function failureOf<T>(checked: Promise<fc.RunDetails<[T]>>): Promise<Failure | null> {
  const { failed, counterexamplePath, counterexample, errorInstance } = await checked;
  if (!failed) return null;
  const error = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  return { path: counterexamplePath ?? '', input: fc.stringify(counterexample), error };
}

/** Longest line of a message, in characters. */
const maxLineLength = 600;

/** Nothing may be thrown but a UserError that is fit to be printed. */
async function expectSound(read: () => unknown, maxLines: number): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    checkMessage(error, maxLines);
  }
}

/** Errors: an Error that says what is wrong with the text of a UserError. */
export function checkMessage({ message, remedy }: Pick<UserError, 'message' | 'remedy'>, maxLines: number): void {
  const lines = message.split('\n');
  if (lines.length > maxLines) throw new Error(`the message has ${lines.length} lines: ${JSON.stringify(message)}`);
  if (remedy.includes('\n')) throw new Error(`the remedy has several lines: ${JSON.stringify(remedy)}`);
  for (const line of [...lines, remedy]) {
    if (line.length > maxLineLength) throw new Error(`a line has ${line.length} characters: ${line}`);
    if (controls.test(line)) throw new Error(`a line has a control character: ${JSON.stringify(line)}`);
  }
}

const controls = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
