import { UserError } from '../../../common/userError.ts';
import { byteCharacters } from './byteAlphabet.ts';
import { MinHeap } from './minHeap.ts';
import { missingToken } from './missingToken.ts';
import type { BpeDefinition } from './tokenizerFile.ts';
import type { WordEncoder } from './wordEncoder.ts';

/** Gives the rank of the merge of two tokens; those of lower rank come first. */
type FindRank = (left: number, right: number) => number | undefined;

/** A merge that may be done is one number: its rank times this, plus the place of the left byte in the word. */
const maxPlaces = 2 ** 26;

/** Splits a word into its bytes in UTF-8, and joins neighbours by the merges of the vocabulary. Errors: UserError that names `path`. */
export function makeBytePairEncoding(definition: BpeDefinition, path: string): WordEncoder {
  const vocabulary = new Map(Object.entries(definition.vocab));
  const idOf = (token: string): number => {
    const id = vocabulary.get(token);
    if (id === undefined) throw missingToken(path, token);
    return id;
  };
  const byteIds = byteCharacters.map(idOf);
  const size = 1 + Array.from(vocabulary.values()).reduce((largest, id) => Math.max(largest, id));
  const ranks = new Map<number, number>();
  const mergedIds: number[] = [];
  for (const [rank, merge] of definition.merges.entries()) {
    const [left, right, ...more] = typeof merge === 'string' ? merge.split(' ') : merge;
    if (left === undefined || right === undefined || more.length > 0) {
      throw new UserError(`${path}: merge ${rank + 1} is not two tokens: "${String(merge)}"`, 'Fetch the model again.');
    }
    ranks.set(idOf(left) * size + idOf(right), rank);
    mergedIds.push(idOf(left + right));
  }
  const findRank: FindRank = (left, right) => ranks.get(left * size + right);
  return (word) => {
    const { bytes, starts, ends } = bytesOf(word);
    const ids = Array.from(bytes, (byte) => byteIds[byte]!);
    const firsts = mergeAll(ids, findRank, mergedIds);
    return {
      ids: firsts.map((i) => ids[i]!),
      starts: firsts.map((i) => starts[i]!),
      ends: firsts.map((_, k) => ends[(firsts[k + 1] ?? ids.length) - 1]!),
    };
  };
}

/** The bytes of a word, and for each the UTF-16 units where its character starts and ends. */
function bytesOf(word: string): { bytes: Uint8Array; starts: number[]; ends: number[] } {
  const [starts, ends]: [number[], number[]] = [[], []];
  let end = 0;
  for (const character of word) {
    const start = end;
    end += character.length;
    for (let byte = 0; byte < Buffer.byteLength(character); byte++) {
      starts.push(start);
      ends.push(end);
    }
  }
  return { bytes: Buffer.from(word), starts, ends };
}

/**
 * Does the merge of lowest rank, the leftmost of equal ones, until there is none. Returns the places of the tokens that are left: where
 * each has its first byte, and where its id then is in `ids`.
 */
function mergeAll(ids: number[], findRank: FindRank, mergedIds: readonly number[]): number[] {
  const previous = ids.map((_, i) => i - 1);
  const next = ids.map((_, i) => i + 1);
  const isMerged = ids.map(() => false);
  const queue = new MinHeap();
  const enqueue = (left: number, right: number) => {
    if (left < 0 || right >= ids.length) return;
    const rank = findRank(ids[left]!, ids[right]!);
    if (rank !== undefined) queue.push(rank * maxPlaces + left);
  };
  for (let i = 0; i + 1 < ids.length; i++) enqueue(i, i + 1);
  for (let top; (top = queue.pop()) !== undefined;) {
    const left = top % maxPlaces;
    const right = next[left]!;
    if (isMerged[left] || right >= ids.length) continue;
    const merged = mergedIds[Math.floor(top / maxPlaces)]!;
    const rank = findRank(ids[left]!, ids[right]!);
    if (rank === undefined || mergedIds[rank] !== merged) continue; // one of them has merged with another one since
    ids[left] = merged;
    isMerged[right] = true;
    next[left] = next[right]!;
    if (next[left] < ids.length) previous[next[left]] = left;
    enqueue(previous[left]!, left);
    enqueue(left, next[left]);
  }
  return ids.flatMap((_, i) => (isMerged[i] ? [] : [i]));
}
