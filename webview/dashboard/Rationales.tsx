import { SectionHead } from '../shared/SectionHead.tsx';
import { ScrollingTable } from '../shared/Table.tsx';
import type { ShownRun } from './plots.ts';

/** How well rankings of words find what is marked in the texts, for the first shown run that measured it; nothing without such marks. */
export function Rationales({ shown }: { shown: readonly ShownRun[] }) {
  const measured = shown.find(({ curves }) => curves.evaluation?.rationales.length);
  if (!measured) return null;
  return (
    <section id="rationales">
      <SectionHead
        title="Agreement with rationales"
        remark={`words that decide the label, found by ${measured.label}; %, with 95 % intervals over texts`}
      />
      {measured.curves.evaluation!.rationales.map(({ title, remark, heads, rows }) => (
        <ScrollingTable caption={`${title}, ${remark}`} showsCaption heads={heads} rows={rows} />
      ))}
    </section>
  );
}
