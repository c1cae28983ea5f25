import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reasonToSkip } from '../requirements.ts';
import { PanelBrowser } from './panelBrowser.ts';
import { neuronScenes } from './scenes/neurons.ts';

describe.skipIf(reasonToSkip('panels'))('the words of the neuron panel', () => {
  let browser: PanelBrowser;
  beforeAll(async () => void (browser = await PanelBrowser.open()));
  afterAll(() => browser?.close());

  it('do not scroll where all of them are in view, also in a panel that became wider', async () => {
    const panel = await browser.show(neuronScenes[0]!);
    for (const width of [1200, 320, 1200]) {
      await panel.setWidth(width);
      const words = panel.page.locator('.flow');
      await expect.poll(() => words.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0);
      expect(await words.locator('.arc').count()).toBeGreaterThan(0);
    }
    await panel.close();
  });
});
