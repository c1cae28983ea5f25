import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reasonToSkip } from '../requirements.ts';
import { PanelBrowser, type ShownPanel } from './panelBrowser.ts';
import { scenes } from './scenes/scenes.ts';

/** Problems by the setting that they were found in. */
export type Found = Record<string, readonly string[]>;

/** Expects no problem in any scene of any panel. */
export function everyScene(title: string, problemsOf: (panel: ShownPanel) => Promise<Found>): void {
  describe.skipIf(reasonToSkip('panels'))(title, () => {
    let browser: PanelBrowser;
    beforeAll(async () => void (browser = await PanelBrowser.open()));
    afterAll(() => browser?.close());

    it.each(scenes.map((scene) => [`${scene.panel}: ${scene.name}`, scene] as const))('%s', async (_, scene) => {
      const panel = await browser.show(scene);
      const found = await problemsOf(panel);
      await panel.close();
      expect(found).toEqual({});
    });
  });
}
