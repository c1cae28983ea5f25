import { Ending } from '../shared/Ending.tsx';
import type { DataTableModel, Send } from './dataTableModel.ts';
import { Detail } from './Detail.tsx';
import { Grid } from './Grid.tsx';
import { Header } from './Header.tsx';

export function DataTable({ model, send }: { model: DataTableModel; send: Send }) {
  if (model.isOutdated.value) {
    return <Ending>SAFR Studio was updated: close this editor and open it again.</Ending>;
  }
  const table = model.table.value;
  if (!table) return null;
  return (
    <>
      <Header table={table} send={send} />
      <main>
        <Grid model={model} table={table} send={send} />
        <Detail model={model} table={table} send={send} />
      </main>
    </>
  );
}
