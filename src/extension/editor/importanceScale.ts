/** Shaded steps of importance; below the first step there is no shading. */
export const importanceSteps = 8;

/** Amber: far from the colours of selections, errors and matches. */
const hue = '#d97706';
/** Of the highest step; text on it keeps a contrast of 4.5 in dark and light themes. */
const maxAlpha = 0.5;

/**
 * Background colours of the steps 1 … 8 as #rrggbbaa, in equal steps of opacity over the theme's own background, so that one scale works
 * in dark, light and high contrast themes.
 */
export const importanceColors: readonly string[] = Array.from({ length: importanceSteps }, (_, i) => {
  const alpha = Math.round((255 * maxAlpha * (i + 1)) / importanceSteps);
  return `${hue}${alpha.toString(16).padStart(2, '0')}`;
});

/** The step of a keep probability: 0 (not shaded) … 8. */
export function importanceStep(keep: number): number {
  return Math.round(keep * importanceSteps);
}
