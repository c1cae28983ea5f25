import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reasonToSkip } from '../requirements.ts';
import { PanelBrowser, type Scene, type ShownPanel } from './panelBrowser.ts';
import { neuronScenes } from './scenes/neurons.ts';

describe.skipIf(reasonToSkip('panels'))('the matrices of the neuron panel', () => {
  let browser: PanelBrowser;
  let panel: ShownPanel;
  let asked: Parameters<Scene['answer']>[0][];
  beforeAll(async () => void (browser = await PanelBrowser.open()));
  beforeEach(async () => {
    asked = [];
    const scene = neuronScenes.find(({ name }) => name === 'the attention as a matrix')!;
    const answer: Scene['answer'] = (message) => {
      asked.push(message);
      return scene.answer(message);
    };
    panel = await browser.show({ ...scene, answer });
  });
  afterAll(() => browser?.close());

  const matrix = () => panel.page.getByRole('application', { name: /^Attention of 18 tokens/ });
  const map = () => panel.page.getByRole('application', { name: /^Activation of 48 neurons/ });
  const readOut = (part: string) => panel.page.locator(`${part} .readout`);
  const announced = (part: string) => panel.page.locator(`${part} .heat [aria-live]`);

  it('say what is under the pointer, or at the cursor of the keys', async () => {
    await matrix().hover({ position: { x: 112 + 11, y: 84 + 33 } });
    await expect
      .poll(() => readOut('.attention').innerText())
      .toMatch(/^“unbearably” attends to “this”: 0\.350 · “this” to/);
    await matrix().hover({ position: { x: 60, y: 84 + 33 } });
    await expect.poll(() => readOut('.attention').innerText()).toMatch(/^“unbearably” attends most to “this” 0\.350, /);
    await matrix().focus();
    await matrix().press('ArrowDown');
    await expect.poll(() => announced('.attention').innerText()).toMatch(/^“unbearably” attends to “this”: 0\.350/);
    await map().hover({ position: { x: 113, y: 6 } });
    await expect.poll(() => readOut('.map').innerText()).toMatch(/^neuron \d+ · monosemantic in this text · poly/);
    await map().focus();
    await map().press('ArrowDown');
    await expect
      .poll(() => announced('.map').innerText())
      .toMatch(
        /^“unbearably” · neuron \d+ · activation \d.* · monosemantic in this text · polysemantic over the corpus$/,
      );
    await panel.close();
  });

  it('share the chosen token', async () => {
    await matrix().click({ position: { x: 60, y: 84 + 33 } });
    const chosen = panel.page.getByRole('option', { name: /^unbearably:/, selected: true });
    await chosen.waitFor();
    await panel.close();
  });

  it('show the heads one by one, by keys too', async () => {
    const part = () => panel.page.locator('.attention .row [aria-live]').innerText();
    const next = panel.page.getByRole('button', { name: 'Next head' });
    expect(await part()).toBe('mean of all layers and heads');
    await next.focus();
    for (const name of ['layer 1, mean of its heads', 'layer 1, head 1', 'layer 1, head 2']) {
      await next.press('Enter');
      await expect.poll(part).toBe(name);
    }
    await expect.poll(() => asked.at(-1)).toMatchObject({ kind: 'attention', part: { layer: 0, head: 1 } });
    await panel.close();
  });
});
