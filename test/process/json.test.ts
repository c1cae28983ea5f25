import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { DocumentTypes } from '../../docs/generator/documentTypes.ts';
import { HubServer, tinyModel } from '../hubServer.ts';
import { safr, temporaryFolder } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

const types = new DocumentTypes();

/** Of a document or an event, without what all of them begin with. */
function problems(type: string, { version, command, ...content }: Readonly<Record<string, unknown>>): string[] {
  expect(version).toBe(1);
  if (command === undefined) return types.problems(types.exported(type), content);
  const { type: shape } = types.properties(types.exported('Documents')).find(({ name }) => name === command)!;
  return types.problems(shape, content);
}

async function documentOf(cwd: string, args: readonly string[], env = {}): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await safr([...args, '--json'], { cwd, env });
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function linesOf(cwd: string, args: readonly string[]): Promise<Record<string, unknown>[]> {
  const { stdout, stderr } = await safr(args, { cwd });
  expect(stdout, stderr).not.toBe('');
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('prints with --json what docs/json.md says', async () => {
  const cwd = temporaryFolder();
  writeTinyExperiment(cwd, { expect: { accuracy: '>= 0', 'srsImp@0.3': '>= 0' } });
  writeFileSync(join(cwd, 'sweep.safr.json'), JSON.stringify(tinySweep));
  writeFileSync(join(cwd, 'new.txt'), 'the film is good\na dull story\n');

  const events = await linesOf(cwd, ['train', 'tiny.safr.json', '--evaluate', '--json']);
  await safr(['train', 'tiny.safr.json', '--seed', '2', '--evaluate'], { cwd });
  expect(events.flatMap((event) => problems('TrainEvent', event))).toEqual([]);
  const swept = await linesOf(cwd, ['sweep', 'sweep.safr.json', '--jobs', '1', '--json']);
  swept.push(...(await linesOf(cwd, ['sweep', 'sweep.safr.json', '--dry-run', '--json'])));
  swept.push(...(await linesOf(cwd, ['sweep', 'sweep.safr.json', '--pareto', 'plot.svg', '--json'])));
  expect([...new Set(swept.map(({ kind }) => kind))]).toEqual(['element', 'summary', 'elements', 'plot']);
  expect(swept.flatMap((event) => problems('SweepEvent', event))).toEqual([]);
  const explained = await linesOf(cwd, ['explain', 'last', '--input', 'new.txt', '--by', 'attention']);
  expect(explained.flatMap((line) => problems('ExplainedLine', line))).toEqual([]);

  const [first, second] = ((await documentOf(cwd, ['runs'])) as { runs: { run: string }[] }).runs;
  const commands = [
    ['init', 'new.safr.json', '--train', 'rows.tsv'],
    ['evaluate', first!.run, '--rivals'],
    ['explain', first!.run, 'the film', 'is good', '--effects', '--without', 'mono', '--by', 'shapley'],
    ['compare', first!.run, second!.run],
    ['check', 'tiny.safr.json'],
    ['features', first!.run, '--site', 'ffn', '--active', '2', '--tokens', '500'],
    ['report', first!.run, '--lines', '1'],
    ['export', first!.run, '--out', 'run.safr.tgz'],
    ['export', first!.run, '--format', 'onnx'],
    ['import', 'run.safr.tgz', '--runs', 'imported'],
    ['runs'],
    ['neurons', first!.run],
    ['neurons', first!.run, '0', '3'],
    ['devices'],
    ['verify', resolve('test/fixtures/goldens/tiny.safetensors')],
  ];
  for (const args of commands) {
    const document = await documentOf(cwd, args);
    expect(document['command'], args.join(' ')).toBe(args[0]);
    expect(problems('Documents', document), args.join(' ')).toEqual([]);
  }
}, 300_000); // many processes

it('prints a download and a measurement of speed as docs/json.md says', async () => {
  const hub = await HubServer.start();
  onTestFinished(() => hub.close());
  hub.models.set('org/tiny', tinyModel());
  const cwd = temporaryFolder();
  const env = { HF_ENDPOINT: hub.url, HF_HOME: join(cwd, 'hf'), HF_HUB_CACHE: '', HF_HUB_OFFLINE: '' };
  expect(problems('Documents', await documentOf(cwd, ['download', 'org/tiny'], env))).toEqual([]);
  expect(problems('Documents', await documentOf(cwd, ['bench', '--threads', '1']))).toEqual([]);
});

const tinySweep = {
  dataset: { source: 'planted', sentences: 40 },
  model: { width: 8, heads: 2, feedForward: 8, maskHidden: 4, maxLength: 12, padding: 'none' },
  training: { epochs: 1 },
  threads: 1,
  sweep: { 'safr.preset': ['plain', 'bare'] },
};
