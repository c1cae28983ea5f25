import type { Cell } from './viewport.ts';

/** What is under a point of the canvas: a cell, or the name of a row or column. */
export type Spot = { readonly cell: Cell } | { readonly row: number } | { readonly column: number } | null;

/** What the pointer does to a matrix; positions in pixels of the canvas. */
export interface PointerMoves {
  spotAt(x: number, y: number): Spot;
  pan(byX: number, byY: number): void;
  /** Returns whether there was anything to zoom. */
  zoom(factor: number, x: number, y: number): boolean;
  hover(spot: Spot): void;
  choose(spot: Spot): void;
}

/** A press that moves by no more pixels is a click. */
const maxClickMovePx = 3;
/** Logarithm of the zoom factor per pixel of the wheel. Browsers report a pinch as a wheel with Ctrl, in smaller steps. */
const wheelZoom = 0.0025;
const pinchZoom = 0.01;

/** Drag to move, wheel and pinch to zoom, Shift and wheel to move sideways, click to choose. */
export function listenToPointer(canvas: HTMLCanvasElement, moves: PointerMoves): void {
  let drag: { x: number; y: number; isMoving: boolean } | null = null;
  canvas.addEventListener('pointerdown', ({ offsetX, offsetY, button, pointerId }) => {
    if (button !== 0) return;
    drag = { x: offsetX, y: offsetY, isMoving: false };
    canvas.setPointerCapture(pointerId);
  });
  canvas.addEventListener('pointermove', ({ offsetX: x, offsetY: y }) => {
    if (!drag) return moves.hover(moves.spotAt(x, y));
    if (!drag.isMoving && Math.hypot(x - drag.x, y - drag.y) < maxClickMovePx) return;
    moves.pan(drag.x - x, drag.y - y);
    drag = { x, y, isMoving: true };
    canvas.classList.add('moving');
  });
  canvas.addEventListener('pointerup', ({ offsetX, offsetY }) => {
    if (drag && !drag.isMoving) moves.choose(moves.spotAt(offsetX, offsetY));
    drag = null;
    canvas.classList.remove('moving');
  });
  canvas.addEventListener('pointercancel', () => (drag = null));
  canvas.addEventListener('pointerleave', () => moves.hover(null));
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        return moves.pan(event.deltaX || event.deltaY, 0);
      }
      const factor = Math.exp(-event.deltaY * (event.ctrlKey ? pinchZoom : wheelZoom));
      // Where all is shown already, the wheel scrolls the panel.
      if (moves.zoom(factor, event.offsetX, event.offsetY)) event.preventDefault();
    },
    { passive: false },
  );
}
