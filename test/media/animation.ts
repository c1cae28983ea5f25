import { Film } from './film.ts';
import { dataFile, experiment, type Studio } from './studio.ts';

/** From an experiment to the neurons of a text, in the editor: open, train, hover, neuron panel. As a GIF. */
export async function animation(studio: Studio): Promise<Buffer> {
  const { editor } = studio;
  const { page } = editor;
  await studio.reset(1100, 720);
  const film = new Film(page);

  await editor.openFile(experiment);
  await editor.lens('Train').waitFor();
  await film.show(1200);
  await film.click(editor.lens('Dashboard'));
  await editor.panel('.welcome');
  await film.show(500);
  await film.click(editor.lens('Train'));
  await film.watch(editor.lens(/last run: test/), 150);
  await film.show(2000);

  await studio.run('workbench.action.closeAllEditors');
  await editor.openFile(dataFile);
  await editor.lens(/Explained by /).waitFor();
  await page.waitForTimeout(1500);
  await film.show(1000);
  await film.moveTo(editor.activeText.locator('.view-line', { hasText: 'does not look dull' }), { x: 0.25, y: 0.5 });
  const link = page.locator('.monaco-hover:visible').getByText('Open in Neuron Panel');
  await link.waitFor();
  await page.waitForTimeout(500);
  await film.show(2500);
  await film.click(link);
  await editor.panel('.heat canvas');
  await studio.run('workbench.action.closeEditorsInOtherGroups');
  const panel = await editor.panel('.heat canvas');
  await page.waitForTimeout(1500);
  await film.show(1500);
  await film.scroll(200);
  await film.moveTo(panel.locator('.heat canvas').last(), { x: 0.19, y: 0.41 });
  await film.show(3000);
  return film.gif();
}
