import * as z from 'zod';
import { placeName } from '../../common/placeName.ts';
import { UserError } from '../../common/userError.ts';
import { defaultReading } from './readHead.ts';
import { openDataFile } from './reading/openDataFile.ts';
import type { ReadText } from './textReader.ts';
import type { TokenSpan } from './tokenizer.ts';

/** The explanation of a text that was made elsewhere. */
export interface GivenExplanation {
  /** Its file and line. */
  readonly place: string;
  /** The text, or else the line of the data file that has it. */
  readonly text?: string | undefined;
  readonly line?: number | undefined;
  readonly importances: readonly number[];
  /** The part of the text that each of them is about; null: the words or tokens as the model reads them. */
  readonly spans: readonly TokenSpan[] | null;
}

const offset = z.int().min(0).optional();
const explanationSchema = z.object({
  text: z.string().optional(),
  line: z.int().min(1).optional(),
  importances: z.array(z.number()).optional(),
  tokens: z
    .array(
      z.object({
        start: offset,
        end: offset,
        importance: z.number().optional(),
        keep: z.number().nullable().optional(),
      }),
    )
    .optional(),
  ranking: z.object({ scores: z.array(z.number()) }).optional(),
});

const layout = 'Give {"text": "…", "importances": [0.1, …]} per line, or the output of `safr explain --input`.';

/**
 * Reads a JSONL file of explanations, such as `safr explain --input` writes. The importances of a line are those of `ranking` if it has one,
 * else `importances`, else those of its `tokens` (`importance`, or `keep`). Errors: UserError with file and line.
 */
export async function* readGivenExplanations(path: string): AsyncGenerator<GivenExplanation> {
  const file = await openDataFile(path, { ...defaultReading, format: 'jsonl' });
  for await (const records of file.records(() => undefined)) {
    for (const { record, line } of records) {
      const keys = Object.keys(explanationSchema.shape);
      const found = Object.fromEntries(keys.map((key) => [key, record.get(key)]));
      yield explanationOf(found, placeName(path, line));
    }
  }
}

function explanationOf(found: unknown, place: string): GivenExplanation {
  const { data, error } = explanationSchema.safeParse(found);
  if (error) {
    const { path, message } = error.issues[0]!;
    throw new UserError(`${place}: ${path.join('.')}: ${message}`, layout);
  }
  const { text, line, tokens, ranking } = data;
  if (text === undefined && line === undefined) throw new UserError(`${place}: neither "text" nor "line"`, layout);
  const importances = ranking?.scores ?? data.importances ?? tokens?.map(({ importance, keep }) => importance ?? keep);
  if (!importances) throw new UserError(`${place}: neither "importances" nor "tokens"`, layout);
  const missing = importances.findIndex((importance) => importance == null);
  if (missing >= 0) throw new UserError(`${place}: tokens.${missing}: neither "importance" nor "keep"`, layout);
  const isOfTokens = data.importances === undefined || ranking !== undefined;
  const spans = isOfTokens && tokens?.length === importances.length ? spansOf(tokens) : null;
  return { place, text, line, importances: importances as readonly number[], spans };
}

/** null unless all of them have both offsets. */
function spansOf(tokens: readonly { start?: number | undefined; end?: number | undefined }[]): TokenSpan[] | null {
  const spans = tokens.flatMap(({ start, end }) => (start === undefined || end === undefined ? [] : [{ start, end }]));
  return spans.length === tokens.length ? spans : null;
}

/**
 * The importance of each token that the model reads: of tokens with other offsets than its own, the largest of those that overlap it, and
 * −Infinity without any; else the one of the same token or word. Errors: UserError where there are as many as neither tokens nor words.
 */
export function tokenImportances({ place, importances, spans }: GivenExplanation, text: ReadText): Float64Array {
  const { ids, tokens, words, wordOfToken } = text;
  const own = text.spans.slice(0, ids.length);
  if (spans && !sameSpans(spans, own)) return Float64Array.from(own, (span) => overlapping(span, spans, importances));
  const all = wordOfToken === null ? tokens.length : ids.length;
  if (importances.length === ids.length || importances.length === all) {
    return Float64Array.from(importances.slice(0, ids.length));
  }
  if (wordOfToken && importances.length === words.length) {
    return Float64Array.from(wordOfToken, (word) => importances[word]!);
  }
  const read = wordOfToken ? `${words.length} words (${ids.length} tokens)` : `${ids.length} words`;
  throw new UserError(
    `${place}: ${importances.length} importances, but the model reads ${read} of the text`,
    'Give one per word or token, or "tokens" with "start", "end" and "importance" each.',
  );
}

function sameSpans(a: readonly TokenSpan[], b: readonly TokenSpan[]): boolean {
  return a.length === b.length && a.every(({ start, end }, i) => start === b[i]!.start && end === b[i]!.end);
}

function overlapping(span: TokenSpan, spans: readonly TokenSpan[], importances: readonly number[]): number {
  const own = importances.filter((_, i) => spans[i]!.start < span.end && span.start < spans[i]!.end);
  return Math.max(-Infinity, ...own);
}
