import { FieldsRecord, lineEnd, RecordProblem, type Grammar } from './grammar.ts';

export const fastTextColumns = ['label', 'text'];
const labels = /^(?:__label__\S+\s+)+/;

/** Lines as fastText reads them: `__label__spam you have won`. The columns are `label` and `text`. */
export function fastTextGrammar(): Grammar {
  const textStart = (line: string) => labels.exec(line)?.[0].length ?? 0;
  return {
    read(text, start, isLast) {
      const ends = lineEnd(text, start, isLast);
      if (ends === null) return null;
      const line = text.slice(start, ends.content);
      if (line.trim() === '') return { start, end: ends.end, record: null };
      const from = textStart(line);
      const found = line.slice(0, from).split(/\s+/).filter(Boolean);
      if (found.length > 1) {
        throw new RecordProblem(`has ${found.length} labels: ${found.join(' ')}`, start, 'Keep one label per line.');
      }
      const label = found[0]?.slice('__label__'.length) ?? '';
      return { start, end: ends.end, record: new FieldsRecord(fastTextColumns, [label, line.slice(from)]) };
    },
    locate(text, { start, end }, column) {
      if (column !== 'text') return [];
      const line = text.slice(start, end).replace(/\r?\n$/, '');
      const from = textStart(line);
      return [{ at: 0, from: start + from, length: line.length - from }];
    },
  };
}

/** Whether a text begins as a file of fastText does. */
export function looksLikeFastText(head: string): boolean {
  return /^\s*__label__\S+\s/.test(head);
}
