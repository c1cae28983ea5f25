import { getNodeValue, parseTree } from 'jsonc-parser';
import { readFileSync, writeFileSync } from 'node:fs';
import { checkRegular } from '../../common/checkRegular.ts';
import { UserError } from '../../common/userError.ts';

export const padId = 0;
export const unknownId = 1;
const reserved = ['<PAD>', '<UNK>'] as const;

/** The word types that a model knows. Ids: 0 `<PAD>`, 1 `<UNK>`, then the words in order. */
export class Vocabulary {
  /** Words by id. */
  readonly words: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  /** `words` must be distinct and must not contain the two reserved ones. */
  constructor(words: readonly string[]) {
    this.words = [...reserved, ...words];
    this.#ids = new Map(words.map((word, i) => [word, reserved.length + i]));
  }

  get size(): number {
    return this.words.length;
  }

  /** The id of a word, or of `<UNK>` if the word is unknown. A token spelled `<PAD>` is unknown, too. */
  id(word: string): number {
    return this.#ids.get(word) ?? unknownId;
  }

  /** Ids of the first `maxLength` tokens. */
  encode(tokens: readonly string[], maxLength: number): Int32Array {
    return Int32Array.from(tokens.slice(0, maxLength), (token) => this.id(token));
  }

  /** A JSON object word → id, in the order of the ids. */
  toText(): string {
    return `{\n${this.words.map((word, id) => `${JSON.stringify(word)}: ${id}`).join(',\n')}\n}\n`;
  }
}

export function writeVocabulary(path: string, vocabulary: Vocabulary): void {
  writeFileSync(path, vocabulary.toText());
}

/** Room for more words than a model can have. */
const maxBytes = 2 ** 29;

/** Reads a vocabulary. Errors: UserError if the file is missing or is not an object word → id in which each id 0 … n−1 occurs once. */
export function readVocabulary(path: string): Vocabulary {
  const remedy = 'Give the vocabulary.json that was written with the model.';
  checkRegular(path, maxBytes);
  let entries: [string, unknown][];
  try {
    entries = propertiesOf(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`${path}: no vocabulary: ${(error as Error).message}`, remedy);
  }
  const words: string[] = [];
  for (const [word, id] of entries) {
    if (
      !Number.isInteger(id) ||
      (id as number) < 0 ||
      (id as number) >= entries.length ||
      words[id as number] !== undefined
    ) {
      const allowed = `0 … ${entries.length - 1}, each once`;
      throw new UserError(
        `${path}: corrupt vocabulary: ${JSON.stringify(word)} is ${JSON.stringify(id)}; allowed: ${allowed}`,
        remedy,
      );
    }
    words[id as number] = word;
  }
  if (words[0] !== reserved[0] || words[1] !== reserved[1]) {
    throw new UserError(`${path}: corrupt vocabulary: ids 0 and 1 must be ${reserved.join(' and ')}`, remedy);
  }
  return new Vocabulary(words.slice(reserved.length));
}

/**
 * The properties of a JSON object, in order. Not taken from JSON.parse, which in Node 24 (V8 13.6) confuses keys with escapes: it
 * reads {"a": 0, "\"": 1} as {"a": 0, "\\": 1} if it has parsed an object with the latter's keys before.
 */
function propertiesOf(text: string): [string, unknown][] {
  JSON.parse(text); // for its error messages
  const tree = parseTree(text)!;
  if (tree.type !== 'object') throw new Error('not an object');
  return tree.children!.map(({ children }) => [children![0]!.value as string, getNodeValue(children![1]!)]);
}
