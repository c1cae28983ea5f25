import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FeaturesDocument } from '../../src/cli/output/documents.ts';
import { safr, temporaryFolder } from './safr.ts';
import { tinyModel } from './tinyExperiment.ts';

test('autoencoders of a run are trained, shown next to its neurons, carried by bundles and refused for other weights', async () => {
  const [cwd, there] = [temporaryFolder(), temporaryFolder()];
  const experiment = {
    dataset: { source: 'planted', sentences: 100 },
    ...{ model: tinyModel, training: { epochs: 1 }, evaluation: { randomSeeds: 2 }, threads: 1 },
  };
  writeFileSync(join(cwd, 'planted.safr.json'), JSON.stringify(experiment));
  await safr(['train', 'planted.safr.json', '--evaluate'], { cwd });
  expect((await safr(['features', 'last'], { cwd })).stderr).toMatch(/^the run has no autoencoder yet; /);
  const train = (...args: string[]) =>
    safr(['features', 'last', '--active', '3', '--tokens', '3000', ...args], { cwd });

  const ffn = await train('--site', 'ffn');
  expect(ffn.stdout).toMatch(/^ +neurons +ffn1-k3$/m);
  expect(ffn.stdout).toMatch(/^units +16 +64$/m);
  expect(ffn.stdout).toMatch(/^dead, over the corpus, % +[\d.]+ +[\d.]+$/m);
  expect(ffn.stdout).toMatch(/^variance unexplained +[\d.]+ %$/m);
  expect(ffn.stdout).toMatch(/^accuracy with the reconstruction +[\d.]+ % \([+−]?[\d.]+\)$/m);
  const { stdout } = await train('--site', 'embedding', '--json');
  const { run, features } = JSON.parse(stdout) as FeaturesDocument;
  const embedding = features[0]!;
  expect(embedding).toMatchObject({ name: 'embedding-k3', site: 'embedding', layer: null, features: 64, width: 16 });
  expect(embedding.evaluation.unexplained).toBeGreaterThan(0);
  expect(embedding.evaluation.unexplained).toBeLessThan(1);
  expect((await safr(['features', 'last'], { cwd })).stdout).toMatch(/^ +neurons +embedding-k3 +ffn1-k3$/m);
  expect((await safr(['evaluate', 'last'], { cwd })).stdout).toMatch(/^ +neurons +embedding-k3 +ffn1-k3$/m);
  expect(await train('--site', 'ffn', '--layer', '2')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the model has no layer 2'),
  });
  expect(await train()).toMatchObject({ code: 2, stderr: expect.stringContaining('--active needs --site') });

  const list = await safr(['neurons', 'last', '--features', 'ffn1-k3', '--limit', '2'], { cwd });
  expect(list.stdout).toMatch(/^feature +label +predicts/);
  expect(list.stderr).toMatch(/^and 62 more/m);
  const page = await safr(['neurons', 'last', '--features', 'ffn1-k3', '--json', '5'], { cwd });
  expect(JSON.parse(page.stdout)).toMatchObject({ features: 'ffn1-k3', pages: [{ layer: 0, index: 5 }] });
  expect(await safr(['neurons', 'last', '--features', 'ffn2-k3'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the run has no autoencoder "ffn2-k3"; allowed: embedding-k3, ffn1-k3'),
  });

  await safr(['train', 'planted.safr.json', '--seed', '2', '--runs', 'others', '--evaluate'], { cwd });
  const [other] = readdirSync(join(cwd, 'others')).filter((name) => /^\d{8}-/.test(name));
  const compared = await safr(['compare', run, join('others', other!), '--lines', '0'], { cwd });
  expect(compared.stdout).toMatch(/^ +A neurons +A embedding-k3 +A ffn1-k3 +B neurons$/m);
  expect(compared.stdout).toMatch(/^ {2}units +16 +64 +64 +16$/m);

  await safr(['export', 'last', '--out', 'a.safr.tgz'], { cwd });
  await safr(['import', join(cwd, 'a.safr.tgz')], { cwd: there });
  const own = join('.safr', 'runs', run, 'features', 'ffn1-k3.safetensors');
  expect(readFileSync(join(there, own))).toEqual(readFileSync(join(cwd, own)));
  await safr(['report', 'last', '--out', 'a.html', '--lines', '0'], { cwd });
  expect(readFileSync(join(cwd, 'a.html'), 'utf8')).toContain('Features of sparse autoencoders');

  const weights = join(cwd, '.safr', 'runs', run, 'weights.safetensors');
  const bytes = readFileSync(weights);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(weights, bytes);
  const stale = await safr(['features', 'last'], { cwd });
  expect(stale.stderr).toContain('ffn1-k3: it was trained on other weights than the run has now');
  expect(existsSync(join(cwd, own))).toBe(true);
});
