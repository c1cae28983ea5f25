import './dashboard.css';
import { effect } from '@preact/signals';
import {
  dashboardState,
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

const { data: kept } = dashboardState.safeParse(host.kept());
if (kept?.curves) model.curveSettings.value = kept.curves;
effect(() => {
  const state = model.overview.value?.state;
  if (state) host.keep({ ...state, curves: model.curveSettings.value });
});
mount(<Dashboard model={model} send={(message) => host.send(message)} />);
host.listen(toDashboard, (message) => model.receive(message));
host.send({ kind: 'ready', version: dashboardVersion });
