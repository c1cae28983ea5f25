import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reasonToSkip } from '../requirements.ts';
import { PanelBrowser, type ShownPanel } from './panelBrowser.ts';
import { dashboardScenes } from './scenes/dashboard.ts';

describe.skipIf(reasonToSkip('panels'))('the curves of the dashboard', () => {
  let browser: PanelBrowser;
  let panel: ShownPanel;
  beforeAll(async () => void (browser = await PanelBrowser.open()));
  beforeEach(async () => void (panel = await browser.show(dashboardScenes[0]!)));
  afterAll(() => browser?.close());

  const chart = (title: string) => panel.page.getByRole('img', { name: title }).first();
  const pixelsOf = (title: string) =>
    chart(title).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL().length);
  const showAll = () => panel.page.getByRole('button', { name: 'Show all of the step axis' });

  it('share a cursor with all charts over the same x', async () => {
    await chart('Cross-entropy').scrollIntoViewIfNeeded();
    const before = [await pixelsOf('L_imp'), await pixelsOf('Accuracy')];
    await chart('Cross-entropy').hover();
    await expect.poll(async () => (await pixelsOf('L_imp')) === before[0]).toBe(false);
    expect(await pixelsOf('Accuracy')).toBe(before[1]);
    await panel.close();
  });

  it('zoom together to what the pointer is dragged over, and back', async () => {
    await chart('Cross-entropy').scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await chart('Cross-entropy').boundingBox())!;
    const { mouse } = panel.page;
    await mouse.move(x + width / 3, y + height / 2);
    await mouse.down();
    await mouse.move(x + width / 2, y + height / 2, { steps: 3 });
    await mouse.up();
    await expect.poll(() => showAll().count()).toBe(3);
    await showAll().first().click();
    await expect.poll(() => showAll().count()).toBe(0);
    await panel.page.getByRole('group', { name: 'Plot: L_imp' }).press('+');
    await expect.poll(() => showAll().count()).toBe(3);
    await panel.page.getByRole('group', { name: 'Plot: L_imp' }).press('Escape');
    await expect.poll(() => showAll().count()).toBe(0);
    await panel.close();
  });

  it('keep smoothing and axis when the window is loaded again', async () => {
    const smoothing = () => panel.page.getByRole('slider', { name: 'Smoothing' });
    const logarithmic = () => panel.page.getByRole('checkbox', { name: 'Logarithmic' });
    const before = await pixelsOf('L_imp');
    await smoothing().fill('0.6');
    await logarithmic().click();
    await expect.poll(async () => (await pixelsOf('L_imp')) === before).toBe(false);
    await panel.page.reload();
    await smoothing().waitFor();
    expect(await smoothing().inputValue()).toBe('0.6');
    expect(await logarithmic().isChecked()).toBe(true);
    await panel.close();
  });

  it('have their measured values in a table over the panel', async () => {
    await panel.page.getByRole('button', { name: 'Table of values: L_imp' }).click();
    const table = panel.page.getByRole('dialog', { name: 'L_imp' });
    await expect.poll(() => table.getByRole('row').count()).toBe(61);
    await panel.page.keyboard.press('Escape');
    await expect.poll(() => table.count()).toBe(0);
    await panel.close();
  });
});
