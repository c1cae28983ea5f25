/** The order of a table: by a column, or null for that in which its rows come. */
type Sort = { readonly column: string; readonly descending: boolean } | null;

interface SortHeadProps {
  readonly name: string;
  readonly help: string;
  /** As in `sort`. */
  readonly column: string;
  readonly sort: Sort;
  readonly class?: string | undefined;
  readonly onClick: () => void;
}

const arrows = { none: '', descending: ' ↓', ascending: ' ↑' } as const;

/** The head of a column that sorts the table when it is clicked. */
export function SortHead({ name, help, column, sort, onClick, ...rest }: SortHeadProps) {
  const order = sort?.column !== column ? 'none' : sort.descending ? 'descending' : 'ascending';
  return (
    <div role="columnheader" aria-sort={order} class={rest.class} title={help}>
      <button class="sort" onClick={onClick}>
        {name}
        <span aria-hidden="true">{arrows[order]}</span>
      </button>
    </div>
  );
}
