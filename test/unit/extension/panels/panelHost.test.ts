import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { UserError } from '../../../../src/common/userError.ts';
import { PanelHost, type PanelOptions } from '../../../../src/extension/panels/panelHost.ts';
import { eventually, fakeStudio, newPanel } from '../fakeStudio.ts';
import { editor, type PanelStub } from '../vscodeStub.ts';

const fromPanel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready'), version: z.int() }),
  z.strictObject({ kind: z.literal('ask'), text: z.string() }),
]);
type In = z.output<typeof fromPanel>;
interface Out {
  readonly kind: 'answer';
  readonly text: string;
}

let panel: PanelStub;
const ready = { kind: 'ready', version: 3 };
const answer = (text: string): Out => ({ kind: 'answer', text });
const { fakes, studio } = fakeStudio();

function host(options: Partial<PanelOptions<In>> = {}): PanelHost<In, Out> {
  const own = { name: 'sweep', title: 'A Panel', version: 3, fromPanel } as const;
  const handlers = { onReady: () => undefined, onMessage: () => undefined };
  return new PanelHost<In, Out>(studio, panel.asPanel, { ...own, ...handlers, ...options });
}
const shownError = (text: string) =>
  eventually(() => expect(editor.messages).toMatchObject([{ severity: 'error', text: expect.stringContaining(text) }]));

beforeEach(() => {
  panel = newPanel();
});

describe('a panel', () => {
  it('loads its page with scripts and styles of the extension only', () => {
    host();
    expect(panel.title).toBe('A Panel');
    expect(panel.webview.options).toMatchObject({
      enableScripts: true,
      localResourceRoots: [{ path: '/extension/dist/webview' }],
    });
    expect(panel.webview.html).toMatch(/default-src 'none'; script-src 'nonce-[^']+'; style-src https:\/\/csp.test/);
    expect(panel.webview.html).toContain('/extension/dist/webview/sweep.js');
  });

  it('is sent nothing before its page is ready', async () => {
    const panelHost = host({ onReady: () => panelHost.send(answer('hello')) });
    panelHost.send(answer('early'));
    panel.receive(ready);
    await eventually(() => expect(panel.sent).toEqual([answer('hello')]));
  });

  it('of another version is told so and sent nothing else', async () => {
    const onReady = vi.fn();
    const panelHost = host({ onReady });
    panel.receive({ ...ready, version: 2 });
    await eventually(() => expect(panel.sent).toEqual([{ kind: 'outdated' }]));
    panelHost.send(answer('late'));
    expect(panel.sent).toHaveLength(1);
    expect(onReady).not.toHaveBeenCalled();
  });

  it('is ready again after it was hidden and shown', async () => {
    const onReady = vi.fn();
    const panelHost = host({ onReady });
    panel.receive(ready);
    await eventually(() => expect(panelHost.isReady).toBe(true));
    panel.setVisible(false);
    expect(panelHost.isReady).toBe(false);
    panelHost.send(answer('hidden'));
    panel.setVisible(true);
    panel.receive(ready);
    await eventually(() => expect(onReady).toHaveBeenCalledTimes(2));
    expect(panel.sent).toEqual([]);
  });

  it('is not ready before it is prepared, nor when it was hidden meanwhile', async () => {
    let prepared: () => void = () => undefined;
    const onReady = vi.fn();
    const panelHost = host({ onReady, prepare: () => new Promise<void>((resolve) => (prepared = resolve)) });
    panel.receive(ready);
    panel.setVisible(false);
    prepared();
    await Promise.resolve();
    expect(panelHost.isReady).toBe(false);
    panel.setVisible(true);
    panel.receive(ready);
    expect(panelHost.isReady).toBe(false);
    prepared();
    await eventually(() => expect(onReady).toHaveBeenCalledTimes(1));
  });
});

describe('a message of the page', () => {
  it('reaches the handler where it has the form of the protocol', () => {
    const onMessage = vi.fn();
    host({ onMessage });
    panel.receive({ kind: 'ask', text: 'why' });
    expect(onMessage).toHaveBeenCalledExactlyOnceWith({ kind: 'ask', text: 'why' });
  });

  it('of an unknown form is refused, and the user sees that', async () => {
    const onMessage = vi.fn();
    host({ onMessage });
    panel.receive({ kind: 'sing' });
    await shownError('the panel sent a message of an unknown form');
    expect(onMessage).not.toHaveBeenCalled();
  });

  it.each([
    [
      'throws',
      () => {
        throw new UserError('no such run', 'Train one.');
      },
    ],
    [
      'rejects',
      async () => {
        throw new UserError('no such run', 'Train one.');
      },
    ],
  ])('whose handler %s is answered with the error and its remedy', async (_, onMessage) => {
    host({ onMessage });
    panel.receive({ kind: 'ask', text: 'why' });
    await shownError('no such run. Train one. (SAFR: A Panel)');
  });

  it('whose handler fails unexpectedly offers the log, which has the stack', async () => {
    const bug = new TypeError('x is undefined');
    host({ onMessage: () => Promise.reject(bug) });
    editor.choice = 'Show Log';
    panel.receive({ kind: 'ask', text: 'why' });
    await shownError('x is undefined');
    expect(fakes.log.error).toHaveBeenCalledWith(bug);
    await eventually(() => expect(fakes.log.show).toHaveBeenCalled());
  });

  it('shows an error of the first page, too', async () => {
    host({ prepare: () => Promise.reject(new Error('the disk is gone')) });
    panel.receive(ready);
    await shownError('the disk is gone');
  });
});

describe('a closed panel', () => {
  it('disposes what it holds, and shows no error of what was still running', async () => {
    let fail: (error: Error) => void = () => undefined;
    const dispose = vi.fn();
    const panelHost = host({ onMessage: () => new Promise((_, reject) => (fail = reject)) });
    panelHost.disposables.add({ dispose });
    panel.receive(ready);
    panel.receive({ kind: 'ask', text: 'why' });
    await eventually(() => expect(panelHost.isReady).toBe(true));
    panel.dispose();
    expect(dispose).toHaveBeenCalledOnce();
    fail(new Error('too late'));
    panelHost.send(answer('late'));
    await new Promise((resolve) => setTimeout(resolve));
    expect([editor.messages, panel.sent]).toEqual([[], []]);
  });

  it('disposes at once what is added afterwards', () => {
    const panelHost = host();
    panel.dispose();
    const dispose = vi.fn();
    panelHost.disposables.add({ dispose });
    expect(dispose).toHaveBeenCalledOnce();
  });
});
