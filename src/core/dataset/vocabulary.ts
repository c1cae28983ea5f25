import { getNodeValue, parseTree } from 'jsonc-parser';
import { readFileSync, writeFileSync } from 'node:fs';
import { checkRegular } from '../../common/checkRegular.ts';
import { UserError } from '../../common/userError.ts';

export const padId = 0;
export const unknownId = 1;
const reserved = ['<PAD>', '<UNK>'] as const;

/** The names of word types by their ids. */
export class WordTypes {
  readonly words: readonly string[];
  /** The id of unknown words; null: there are none. */
  readonly unknownId: number | null;

  /** `words` must be distinct. */
  constructor(words: readonly string[], unknown: number | null) {
    this.words = words;
    this.unknownId = unknown;
  }

  get size(): number {
    return this.words.length;
  }

  /** A JSON object word → id, in the order of the ids. */
  toText(): string {
    return `{\n${this.words.map((word, id) => `${JSON.stringify(word)}: ${id}`).join(',\n')}\n}\n`;
  }
}

/** The word types that a model of its own training split knows. Ids: 0 `<PAD>`, 1 `<UNK>`, then the words in order. */
export class Vocabulary extends WordTypes {
  readonly #ids: ReadonlyMap<string, number>;

  /** `words` must be distinct and must not contain the two reserved ones. */
  constructor(words: readonly string[]) {
    super([...reserved, ...words], unknownId);
    this.#ids = new Map(words.map((word, i) => [word, reserved.length + i]));
  }

  /** The id of a word, or of `<UNK>` if the word is unknown. A token spelled `<PAD>` is unknown, too. */
  id(word: string): number {
    return this.#ids.get(word) ?? unknownId;
  }

  /** Ids of the first `maxLength` tokens. */
  encode(tokens: readonly string[], maxLength: number): Int32Array {
    return Int32Array.from(tokens.slice(0, maxLength), (token) => this.id(token));
  }
}

export function writeVocabulary(path: string, vocabulary: Vocabulary): void {
  writeFileSync(path, vocabulary.toText());
}

/** Room for more words than a model can have. */
const maxBytes = 2 ** 29;

const remedy = 'Give the vocabulary.json that was written with the model.';

/** Reads a vocabulary. Errors: as `readWords`; UserError if it does not begin with `<PAD>` and `<UNK>`. */
export function readVocabulary(path: string): Vocabulary {
  const words = readWords(path);
  if (words[0] !== reserved[0] || words[1] !== reserved[1]) {
    throw new UserError(`${path}: corrupt vocabulary: ids 0 and 1 must be ${reserved.join(' and ')}`, remedy);
  }
  return new Vocabulary(words.slice(reserved.length));
}

/** The words of a vocabulary by their ids. Errors: UserError if the file is missing or is not an object word → id in which each id 0 … n−1 occurs once. */
export function readWords(path: string): string[] {
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
  return words;
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
