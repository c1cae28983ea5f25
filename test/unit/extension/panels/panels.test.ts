import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebviewPanel } from 'vscode';
import { Panels } from '../../../../src/extension/panels/panels.ts';
import { newPanel } from '../fakeStudio.ts';
import { editor, ViewColumn } from '../vscodeStub.ts';

interface State {
  readonly key: string;
  readonly text: string;
}

const show = vi.fn<(state: State) => void>();
const create = vi.fn<(panel: WebviewPanel, state: State) => { show: typeof show }>(() => ({ show }));
let panels: Panels<State>;

beforeEach(() => {
  vi.clearAllMocks();
  panels = new Panels<State>({
    viewType: 'safr.sweep',
    place: () => ViewColumn.Active,
    keyOf: ({ key }) => key,
    restore: (kept) => (kept === 'a state' ? { key: 'a', text: 'kept' } : undefined),
    create,
  });
});

describe('panels of one kind', () => {
  it('are one per key: opened, then brought to the front with the new state', () => {
    panels.open({ key: 'a', text: '1' });
    panels.open({ key: 'b', text: '2' });
    panels.open({ key: 'a', text: '3' });
    expect(editor.panels.map(({ viewType }) => viewType)).toEqual(['safr.sweep', 'safr.sweep']);
    expect(create.mock.calls.map(([, state]) => state.text)).toEqual(['1', '2']);
    expect(show).toHaveBeenCalledExactlyOnceWith({ key: 'a', text: '3' });
  });

  it('are created again once closed', () => {
    panels.open({ key: 'a', text: '1' });
    editor.panels[0]!.dispose();
    panels.open({ key: 'a', text: '2' });
    expect(create).toHaveBeenCalledTimes(2);
  });

  it('come back after a reload of the window, and are then the ones of their keys', async () => {
    await panels.deserializeWebviewPanel(newPanel().asPanel, 'a state');
    panels.open({ key: 'a', text: 'again' });
    expect(create).toHaveBeenCalledOnce();
    expect(show).toHaveBeenCalledOnce();
  });

  it('are closed where their state cannot be shown again', async () => {
    const panel = newPanel();
    const closed = vi.fn();
    panel.onDidDispose(closed);
    await panels.deserializeWebviewPanel(panel.asPanel, { of: 'another version' });
    expect(closed).toHaveBeenCalledOnce();
    expect(create).not.toHaveBeenCalled();
  });
});
