import type { Frame, Locator } from 'playwright-core';
import { dataFile, experiment, type Studio } from './studio.ts';

/** Arranges the window for a picture; returns the part to show. */
type Arrange = (studio: Studio) => Promise<Locator>;

/** Pictures by name. They need the runs of the sweep. */
export const views: Readonly<Record<string, Arrange>> = {
  async experiment(studio) {
    const { editor } = studio;
    await studio.reset(1500, 770);
    await editor.openFile(experiment);
    await editor.lens(/last run: test/).waitFor();
    await editor.command('SAFR: Open Dashboard');
    await editor.panel('figure.card');
    return studio.editors;
  },

  async hover(studio) {
    const { editor } = studio;
    await studio.reset(1060, 600);
    await editor.openFile(dataFile);
    await editor.command('SAFR: Toggle Token Shading');
    await editor.lens(/Explained by /).waitFor();
    await editor.goToLine(4);
    await editor.hover(/labelled/);
    return studio.editors;
  },

  async neurons(studio) {
    const { editor } = studio;
    await studio.reset(1120, 860);
    await editor.openFile(dataFile);
    await editor.goToLine(4);
    await editor.command('SAFR: Open Neuron Panel');
    const panel = await studio.onlyPanel('.heat canvas');
    await panel.locator('.prediction .predicted .value').waitFor();
    return studio.editors;
  },

  async runs(studio) {
    const { editor } = studio;
    await studio.reset(1240, 350);
    await editor.command('SAFR: Open Runs Table');
    await selectTwo(studio);
    return studio.editors;
  },

  async compare(studio) {
    const { editor } = studio;
    await studio.reset(900, 846);
    await editor.command('SAFR: Open Runs Table');
    const runs = await selectTwo(studio);
    await runs.getByText('Compare', { exact: true }).click();
    await studio.onlyPanel('#settings');
    return studio.editors;
  },

  async curves(studio) {
    const { editor } = studio;
    await studio.reset(1060, 1000);
    await editor.openFile(experiment);
    await editor.command('SAFR: Open Dashboard');
    const panel = await studio.onlyPanel('figure.card');
    await panel.locator('#runs').getByRole('checkbox').nth(3).click(); // a run of the other preset
    await panel.locator('#training').evaluate((section) => {
      section.style.scrollMarginTop = '80px'; // what stays at the top of the panel
      section.scrollIntoView();
    });
    return studio.editors;
  },

  async data(studio) {
    const { editor } = studio;
    await studio.reset(1060, 600);
    await editor.openFile(dataFile);
    await editor.command('SAFR: Open Data Set as Table');
    const panel = await studio.onlyPanel('.virtual .body');
    await panel.locator('.virtual .body .shaded').nth(10).waitFor();
    return studio.editors;
  },
};

/** Selects the newest run and one with the other preset in the runs table; returns the panel. */
async function selectTwo({ editor }: Studio): Promise<Frame> {
  const panel = await editor.panel('.virtual .body .name');
  await panel.getByRole('grid', { name: 'Runs' }).focus();
  for (const key of ['Home', 'Space', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Space'])
    await editor.page.keyboard.press(key);
  await panel.getByText('2 selected').waitFor();
  return panel;
}
