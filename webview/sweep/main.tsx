import './sweep.css';
import { sweepVersion, toSweep, type FromSweep, type SweepPanelState } from '../../src/protocol/sweep.ts';
import { Host } from '../shared/host.ts';
import { mount } from '../shared/mount.tsx';
import { Sweep } from './Sweep.tsx';
import { SweepModel } from './sweepModel.ts';

const host = new Host<FromSweep, SweepPanelState>();
const model = new SweepModel();

mount(<Sweep model={model} send={(message) => host.send(message)} />);
host.listen(toSweep, (message) => {
  if (message.kind === 'overview') host.keep(message.state);
  model.receive(message);
});
host.send({ kind: 'ready', version: sweepVersion });
