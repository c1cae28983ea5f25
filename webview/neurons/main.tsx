import './layout.css';
import {
  neuronsToPanel,
  neuronsVersion,
  type NeuronsFromPanel,
  type NeuronsState,
} from '../../src/protocol/neurons.ts';
import { Host } from '../shared/host.ts';
import { mount } from '../shared/mount.tsx';
import { NeuronPanel } from './NeuronPanel.tsx';
import { NeuronsModel } from './neuronsModel.ts';
import './pages.css';
import './parts.css';

const host = new Host<NeuronsFromPanel, NeuronsState>();
const model = new NeuronsModel(host);
mount(<NeuronPanel model={model} />);
host.listen(neuronsToPanel, (message) => model.receive(message));
host.send({ kind: 'ready', version: neuronsVersion });
