import type { ComponentChildren } from 'preact';
import { ChartCard, type ExportedFile } from '../shared/ChartCard.tsx';
import { SectionHead } from '../shared/SectionHead.tsx';
import type { SectionPlan } from './chartPlans.ts';
import type { ShownRun } from './plots.ts';

interface ChartSectionProps extends SectionPlan {
  readonly runs: readonly ShownRun[];
  readonly save: (file: ExportedFile) => void;
  /** Follows the first chart. */
  readonly children?: ComponentChildren;
}

export function ChartSection({ id, title, remark, charts, runs, save, children }: ChartSectionProps) {
  const shown = charts.filter(({ isShown }) => isShown?.(runs) ?? true);
  const [first, ...others] = shown.map(({ form, plot, whyEmpty }) => (
    <ChartCard key={form.name} form={form} plot={plot(runs)} whyEmpty={whyEmpty(runs)} save={save} />
  ));
  return (
    <section id={id}>
      <SectionHead title={title} remark={remark} />
      <div class={`cards of${shown.length}`}>
        {first}
        {children}
        {others}
      </div>
    </section>
  );
}
