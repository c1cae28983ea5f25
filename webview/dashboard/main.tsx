import './dashboard.css';
import {
  dashboardVersion,
  toDashboard,
  type DashboardState,
  type FromDashboard,
} from '../../src/protocol/dashboard.ts';
import { Host } from '../shared/host.ts';
import { mount } from '../shared/mount.tsx';
import { Dashboard } from './Dashboard.tsx';
import { DashboardModel } from './dashboardModel.ts';

const host = new Host<FromDashboard, DashboardState>();
const model = new DashboardModel();

mount(<Dashboard model={model} send={(message) => host.send(message)} />);
host.listen(toDashboard, (message) => {
  if (message.kind === 'overview') host.keep(message.state);
  model.receive(message);
});
host.send({ kind: 'ready', version: dashboardVersion });
