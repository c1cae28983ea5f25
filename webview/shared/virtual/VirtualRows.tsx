import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { rowAfter } from './rowAfter.ts';
import { ScrollMap } from './scrollMap.ts';

/** In pixels, as in virtual.css. */
const [rowPx, headPx] = [24, 28];
/** Rows drawn above and below those in view, and most rows drawn. */
const [overscan, maxDrawn] = [4, 160];

/** A row as it is drawn. */
export interface DrawnRow {
  readonly class?: string;
  readonly isSelected?: boolean;
  readonly isExpanded?: boolean | undefined;
  readonly level?: number | undefined;
  /** For VS Code's menu of the row, as JSON. */
  readonly context?: string | undefined;
  readonly cells: ComponentChildren;
}

interface VirtualRowsProps {
  readonly label: string;
  /** Whether rows have levels and can be expanded. */
  readonly isTree?: boolean;
  readonly count: number;
  /** CSS widths of the columns. */
  readonly columns: string;
  readonly columnCount: number;
  /** The heads of the columns, `columnheader`s. */
  readonly heads: ComponentChildren;
  /** Of a row that has not come yet: null. */
  readonly rowAt: (index: number) => DrawnRow | null;
  /** Index of the row that keys act on. */
  readonly current: Signal<number>;
  /** Index of the first row in view: set here. */
  readonly first: Signal<number>;
  /** The row to scroll to, so that it is the first in view; null: none. Set to null once that is done. */
  readonly jump: Signal<number | null>;
  readonly onView: (first: number, last: number) => void;
  readonly onClick?: (index: number, event: MouseEvent) => void;
  readonly onDoubleClick: (index: number) => void;
  /** Keys that do not move. Returns whether the key did anything. */
  readonly onKey: (event: KeyboardEvent, index: number) => boolean;
  /** After a key moved from a row to another. */
  readonly onMove?: (from: number, to: number, event: KeyboardEvent) => void;
}

/** The rows in view: from `first` to `last` (exclusive); row i is at i · rowPx + offsetPx, in the element with the key i − keyOffset. */
interface View {
  readonly first: number;
  readonly last: number;
  readonly offsetPx: number;
  readonly keyOffset: number;
}

/**
 * A grid of any number of rows, of which those in view are in the document. It is one tab stop: arrows, Page Up and Down, Home and End move the
 * current row.
 */
export function VirtualRows(props: VirtualRowsProps) {
  const { label, count, columns, columnCount, heads, rowAt, current, onClick, onDoubleClick } = props;
  const { scroller, view, heightPx, reveal } = useView(props);
  const at = Math.min(current.value, count - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = Math.min(current.peek(), count - 1); // keys come faster than rows are drawn
    const pageRows = Math.max(1, Math.floor((scroller.current!.clientHeight - headPx) / rowPx) - 1);
    const to = rowAfter(event.key, at, count, pageRows);
    if (to === null) {
      if (props.onKey(event, at)) event.preventDefault();
      return;
    }
    event.preventDefault();
    current.value = to;
    reveal(to);
    props.onMove?.(at, to, event);
  };
  const indices = Array.from({ length: Math.max(0, view.last - view.first) }, (_, i) => view.first + i);
  const isDrawn = at >= view.first && at < view.last;
  return (
    <div
      ref={scroller}
      class="virtual"
      role={props.isTree ? 'treegrid' : 'grid'}
      tabIndex={0}
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columnCount}
      aria-multiselectable="true"
      aria-readonly="true"
      aria-activedescendant={isDrawn ? `row-${at}` : undefined}
      style={{ '--columns': columns }}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" class="head">
        <div role="row" class="cells" aria-rowindex={1}>
          {heads}
        </div>
      </div>
      <div role="rowgroup" class="body" style={{ height: `${heightPx}px` }}>
        {indices.map((index) => {
          const row = rowAt(index);
          return (
            <div
              key={index - view.keyOffset}
              id={`row-${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={row?.isSelected ?? false}
              aria-expanded={row?.isExpanded}
              aria-level={row?.level}
              class={['cells', index === at && 'current', row?.class].filter(Boolean).join(' ')}
              style={{ top: `${index * rowPx + view.offsetPx}px` }}
              data-vscode-context={row?.context}
              onClick={(event) => {
                current.value = index;
                onClick?.(index, event);
              }}
              onDblClick={() => onDoubleClick(index)}
            >
              {row?.cells ?? <span role="gridcell" />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Rows that stay in view keep their elements; after a jump, the other rows take over the elements, which is faster than making new ones. */
function keyOffsetAt(first: number, last: number, old: View): number {
  const overlaps = first < old.last && last > old.first;
  return overlaps ? old.keyOffset : first - (old.first - old.keyOffset);
}

/** Follows the scroll position and the size of the element. */
function useView({ count, onView, first: firstInView, jump }: VirtualRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const position = useRef({ top: 0, scroll: 0 });
  const [view, setView] = useState<View>({ first: 0, last: 0, offsetPx: 0, keyOffset: 0 });
  const [viewPx, setViewPx] = useState(0);
  const map = new ScrollMap(count * rowPx, viewPx);
  const follow = () => {
    const { scrollTop } = scroller.current!;
    const { top, scroll } = position.current;
    if (scrollTop !== scroll) position.current = { top: map.moved(top, scroll, scrollTop), scroll: scrollTop };
    draw();
  };
  const draw = () => {
    const { top, scroll } = position.current;
    const inView = Math.ceil(map.viewPx / rowPx);
    firstInView.value = Math.round(top / rowPx);
    const first = Math.max(0, Math.floor(top / rowPx) - overscan);
    const last = Math.min(count, first + Math.min(maxDrawn, inView + 2 * overscan));
    const offsetPx = map.heightPx === map.contentPx ? 0 : Math.round(scroll - top);
    onView(first, last);
    setView((old) =>
      old.first === first && old.last === last && old.offsetPx === offsetPx
        ? old
        : { first, last, offsetPx, keyOffset: keyOffsetAt(first, last, old) },
    );
  };
  /** After the scrolling: the bar shows where the content is. */
  const settle = () => {
    const scroll = Math.round(map.scrollAt(position.current.top));
    if (map.heightPx === map.contentPx || scroll === position.current.scroll) return;
    position.current.scroll = scroll;
    scroller.current!.scrollTop = scroll;
    draw();
  };
  const reveal = (index: number) => {
    const [start, end] = [index * rowPx, (index + 1) * rowPx];
    const { top } = position.current;
    scrollTo(start < top ? start : end > top + map.viewPx ? end - map.viewPx : top);
  };
  const scrollTo = (to: number) => {
    if (to === position.current.top) return;
    position.current = { top: to, scroll: Math.round(map.scrollAt(to)) };
    scroller.current!.scrollTop = position.current.scroll;
    draw();
  };
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setViewPx(Math.max(0, entry!.target.clientHeight - headPx)));
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(follow, [count, viewPx]);
  useLayoutEffect(() => {
    if (jump.value === null || viewPx === 0) return;
    scrollTo(jump.value * rowPx);
    jump.value = null;
  }, [jump.value, viewPx]);
  useLayoutEffect(() => {
    const element = scroller.current!;
    element.addEventListener('scroll', follow, { passive: true });
    element.addEventListener('scrollend', settle);
    return () => {
      element.removeEventListener('scroll', follow);
      element.removeEventListener('scrollend', settle);
    };
  });
  return { scroller, view, heightPx: map.heightPx, reveal };
}
