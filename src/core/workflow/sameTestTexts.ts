import { otherTexts } from '../comparison/comparable.ts';
import type { Example } from '../dataset/source.ts';
import type { Run } from '../runs/readRun.ts';
import type { DataContext } from './readData.ts';
import { readRunTexts } from './readTexts.ts';

/** Reads the test texts that two runs share. Errors: UserError if they have different ones; errors of `openDataset`. */
export async function sameTestTexts(one: Run, other: Run, context: DataContext): Promise<Example[]> {
  const texts: Example[] = [];
  for await (const example of readRunTexts(one, context, 'test')) texts.push(example);
  let index = 0;
  for await (const { text, label } of readRunTexts(other, context, 'test')) {
    const example = texts[index++];
    if (example?.text !== text || example.label !== label) throw otherTexts(one, other);
  }
  if (index !== texts.length) throw otherTexts(one, other);
  return texts;
}
