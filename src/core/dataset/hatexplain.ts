import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../common/userError.ts';
import { readJsonFile } from './jsonFile.ts';
import { partSpans } from './rationale.ts';
import { allSplits, type Source, type SplitName } from './source.ts';
import { describeFile } from './sourceFile.ts';

const layout = 'HateXplain';
const posts = z.record(
  z.string(),
  z.object({
    annotators: z.array(z.object({ label: z.string() })).min(1),
    rationales: z.array(z.array(z.number())),
    post_tokens: z.array(z.string()).min(1),
  }),
);
const divisions = z.object({ train: z.array(z.string()), val: z.array(z.string()), test: z.array(z.string()) });
const divisionOf: Readonly<Record<SplitName, keyof z.output<typeof divisions>>> = {
  ...{ train: 'train', dev: 'val', test: 'test' },
};

/**
 * HateXplain (Mathew et al. 2021) in its authors' files, dataset.json and post_id_divisions.json: posts with the label that most annotators gave,
 * without those that have none, and the tokens that at least half of the given rationales mark. `line` is the number of the post in its split.
 */
export async function openHatexplain(folder: string): Promise<Source> {
  const [postsPath, divisionsPath] = [join(folder, 'dataset.json'), join(folder, 'post_id_divisions.json')];
  const files = await Promise.all([postsPath, divisionsPath].map(describeFile));
  const all = await readJsonFile(postsPath, posts, layout);
  const splits = await readJsonFile(divisionsPath, divisions, layout);
  return {
    ...{ classes: null, files, shares: { dev: 0, test: 0 }, balance: false },
    async *read(wanted) {
      for (const split of allSplits.filter((name) => wanted.includes(name))) {
        for (const [i, id] of splits[divisionOf[split]].entries()) {
          const post = all[id];
          if (!post) throw new UserError(`${postsPath}: no post ${id}`, `${divisionsPath} names it: copy both again.`);
          const label = majority(post.annotators.map((annotator) => annotator.label));
          if (label === null) continue;
          const { post_tokens: tokens, rationales: lists } = post;
          const votes = (token: number) => lists.filter((list) => list[token] === 1).length;
          const isMarked = (_: unknown, token: number) => lists.length > 0 && 2 * votes(token) >= lists.length;
          const rationales = { rationale: partSpans(tokens).filter(isMarked) };
          yield { split, text: tokens.join(' '), label, rationales, file: postsPath, line: i + 1 };
        }
      }
    },
  };
}

/** The label that more than half of the annotators gave; null if there is none. */
function majority(labels: readonly string[]): string | null {
  return labels.find((label) => 2 * labels.filter((other) => other === label).length > labels.length) ?? null;
}
