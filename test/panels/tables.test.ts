import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reasonToSkip } from '../requirements.ts';
import { PanelBrowser } from './panelBrowser.ts';
import { dataTableVersion } from '../../src/protocol/dataTable.ts';
import { dataTableScenes } from './scenes/dataTable.ts';
import { runTableScenes } from './scenes/runTable.ts';

describe.skipIf(reasonToSkip('panels'))('the panels that are tables', () => {
  let browser: PanelBrowser;
  beforeAll(async () => void (browser = await PanelBrowser.open()));
  afterAll(() => browser?.close());

  it('move by each key, also by keys that come faster than rows are drawn', async () => {
    const panel = await browser.show(runTableScenes[0]!);
    await panel.page.getByRole('grid', { name: 'Runs' }).evaluate((grid) => {
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', ' ']) {
        grid.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      }
    });
    await panel.page.getByText('200 runs · 1 selected').waitFor();
    const row = panel.page.locator('[aria-rowindex="5"]'); // after the heads and three rows
    expect(await row.getAttribute('aria-selected')).toBe('true');
    expect(await row.getAttribute('class')).toMatch(/\bcurrent\b/);
    await panel.close();
  });

  it('come back to the current row and the place in view when the page is loaded again', async () => {
    const panel = await browser.show(dataTableScenes[0]!);
    const keeps = (first: number) =>
      panel.page.waitForFunction((first) => sessionStorage.getItem('state')?.includes(`"first":${first}`), first);
    const scroller = panel.page.getByRole('grid', { name: 'Texts' });
    await panel.page.locator('#row-4').click();
    await scroller.evaluate((grid) => (grid.scrollTop = 500 * 24));
    await keeps(500);
    await panel.page.reload();
    await panel.page.locator('#row-500').waitFor();
    expect(await scroller.evaluate(({ scrollTop }) => scrollTop)).toBe(500 * 24);
    await scroller.press('ArrowDown');
    expect(await panel.page.locator('.current').getAttribute('id')).toBe('row-5');
    await panel.close();
  });

  it('keep what is typed above them while messages come that do not have it yet', async () => {
    const scene = dataTableScenes[1]!;
    const panel = await browser.show(scene);
    const field = panel.page.locator('.filter input');
    await field.fill('free');
    const messages = scene.answer({ kind: 'ready', version: dataTableVersion });
    await panel.page.evaluate((all) => all.forEach((message) => window.postMessage(message)), messages);
    await panel.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    expect(await field.inputValue()).toBe('free');
    await panel.close();
  });
});
