interface ProgressBarProps {
  /** Whether something is in progress: else only its room is kept. */
  readonly active: boolean;
  /** Share done, 0 to 1; null: unknown. */
  readonly share: number | null;
}

export function ProgressBar({ active, share }: ProgressBarProps) {
  const classes = ['progress', active && 'going', active && share === null && 'unknown'];
  const now = share === null ? {} : { 'aria-valuenow': Math.round(100 * share) };
  return (
    <div class={classes.filter(Boolean).join(' ')} role="progressbar" aria-label="Progress" {...now}>
      <div class="bar" style={{ width: share === null ? '' : `${100 * share}%` }} />
    </div>
  );
}
