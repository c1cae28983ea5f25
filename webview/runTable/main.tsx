import './runTable.css';
import {
  keptRunTable,
  runTableVersion,
  toRunTable,
  type FromRunTable,
  type KeptRunTable,
} from '../../src/protocol/runTable.ts';
import { Host } from '../shared/host.ts';
import { mount } from '../shared/mount.tsx';
import { keepPlace } from '../shared/virtual/keepPlace.ts';
import { RunTable } from './RunTable.tsx';
import { RunTableModel, type Send } from './runTableModel.ts';

const host = new Host<FromRunTable, KeptRunTable>();
const send: Send = (message) => {
  if (message.kind !== 'view') model.stopRestoring();
  host.send(message);
};
const model = new RunTableModel(send);

mount(<RunTable model={model} send={send} />);
host.listen(toRunTable, (message) => model.receive(message));
const { data: kept } = keptRunTable.safeParse(host.kept());
if (kept) model.restore(kept.state, kept.place);
keepPlace(model, ({ state }, place) => host.keep({ state, place }));
host.send({ kind: 'ready', version: runTableVersion });
