import { join } from 'node:path';
import { expect, it } from 'vitest';
import { safr, temporaryFolder } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

it('moves a run to another place, where it is listed and gives the same explanations', async () => {
  const [here, there] = [temporaryFolder(), temporaryFolder()];
  writeTinyExperiment(here);
  await safr(['train', 'tiny.safr.json', '--evaluate'], { cwd: here });
  const bundle = join(here, 'a.safr.tgz');
  const exported = await safr(['export', 'last', '--out', bundle], { cwd: here });
  expect(exported).toMatchObject({ code: 0, stdout: 'bundle  a.safr.tgz\n', stderr: '' });

  const imported = await safr(['import', bundle], { cwd: there });
  expect(imported).toMatchObject({ code: 0, stdout: expect.stringMatching(/^run {2}\.safr\/runs\/\S+-tiny\n$/) });
  expect((await safr(['runs'], { cwd: there })).stdout).toMatch(/-tiny +finished +3 +[\d.]+ % +[\d.]+ %/);
  const explain = (cwd: string) => safr(['explain', 'last', '--json', 'the film is good'], { cwd });
  const { stdout } = await explain(here);
  expect(JSON.parse(stdout)).toMatchObject({ predicted: expect.any(String) });
  expect((await explain(there)).stdout).toBe(stdout);

  const again = await safr(['import', bundle], { cwd: there });
  expect(again).toMatchObject({ code: 2, stderr: expect.stringMatching(/has a run \S+ already\nremedy: /) });
});
