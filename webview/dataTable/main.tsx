import './dataTable.css';
import {
  dataTableVersion,
  toDataTable,
  type DataTableState,
  type FromDataTable,
} from '../../src/protocol/dataTable.ts';
import { Host } from '../shared/host.ts';
import { mount } from '../shared/mount.tsx';
import { DataTable } from './DataTable.tsx';
import { DataTableModel, type Send } from './dataTableModel.ts';

const host = new Host<FromDataTable, DataTableState>();
const send: Send = (message) => host.send(message);
const model = new DataTableModel(send);

mount(<DataTable model={model} send={send} />);
host.listen(toDataTable, (message) => model.receive(message));
host.send({ kind: 'ready', version: dataTableVersion });
