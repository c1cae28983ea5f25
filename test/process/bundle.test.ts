import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { safr, temporaryFolder } from './safr.ts';
import { tinyRows, writeTinyExperiment } from './tinyExperiment.ts';

it('moves a run to another place, where it is listed and gives the same explanations', async () => {
  const [here, there] = [temporaryFolder(), temporaryFolder()];
  writeTinyExperiment(here);
  await safr(['train', 'tiny.safr.json', '--evaluate'], { cwd: here });
  const bundle = join(here, 'a.safr.tgz');
  const exported = await safr(['export', 'last', '--out', bundle], { cwd: here });
  expect(exported).toMatchObject({ code: 0, stdout: 'bundle  a.safr.tgz\n', stderr: '' });

  const imported = await safr(['import', bundle], { cwd: there });
  expect(imported).toMatchObject({ code: 0, stdout: expect.stringMatching(/^run {2}\.safr\/runs\/\S+-tiny\n$/) });
  expect((await safr(['runs'], { cwd: there })).stdout).toMatch(/-tiny +\S.* finished +3 +[\d.]+ % +[\d.]+ %/);
  const explain = (cwd: string) => safr(['explain', 'last', '--json', 'the film is good'], { cwd });
  const { stdout } = await explain(here);
  expect(JSON.parse(stdout)).toMatchObject({ predicted: expect.any(String) });
  expect((await explain(there)).stdout).toBe(stdout);

  const again = await safr(['import', bundle], { cwd: there });
  expect(again).toMatchObject({ code: 2, stderr: expect.stringMatching(/has a run \S+ already\nremedy: /) });
});

it('names neither the machine nor its folders in a bundle, with or without the data', async () => {
  const [here, elsewhere] = [temporaryFolder(), temporaryFolder()];
  const rows = ['text\tlabel', ...tinyRows(120), ''].join('\n');
  mkdirSync(join(here, 'data'));
  for (const path of [join(here, 'data', 'dev.tsv'), join(elsewhere, 'test.tsv')]) writeFileSync(path, rows);
  writeTinyExperiment(here, {
    $schema: join(here, 'schema.json'),
    dataset: {
      ...{ source: 'files', train: 'rows.tsv', dev: join(here, 'data', 'dev.tsv'), test: join(elsewhere, 'test.tsv') },
    },
  });
  await safr(['train', join(here, 'tiny.safr.json'), '--evaluate'], { cwd: here });
  const [id] = readdirSync(join(here, '.safr', 'runs'));
  const file = (name: string) => join(here, '.safr', 'runs', id!, name);
  expect(readFileSync(file('environment.json'), 'utf8')).toContain('"path": "rows.tsv"');
  const record = readFileSync(file('run.json'), 'utf8');
  const host = 'machine-of-alice'; // the name of this one may occur by chance
  writeFileSync(file('run.json'), record.replace(JSON.stringify(hostname()), JSON.stringify(host)));

  const bundle = join(here, 'a.safr.tgz');
  const expectPortable = async () => {
    expect(await safr(['export', 'last', '--out', bundle], { cwd: here })).toMatchObject({ code: 0 });
    const unpacked = gunzipSync(readFileSync(bundle)).toString('latin1');
    for (const known of [here, elsewhere, host, JSON.stringify(hostname()), homedir()])
      expect(unpacked.includes(known), known).toBe(false);
    expect(unpacked).toContain('"path": "data/dev.tsv"');
    expect(unpacked).toContain('"path": "test.tsv"');
  };
  await expectPortable();
  writeFileSync(join(elsewhere, 'test.tsv'), 'text\tlabel\n');
  await expectPortable();
});
