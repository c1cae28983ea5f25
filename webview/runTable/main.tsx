import './runTable.css';
import { runTableVersion, toRunTable, type FromRunTable, type RunTableState } from '../../src/protocol/runTable.ts';
import { Host } from '../shared/host.ts';
import { mount } from '../shared/mount.tsx';
import { RunTable } from './RunTable.tsx';
import { RunTableModel, type Send } from './runTableModel.ts';

const host = new Host<FromRunTable, RunTableState>();
const send: Send = (message) => host.send(message);
const model = new RunTableModel(send);

mount(<RunTable model={model} send={send} />);
host.listen(toRunTable, (message) => {
  if (message.kind === 'table') host.keep(message.state);
  model.receive(message);
});
host.send({ kind: 'ready', version: runTableVersion });
