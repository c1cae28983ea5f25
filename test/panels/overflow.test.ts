import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reasonToSkip } from '../requirements.ts';
import { overflowing } from './overflow.ts';
import { PanelBrowser } from './panelBrowser.ts';
import { scenes } from './scenes/scenes.ts';

const widths = [320, 400, 541, 571, 700, 1200];

describe.skipIf(reasonToSkip('panels'))('nothing is outside its part of a panel', () => {
  let browser: PanelBrowser;
  beforeAll(async () => void (browser = await PanelBrowser.open()));
  afterAll(() => browser?.close());

  it.each(scenes.map((scene) => [`${scene.panel}: ${scene.name}`, scene] as const))('%s', async (_, scene) => {
    const panel = await browser.show(scene);
    const found: Record<string, readonly string[]> = {};
    for (const width of widths) {
      await panel.setWidth(width);
      const problems = await panel.page.evaluate(overflowing);
      if (problems.length > 0) found[`${width} px`] = problems;
    }
    await panel.close();
    expect(found).toEqual({});
  });
});
