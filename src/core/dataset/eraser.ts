import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../common/userError.ts';
import { readJsonLines, readTextFile } from './jsonFile.ts';
import { partSpans } from './rationale.ts';
import { allSplits, type Source, type SplitName } from './source.ts';
import { describeFile } from './sourceFile.ts';

const layout = 'ERASER';
const annotation = z.object({
  annotation_id: z.string(),
  classification: z.string(),
  evidences: z.array(z.array(z.object({ docid: z.string(), start_token: z.int(), end_token: z.int() }))),
});
const storedDocument = z.object({ docid: z.string(), document: z.string() });
const fileNames: Readonly<Record<SplitName, string>> = { train: 'train.jsonl', dev: 'val.jsonl', test: 'test.jsonl' };

/**
 * A data set of ERASER (DeYoung et al. 2020) whose texts are single documents, such as its movie reviews: train.jsonl, val.jsonl, test.jsonl, and
 * the documents in docs/ or docs.jsonl. The document of an annotation is the one of its evidence, else the one with its id; queries are not read.
 */
export async function openEraser(folder: string): Promise<Source> {
  const paths = { train: '', dev: '', test: '' };
  for (const split of allSplits) paths[split] = join(folder, fileNames[split]);
  const documentsPath = join(folder, 'docs.jsonl');
  const isOneFile = existsSync(documentsPath);
  const named = [...Object.values(paths), ...(isOneFile ? [documentsPath] : [])];
  const files = await Promise.all(named.map(describeFile));
  const documents = isOneFile ? await readJsonLines(documentsPath, storedDocument, layout) : [];
  const known = new Map(documents.map(({ docid, document }) => [docid, document]));
  const read = async (id: string) => known.get(id) ?? readTextFile(join(folder, 'docs', id));
  return {
    ...{ classes: null, files, shares: { dev: 0, test: 0 }, balance: false },
    async *read(splits) {
      for (const split of allSplits.filter((name) => splits.includes(name))) {
        const file = paths[split];
        for (const [i, each] of (await readJsonLines(file, annotation, layout)).entries()) {
          const evidence = each.evidences.flat();
          const ids = new Set(evidence.map(({ docid }) => docid));
          if (ids.size > 1) throw severalDocuments(file, each.annotation_id, ids.size);
          const tokens = (await read([...ids][0] ?? each.annotation_id)).split(/\s+/).filter((token) => token !== '');
          const isMarked = (_: unknown, token: number) =>
            evidence.some(({ start_token: start, end_token: end }) => start <= token && token < end);
          const rationales = { rationale: partSpans(tokens).filter(isMarked) };
          yield { split, text: tokens.join(' '), label: each.classification, rationales, file, line: i + 1 };
        }
      }
    },
  };
}

function severalDocuments(file: string, id: string, count: number): UserError {
  const message = `${file}: the evidence of ${id} is in ${count} documents; allowed: one`;
  return new UserError(message, 'Give a data set of single documents, such as the movie reviews of ERASER.');
}
