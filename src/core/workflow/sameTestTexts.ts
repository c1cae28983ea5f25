import { otherTexts } from '../comparison/comparable.ts';
import type { Example } from '../dataset/source.ts';
import type { Run } from '../runs/readRun.ts';
import type { DataPlace } from './readData.ts';
import { readRunTexts } from './readTexts.ts';

/** The texts of the test split that two runs share. Errors: UserError where they do not, or as `openDataset`. */
export async function sameTestTexts(one: Run, other: Run, place: DataPlace): Promise<Example[]> {
  const texts: Example[] = [];
  for await (const example of readRunTexts(one, place, 'test')) texts.push(example);
  let index = 0;
  for await (const { text, label } of readRunTexts(other, place, 'test')) {
    const own = texts[index++];
    if (own?.text !== text || own.label !== label) throw otherTexts(one, other);
  }
  if (index !== texts.length) throw otherTexts(one, other);
  return texts;
}
