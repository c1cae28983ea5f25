import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { commandsPage } from '../../docs/generator/commandsPage.ts';
import { jsonPage } from '../../docs/generator/jsonPage.ts';
import { experimentPage } from '../../docs/generator/experimentPage.ts';

it.each([
  ['experiment', experimentPage],
  ['cli', commandsPage],
  ['json', jsonPage],
])('docs/%s.md is what `npm run docs` writes', async (name, page) => {
  const path = `docs/${name}.md`;
  const text = await format(page(), { ...(await resolveConfig(path)), parser: 'markdown' });
  await expect(text, `${path} is outdated: run \`npm run docs\` and commit it`).toMatchFileSnapshot(`../../${path}`);
});
