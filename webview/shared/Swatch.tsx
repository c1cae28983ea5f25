/** The markers of chart.js as paths on a grid of 24 × 10, centred. */
const shapes = [
  'M9 5a3 3 0 1 0 6 0a3 3 0 1 0-6 0z',
  'M9.2 2.2h5.6v5.6H9.2z',
  'M12 1.5l3.4 6H8.6z',
  'M12 1l4 4-4 4-4-4z',
  'M9 2l6 6M15 2l-6 6',
  'M12 1v8M8 5h8M9.2 2.2l5.6 5.6M14.8 2.2l-5.6 5.6',
];

/** A piece of a run's line with its marker, as the charts draw it. */
export function Swatch({ slot }: { slot: number }) {
  const style = { color: `var(--safr-run-${slot + 1})` };
  return (
    <svg class="swatch" viewBox="0 0 24 10" width={24} height={10} aria-hidden="true" style={style}>
      <path d="M0 5h24" stroke="currentColor" stroke-width={1.5} />
      <path d={shapes[slot]} fill="currentColor" stroke="currentColor" />
    </svg>
  );
}
