import type { DataTableState, FromDataTable } from '../../../protocol/dataTable.ts';

export type DataTableChange = Extract<
  FromDataTable,
  { readonly kind: 'search' | 'label' | 'slice' | 'onlyWrong' | 'sort' | 'restore' }
>;

/** The state of the table after the user changed what it shows. */
export function changedState(state: DataTableState, change: DataTableChange): DataTableState {
  switch (change.kind) {
    case 'search':
      return { ...state, search: change.text };
    case 'label':
      return { ...state, label: change.label };
    case 'slice':
      return { ...state, slice: change.slice };
    case 'restore':
      return change.state;
    case 'onlyWrong':
      return { ...state, onlyWrong: change.on };
    case 'sort':
      return { ...state, sort: nextSort(state.sort, change.column) };
  }
}

/** The least certain and the most wrong are looked for first. */
function nextSort(sort: DataTableState['sort'], column: 'margin' | 'error'): DataTableState['sort'] {
  const first = column === 'error';
  if (sort?.column !== column) return { column, descending: first };
  return sort.descending === first ? { column, descending: !first } : null;
}
