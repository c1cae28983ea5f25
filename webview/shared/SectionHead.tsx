import type { ComponentChildren } from 'preact';

interface SectionHeadProps {
  readonly title: string;
  readonly remark: string;
  /** Controls of the section. */
  readonly children?: ComponentChildren;
}

/** What a section shows, and a remark. */
export function SectionHead({ title, remark, children }: SectionHeadProps) {
  return (
    <header class="section">
      <h2>{title}</h2>
      <p class="muted">{remark}</p>
      {children}
    </header>
  );
}
