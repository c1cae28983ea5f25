/** Shapes on a grid of 16 × 16, drawn in the colour of the text. */
const shapes = {
  train: 'M4 2.5v11l9-5.5z',
  resume: 'M3 2.5h2v11H3zM7 2.5v11l7-5.5z',
  stop: 'M3.5 3.5h9v9h-9z',
  evaluate: 'M6 1.5h4v1H9.5V6l4 7.2-.6 1.3H3.1l-.6-1.3L6.5 6V2.5H6zM7.5 6.3 5.6 9.7h4.8L8.5 6.3V2.5h-1z',
  neurons: 'M2 2h12v12H2zM3 3v4.5h4.5V3zM8.5 3v4.5H13V3zM8.5 8.5V13H13V8.5z',
  folder: 'M1.5 3h5l1.5 1.5h6.5V13h-13zM2.5 4v8h11V5.5h-6L6 4z',
  close: 'M3.7 3 8 7.3 12.3 3l.7.7L8.7 8l4.3 4.3-.7.7L8 8.7 3.7 13l-.7-.7L7.3 8 3 3.7z',
  warning: 'M7.6 1.5h.8L15 13.3l-.5.9h-13l-.5-.9zM8 2.8 2.3 13.1h11.4zM7.5 6h1v4h-1zM7.5 11h1v1h-1z',
  previous: 'M10.3 3l-5 5 5 5 .7-.7L6.7 8 11 3.7z',
  next: 'M5.7 3l5 5-5 5-.7-.7L9.3 8 5 3.7z',
  pin: 'M5 1.5h6v1H10v4l2 2v1H8.5v5h-1v-5H4v-1l2-2v-4H5z',
} as const;
export type IconName = keyof typeof shapes;

/** `slot`: of the toolkit's element that it stands in. */
export function Icon({ name, slot }: { name: IconName; slot?: string }) {
  return (
    <svg {...(slot ? { slot } : {})} viewBox="0 0 16 16" width={16} height={16} aria-hidden="true">
      <path d={shapes[name]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}
