import { widthAt } from './alignedText.ts';
import type { EncodedText } from './encodedText.ts';
import type { PostProcessor } from './postProcessor.ts';
import type { TokenizerDefinition } from './tokenizerFile.ts';

/** Leaves the spaces at the start and end of tokens out of their offsets. */
export type SpaceTrimmer = (tokens: EncodedText, text: string) => void;

interface Spaces {
  readonly leading: number;
  readonly trailing: number;
}

/** "Ġ" is a space in a byte-level token. */
const leading = /^[Ġ\p{White_Space}]+/u;
const trailing = /[Ġ\p{White_Space}]+$/u;
const spacesOf = (token: string): Spaces => ({
  leading: leading.exec(token)?.[0].length ?? 0,
  trailing: trailing.exec(token)?.[0].length ?? 0,
});

export function makeSpaceTrimmer(definition: TokenizerDefinition, trim: PostProcessor['trim']): SpaceTrimmer {
  if (trim === null) return () => undefined;
  const tokens = Object.entries(definition.model.vocab).filter(
    ([token]) => leading.test(token) || trailing.test(token),
  );
  const spaces = new Map(tokens.map(([token, id]) => [id, spacesOf(token)]));
  const addedIds = new Set(definition.added_tokens.map(({ id }) => id));
  return ({ ids, starts, ends }, text) => {
    for (const [i, id] of ids.entries()) {
      const found = addedIds.has(id) ? spacesOf(text.slice(starts[i], ends[i])) : spaces.get(id);
      if (!found) continue;
      // The space that was put before a text has no offsets of its own.
      const isPrefix = trim.hasPrefixSpace && found.leading === 1 && (i === 0 || starts[i] === 0);
      if (!isPrefix) starts[i] = Math.min(forward(text, starts[i]!, found.leading), ends[i]!);
      if (ends[i]! >= found.trailing) ends[i] = Math.max(back(text, ends[i]!, found.trailing), starts[i]!);
    }
  };
}

function forward(text: string, offset: number, characters: number): number {
  let result = offset;
  for (let i = 0; i < characters && result < text.length; i++) result += widthAt(text, result);
  return result;
}

function back(text: string, offset: number, characters: number): number {
  let result = offset;
  for (let i = 0; i < characters && result > 0; i++) result -= result > 1 ? widthAt(text, result - 2) : 1;
  return result;
}
