import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { smallExperiment } from './smallExperiment.ts';
import { Session } from './session.ts';

const session = Session.use({ 'small.safr.json': smallExperiment(1) });

/** The variables of VS Code that the panels or the toolkit use. */
function usedVariables(): string[] {
  const folder = resolve('dist/webview');
  const texts = readdirSync(folder)
    .filter((name) => /\.(css|js)$/.test(name))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
  return [...new Set(texts.join('\n').match(/--vscode-[\w-]*\w/g))].sort();
}

/** `-u` renews the files. */
it('test/panels/themes has the variables that VS Code gives a panel in each theme', async () => {
  const { editor } = session;
  await editor.openFile('small.safr.json');
  await editor.command('SAFR: Open Dashboard');
  const panel = await editor.panel('.welcome');
  await editor.withEveryTheme(async (kind) => {
    const theme = await panel.evaluate((names) => {
      const style = getComputedStyle(document.documentElement);
      const entries = names.map((name) => [name, style.getPropertyValue(name)]);
      return {
        body: document.body.className,
        variables: Object.fromEntries(entries.filter(([, value]) => value !== '')) as Record<string, string>,
      };
    }, usedVariables());
    await expect(`${JSON.stringify(theme, null, 2)}\n`).toMatchFileSnapshot(`../panels/themes/${kind}.json`);
  });
});
