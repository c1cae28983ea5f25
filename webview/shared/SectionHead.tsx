/** What a section shows, and a remark. */
export function SectionHead({ title, remark }: { title: string; remark: string }) {
  return (
    <header class="section">
      <h2>{title}</h2>
      <p class="muted">{remark}</p>
    </header>
  );
}
