import { findNodeAtLocation, parseTree } from 'jsonc-parser';

/** A half-open range; lines and characters count from 0. */
export interface Place {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** The position of an expectation in the text of an experiment file. */
export interface ExpectPlace {
  readonly name: string;
  readonly expected: string;
  readonly whole: Place;
  readonly value: Place;
}

/** The entries of the `expect` block, in their order; none without such a block. */
export function expectPlaces(text: string): ExpectPlace[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const block = root && findNodeAtLocation(root, ['expect']);
  return (block?.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (typeof key?.value !== 'string' || typeof value?.value !== 'string') return [];
    const place = ({ offset, length }: { offset: number; length: number }) => placeOf(text, offset, length);
    return [{ name: key.value, expected: value.value, whole: place(property), value: place(value) }];
  });
}

function placeOf(text: string, offset: number, length: number): Place {
  return { start: position(text, offset), end: position(text, offset + length) };
}

function position(text: string, offset: number): Place['start'] {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}
