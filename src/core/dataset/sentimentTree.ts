import { partSpans, type Rationales } from './rationale.ts';

/** A sentence of SST. Labels are those of the trees: 0 to 4, 2 is neutral. */
export interface SentimentTree {
  readonly label: number;
  /** `\/` is read as `/`. */
  readonly tokens: readonly string[];
  readonly rationales: Pick<Rationales, 'leaves' | 'carton'>;
}

interface Phrase {
  readonly label: number;
  /** The number of its first token. */
  readonly first: number;
  /** The largest |label − 2| of the phrases within it. */
  strongest: number;
}

const neutral = 2;
/** A leaf with its label and token, the beginning of a phrase with its label, or an end. */
const part = /\(([0-4]) ([^()]+)\)|\(([0-4]) |\)/g;

/**
 * Reads a tree such as `(3 (2 A) (3 word))`; null if the text is none. Its rationales are the leaves that are not neutral, and the rule of
 * Carton et al. (2020): all tokens of the phrases whose |label − 2| exceeds that of every phrase within them.
 */
export function parseTree(tree: string): SentimentTree | null {
  const tokens: string[] = [];
  const leaves = new Set<number>();
  const carton = new Set<number>();
  const open: Phrase[] = [];
  let root: number | null = null;
  const close = ({ label, first, strongest }: Phrase) => {
    const strength = Math.abs(label - neutral);
    if (strength > strongest) for (let token = first; token < tokens.length; token++) carton.add(token);
    const parent = open.at(-1);
    if (parent) parent.strongest = Math.max(parent.strongest, strength, strongest);
    else root ??= label;
  };
  for (const [, leafLabel, token, label] of tree.matchAll(part)) {
    if (token !== undefined) {
      const leaf = { label: Number(leafLabel), first: tokens.length, strongest: 0 };
      if (leaf.label !== neutral) leaves.add(tokens.length);
      tokens.push(token.replaceAll('\\/', '/'));
      close(leaf);
    } else if (label !== undefined) open.push({ label: Number(label), first: tokens.length, strongest: 0 });
    else {
      const phrase = open.pop();
      if (!phrase) return null;
      close(phrase);
    }
  }
  if (root === null || open.length > 0) return null;
  const spans = partSpans(tokens);
  const spansOf = (marked: ReadonlySet<number>) => spans.filter((_, token) => marked.has(token));
  return { label: root, tokens, rationales: { leaves: spansOf(leaves), carton: spansOf(carton) } };
}
