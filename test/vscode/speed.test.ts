import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { measured, spread } from './measurements.ts';
import { words } from './sentences.ts';
import { Session } from './session.ts';

const session = Session.use({ 'notes.md': 'No experiment yet.\n' });

/** As long as SST-2's sentences. */
const rows = (count: number) =>
  `text\tlabel\n${Array.from({ length: count }, (_, n) => `${words(4 + (n % 32), n)}\t${n % 2}\n`).join('')}`;

const paperModel = (epochs: number) => ({
  dataset: { source: 'files', train: 'train.tsv', dev: 'dev.tsv', test: ['test.tsv', 'wide.tsv'] },
  model: { padding: 'none', maxLength: 256 },
  training: { epochs, patience: epochs },
});

/** A run of the paper's model, trained once, with a file of 50,000 lines to explain. */
function havePaperRun(): void {
  if (existsSync(join(session.workspace, '.safr'))) return;
  const row = `${words(256, 0)}\t0\n`;
  session.write('wide.tsv', `text\tlabel\n${row}${row}`);
  for (const [name, count] of [
    ['train', 600],
    ['dev', 100],
    ['test', 50_000],
  ] as const)
    session.write(`${name}.tsv`, rows(count));
  session.write('paper.safr.json', paperModel(1));
  session.safr('train', 'paper.safr.json');
}

describe('the extension in a window', () => {
  it('is activated without loading the engine', async () => {
    const { milliseconds, files } = await session.probe.run(async ({ vscode, loaded }) => {
      const extension = vscode.extensions.getExtension('safr-studio.safr-studio')!;
      if (extension.isActive) throw new Error('it was active before an experiment was there');
      const start = performance.now();
      await extension.activate();
      const milliseconds = performance.now() - start;
      return { milliseconds, files: loaded.filter((file) => file.startsWith(extension.extensionPath)) };
    }, null);
    const kilobytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e3;
    measured('activation, ms', { milliseconds, files: files.length, kilobytes });
    expect(files.filter((file) => /compute\.js$|wasm/.test(file))).toEqual([]);
    expect(session.computing).toEqual([]);
  });

  it('explains lines of a file of 50,000 lines', async () => {
    havePaperRun();
    await session.editor.openFile('test.tsv');
    await hovers(1);
    measured('hover, idle, ms', spread(await hovers(200)));
    measured('event loop of the host, idle, ms', await eventLoopDelay(5));
  });

  it('explains them while a training uses all cores', async () => {
    havePaperRun();
    session.write('long.safr.json', paperModel(1000));
    await session.editor.openFile('test.tsv'); // VS Code would read it again for each hover
    await session.editor.openFile('long.safr.json');
    await session.editor.command('SAFR: Train');
    await session.editor.page.locator('.statusbar-item', { hasText: /epoch/i }).first().waitFor();
    measured('hover, while training, ms', spread(await hovers(200)));
    measured('event loop of the host, while training, ms', await eventLoopDelay(5));
    await session.editor.command('SAFR: Stop');
    await session.editor.notification('What is trained is kept').waitFor();
  });

  it('scrolls and zooms a heat map of 1,024 neurons × 256 tokens', async () => {
    const { editor } = session;
    havePaperRun();
    await editor.openFile('wide.tsv');
    await editor.goToLine(2);
    await editor.command('SAFR: Open Neuron Panel');
    const panel = await editor.panel('.heat canvas');
    await panel.getByRole('application', { name: 'Activation of 1,024 neurons at 256 tokens' }).waitFor();
    const map = await panel.locator('.heat canvas').boundingBox();
    const [x, y] = [map!.x + map!.width / 2, map!.y + map!.height / 2];
    const { mouse } = editor.page;
    const frames = await countFrames(panel);
    await mouse.move(x, y);
    for (let i = 0; i < 30; i++) await mouse.wheel(0, -60);
    for (let i = 0; i < 3; i++) {
      await mouse.down();
      await mouse.move(x - 150, y - 100, { steps: 40 });
      await mouse.move(x, y, { steps: 40 });
      await mouse.up();
    }
    await editor.picture('50-heat-map');
    for (let i = 0; i < 30; i++) await mouse.wheel(0, 60);
    const times = await frames();
    measured('heat map, ms a frame', {
      ...spread(times),
      framesPerSecond: (1000 * times.length) / times.reduce((a, b) => a + b, 0),
    });
  });
});

/** Measures from frame to frame; the answer ends it. */
async function countFrames(panel: Frame): Promise<() => Promise<number[]>> {
  const times = await panel.evaluateHandle(() => {
    const times: number[] = [];
    const tick = (last: number) =>
      requestAnimationFrame((now) => {
        times.push(now - last);
        tick(now);
      });
    tick(performance.now());
    return times;
  });
  return () => times.jsonValue();
}

/** Milliseconds of hovers over as many lines all over test.tsv; each has an answer of this extension. */
function hovers(count: number): Promise<number[]> {
  const path = join(session.workspace, 'test.tsv');
  return session.probe.run(
    async ({ vscode }, { path, count }) => {
      const times = [];
      for (let i = 0; times.length < count && i < 10 * count; i++) {
        const at = new vscode.Position(1 + ((i * 7919) % 50_000), 2);
        const start = performance.now();
        const found = await vscode.commands.executeCommand<unknown[]>(
          'vscode.executeHoverProvider',
          vscode.Uri.file(path),
          at,
        );
        if (found.length > 0) times.push(performance.now() - start);
        else await new Promise((resolve) => setTimeout(resolve, 200));
      }
      if (times.length < count) throw new Error('no hover');
      return times;
    },
    { path, count },
  );
}

/** How late the extension host's event loop was, within so many seconds. */
function eventLoopDelay(seconds: number): Promise<{ p50: number; p99: number; max: number }> {
  return session.probe.run(async ({ monitorEventLoopDelay }, seconds) => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    delay.disable();
    return { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
  }, seconds);
}
