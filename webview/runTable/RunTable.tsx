import { Ending } from '../shared/Ending.tsx';
import { Grid } from './Grid.tsx';
import { Header } from './Header.tsx';
import type { RunTableModel, Send } from './runTableModel.ts';

export function RunTable({ model, send }: { model: RunTableModel; send: Send }) {
  if (model.isOutdated.value) {
    return <Ending>SAFR Studio was updated: close this panel and open it again.</Ending>;
  }
  const table = model.table.value;
  if (!table) return null;
  if (table.total === 0) return <Ending>There are no runs in this workspace yet.</Ending>;
  return (
    <>
      <Header table={table} send={send} />
      <main>
        <Grid model={model} table={table} send={send} />
      </main>
    </>
  );
}
