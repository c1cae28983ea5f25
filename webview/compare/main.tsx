import './compare.css';
import {
  compareVersion,
  toComparePanel,
  type CompareState,
  type FromComparePanel,
} from '../../src/protocol/compare.ts';
import { Host } from '../shared/host.ts';
import { mount } from '../shared/mount.tsx';
import { CompareModel } from './compareModel.ts';
import { ComparePanel } from './ComparePanel.tsx';

const host = new Host<FromComparePanel, CompareState>();
const model = new CompareModel(host);
mount(<ComparePanel model={model} />);
host.listen(toComparePanel, (message) => model.receive(message));
host.send({ kind: 'ready', version: compareVersion });
