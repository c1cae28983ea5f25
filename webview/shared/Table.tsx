import type { ComponentChildren } from 'preact';

type Cells = readonly ComponentChildren[];

interface TableProps {
  readonly caption: string;
  /** Whether the caption is seen; screen readers always have it. */
  readonly showsCaption?: boolean;
  readonly class?: string;
  /** One per column; '' where the cells say what they are. */
  readonly heads: Cells;
  readonly rows: readonly Cells[];
  /** How many of the first columns name a row. */
  readonly names?: number;
  /** CSS classes of the columns. */
  readonly columnClasses?: readonly string[];
}

/** A table of figures. */
export function Table({ caption, showsCaption, heads, rows, names = 1, columnClasses = [], ...rest }: TableProps) {
  const headOf = (head: ComponentChildren, i: number) =>
    head === '' ? (
      <td />
    ) : (
      <th scope="col" class={columnClasses[i]}>
        {head}
      </th>
    );
  const cellOf = (cell: ComponentChildren, i: number) =>
    i < names ? (
      <th scope="row" class={columnClasses[i]}>
        {cell}
      </th>
    ) : (
      <td class={columnClasses[i]}>{cell}</td>
    );
  return (
    <table class={rest.class ? `figures ${rest.class}` : 'figures'}>
      <caption class={showsCaption ? 'muted' : 'unseen'}>{caption}</caption>
      <thead>
        <tr>{heads.map(headOf)}</tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr>{cells.map(cellOf)}</tr>
        ))}
      </tbody>
    </table>
  );
}

/** What may be wider than the panel: scrolls by itself, also with the keyboard. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}

export function ScrollingTable(props: TableProps) {
  return (
    <Scroll label={props.caption}>
      <Table {...props} />
    </Scroll>
  );
}
