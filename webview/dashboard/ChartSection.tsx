import type { ComponentChildren } from 'preact';
import type { CurveSettings } from '../../src/protocol/dashboard.ts';
import { ChartCard, type ExportedFile } from '../shared/ChartCard.tsx';
import { SectionHead } from '../shared/SectionHead.tsx';
import type { SectionPlan } from './chartPlans.ts';
import type { ShownRun } from './plots.ts';

interface ChartSectionProps extends SectionPlan {
  readonly runs: readonly ShownRun[];
  readonly save: (file: ExportedFile) => void;
  /** How the charts over training steps are drawn. */
  readonly settings?: CurveSettings;
  /** In the head of the section. */
  readonly controls?: ComponentChildren;
  /** Follows the first chart. */
  readonly children?: ComponentChildren;
}

export function ChartSection(props: ChartSectionProps) {
  const { id, title, remark, charts, runs, save, settings, controls, children } = props;
  const shown = charts.filter(({ isShown }) => isShown?.(runs) ?? true);
  const [first, ...others] = shown.map(({ form, plot, whyEmpty }) => (
    <ChartCard
      key={form.name}
      form={form}
      plot={plot(runs)}
      {...(settings && form.xTitle === 'step' && { settings })}
      whyEmpty={whyEmpty(runs)}
      save={save}
    />
  ));
  return (
    <section id={id}>
      <SectionHead title={title} remark={remark}>
        {controls}
      </SectionHead>
      <div class={`cards of${shown.length}`}>
        {first}
        {children}
        {others}
      </div>
    </section>
  );
}
