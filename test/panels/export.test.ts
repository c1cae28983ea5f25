import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromDashboard } from '../../src/protocol/dashboard.ts';
import { reasonToSkip } from '../requirements.ts';
import { PanelBrowser, type ShownPanel } from './panelBrowser.ts';
import { dashboardScenes } from './scenes/dashboard.ts';

describe.skipIf(reasonToSkip('panels'))('a chart that is saved as PNG', () => {
  let browser: PanelBrowser;
  beforeAll(async () => void (browser = await PanelBrowser.open()));
  afterAll(() => browser?.close());

  it('has its title and its key above the plot, each with room below it', async () => {
    const scene = dashboardScenes[0]!;
    let save: (png: string) => void;
    const saved = new Promise<string>((resolve) => (save = resolve));
    const panel = await browser.show({
      ...scene,
      answer(message) {
        const { data } = fromDashboard.safeParse(message);
        if (data?.kind === 'export') save(data.content);
        return scene.answer(message);
      },
    });
    await panel.page.getByRole('button', { name: 'Save as PNG: L_inter' }).click();
    const [title, key, plot] = await inkedBands(panel, await saved);
    expect(
      Buffer.from(await saved, 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(title!.bottom - title!.top).toBeLessThan(40);
    expect(key!.bottom - key!.top).toBeLessThan(40);
    expect(plot!.bottom - plot!.top).toBeGreaterThan(200);
    await panel.close();
  });
});

/** Rows of pixels, from the top, in which a picture has anything but its background. */
function inkedBands({ page }: ShownPanel, png: string): Promise<readonly { top: number; bottom: number }[]> {
  return page.evaluate(async (png) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (char) => char.charCodeAt(0))]));
    const { width, height } = picture;
    const context = new OffscreenCanvas(width, height).getContext('2d')!;
    context.drawImage(picture, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
    const isInked = (row: number) =>
      pixels.subarray(row * width, (row + 1) * width).some((pixel) => pixel !== pixels[0]);
    const bands: { top: number; bottom: number }[] = [];
    for (let row = 0; row < height; row++) {
      if (!isInked(row)) continue;
      if (bands.at(-1)?.bottom === row) bands.at(-1)!.bottom++;
      else bands.push({ top: row, bottom: row + 1 });
    }
    return bands;
  }, png);
}
