import './dataTable.css';
import {
  dataTableVersion,
  keptDataTable,
  toDataTable,
  type FromDataTable,
  type KeptDataTable,
} from '../../src/protocol/dataTable.ts';
import { Host } from '../shared/host.ts';
import { mount } from '../shared/mount.tsx';
import { keepPlace } from '../shared/virtual/keepPlace.ts';
import { DataTable } from './DataTable.tsx';
import { DataTableModel, type Send } from './dataTableModel.ts';

const host = new Host<FromDataTable, KeptDataTable>();
const send: Send = (message) => {
  if (message.kind !== 'view') model.stopRestoring();
  host.send(message);
};
const model = new DataTableModel(send);

mount(<DataTable model={model} send={send} />);
host.listen(toDataTable, (message) => model.receive(message));
host.send({ kind: 'ready', version: dataTableVersion });
const { data: kept } = keptDataTable.safeParse(host.kept());
if (kept) {
  model.restore(kept.state, kept.place);
  host.send({ kind: 'restore', state: kept.state });
}
keepPlace(model, ({ state }, place) => host.keep({ state, place }));
