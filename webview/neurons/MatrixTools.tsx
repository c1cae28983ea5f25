import type { ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { SmallButton } from '../shared/Button.tsx';
import { scaleGradient } from './activationScale.ts';

const zoomStep = 1.5;

/** The scale of the colors, from 0 to the largest value. */
export function Scale({ isDark, largest }: { readonly isDark: boolean; readonly largest: string }) {
  return (
    <span class="scale muted">
      0<i aria-hidden="true" style={{ background: scaleGradient(isDark) }} />
      <span>{largest}</span>
    </span>
  );
}

interface ZoomButtonsProps {
  /** What the whole of the matrix has. */
  readonly what: string;
  readonly view: RefObject<{ zoom(factor: number): void; fit(): void } | null>;
}

export function ZoomButtons({ what, view }: ZoomButtonsProps) {
  return (
    <span class="zoom">
      <SmallButton name="Zoom out (−)" onClick={() => view.current?.zoom(1 / zoomStep)}>
        −
      </SmallButton>
      <SmallButton name="Zoom in (+)" onClick={() => view.current?.zoom(zoomStep)}>
        +
      </SmallButton>
      <SmallButton name={`Fit all ${what} (0)`} onClick={() => view.current?.fit()}>
        Fit
      </SmallButton>
    </span>
  );
}

interface ReadOutProps<Spot> {
  /** What the pointer or the keyboard's cursor is on, whichever moved last; null: nothing. */
  readonly pointed: ReadonlySignal<Spot | null>;
  /** What the keyboard's cursor is on, which screen readers say. */
  readonly cursor: ReadonlySignal<Spot | null>;
  readonly textOf: (spot: Spot) => string;
  /** Shown where there is no spot. */
  readonly hint: string;
}

/** A line that says what a spot of a matrix is; drawn by itself, so that the pointer redraws nothing else. */
export function ReadOut<Spot>({ pointed, cursor, textOf, hint }: ReadOutProps<Spot>) {
  return (
    <>
      <p class="readout">{pointed.value === null ? hint : textOf(pointed.value)}</p>
      <p class="unseen" aria-live="polite">
        {cursor.value !== null && textOf(cursor.value)}
      </p>
    </>
  );
}
