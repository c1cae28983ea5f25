import type { Chart } from 'chart.js';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Draws on a canvas by a new chart, or by the one that it has. */
export type Draw<C> = (canvas: HTMLCanvasElement, chart: C | null) => C;

/**
 * The canvas of a chart, drawn whenever `draw` is another function than the one that drew it, but only while it is in
 * view: what nobody sees is drawn when it comes into view.
 */
export function useChart<C extends Pick<Chart, 'destroy'>>(draw: Draw<C>): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<C | null>(null);
  const drawnBy = useRef<Draw<C> | null>(null);
  const inView = useInView(canvas);
  useLayoutEffect(() => {
    if (!inView || drawnBy.current === draw) return;
    chart.current = draw(canvas.current!, chart.current);
    drawnBy.current = draw;
  }, [inView, draw]);
  useEffect(() => () => chart.current?.destroy(), []);
  return canvas;
}

function useInView(element: RefObject<Element | null>): boolean {
  const [inView, setInView] = useState(false);
  useLayoutEffect(() => {
    const observer = new IntersectionObserver((entries) => setInView(entries.at(-1)!.isIntersecting));
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return inView;
}
