import type { DataTableRow } from '../../src/protocol/dataTable.ts';

/** The beginning of a text, its words shaded by keep probability. */
export function ShadedText({ row: { text, words }, maxLength }: { row: DataTableRow; maxLength: number }) {
  const shown = text.slice(0, maxLength);
  let at = 0;
  const parts = words.flatMap(([start, end, keep]) => {
    if (end > shown.length || start < at) return [];
    const before = shown.slice(at, start);
    at = end;
    return [
      before,
      <span class="shaded" style={{ '--keep': keep }}>
        {shown.slice(start, end)}
      </span>,
    ];
  });
  return (
    <>
      {parts}
      {shown.slice(at)}
      {text.length > maxLength && '…'}
    </>
  );
}
