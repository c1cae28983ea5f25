import axe, { type Result } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { reasonToSkip } from '../requirements.ts';
import { themeKinds } from '../vscode/editor.ts';
import { everyScene, type Found } from './everyScene.ts';
import { PanelBrowser } from './panelBrowser.ts';
import { scenes } from './scenes/scenes.ts';

everyScene('axe finds nothing in any theme', async (panel) => {
  await panel.page.evaluate(axe.source);
  const found: Found = {};
  for (const theme of themeKinds) {
    await panel.setTheme(theme);
    const problems = await violations(panel.page);
    if (problems.length > 0) found[theme] = problems;
  }
  return found;
});

describe.skipIf(reasonToSkip('panels'))('what moves', () => {
  it('stands still where VS Code or the system reduces motion', async () => {
    const browser = await PanelBrowser.open();
    const { page } = await browser.show(scenes.find(({ drawn }) => drawn === '.busy')!);
    const moving = () => page.evaluate(() => document.getAnimations().length);
    const reduceInVsCode = (isOn: boolean) =>
      page.evaluate((isOn) => document.body.classList.toggle('vscode-reduce-motion', isOn), isOn);
    await reduceInVsCode(false);
    expect(await moving()).toBe(1);
    await reduceInVsCode(true);
    expect(await moving()).toBe(0);
    await reduceInVsCode(false);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moving()).toBe(0);
    await browser.close();
  });
});

/** In words, with the place of each; of all rules, those of good practice among them. */
async function violations(page: Page): Promise<string[]> {
  const found = await page.evaluate(async () => {
    const { run } = (window as unknown as { axe: typeof axe }).axe;
    return (await run({ resultTypes: ['violations'] })).violations;
  });
  return found.flatMap(problemsOf);
}

function problemsOf({ id, nodes }: Result): string[] {
  return nodes.map(
    ({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary?.replaceAll(/\s+/g, ' ')}`,
  );
}
