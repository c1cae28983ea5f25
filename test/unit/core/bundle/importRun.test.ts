import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { packArchive, unpackArchive } from '../../../../src/core/bundle/archive.ts';
import { exportRun } from '../../../../src/core/bundle/exportRun.ts';
import { importRun } from '../../../../src/core/bundle/importRun.ts';
import { initialParameters } from '../../../../src/core/model/parameters.ts';
import { ownIdentity } from '../../../../src/core/runs/owner.ts';
import { RunWriter } from '../../../../src/core/runs/runWriter.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { newRun } from '../runs/newRun.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';

const folder = temporaryFolder();
const sizes = { width: 4, heads: 2, layers: 1, feedForward: 6, maskHidden: 3, maxLength: 8, dropout: 0.1 };
const shape = { vocabulary: 5, classes: 2, ...sizes, pretrained: null };
const bundle = () => folder.path('a.safr.tgz');
const there = () => folder.path('there');

const deep = '['.repeat(5000) + ']'.repeat(5000);

let run: RunWriter;
beforeEach(async () => {
  run = await RunWriter.create(newRun(folder.path('here')));
  await run.writeWeights(shape, initialParameters(shape, 1), { epoch: 1, accuracy: 0.7, macroF1: 0.7 });
  await run.end('finished', 'all done');
  await exportRun(run.directory, '<p>report</p>', bundle());
});

const contents = (directory: string) =>
  Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'base64')]));

describe('a bundle', () => {
  test('becomes the same run, bit by bit, with its report, but for what names the machine', async () => {
    const directory = await importRun(bundle(), there());
    expect(directory).toBe(join(there(), run.id));
    const report = Buffer.from('<p>report</p>').toString('base64');
    const { 'run.json': record, 'experiment.json': stored, ...others } = contents(directory);
    const { 'run.json': ownRecord, 'experiment.json': ownStored, ...ownOthers } = contents(run.directory);
    expect(others).toEqual({ ...ownOthers, 'report.html': report });
    const parsed = (content = '') => JSON.parse(Buffer.from(content, 'base64').toString()) as object;
    expect(parsed(record)).toEqual({ ...parsed(ownRecord), host: '', processStart: null });
    expect(parsed(stored)).toEqual({ ...parsed(ownStored), path: expect.stringMatching(/^[./]+\/small\.safr\.json$/) });
    expect(readdirSync(there())).toEqual([run.id]);
  });

  test('of the same run has the same bytes', async () => {
    await exportRun(run.directory, '<p>report</p>', folder.path('b.safr.tgz'));
    expect(readFileSync(folder.path('b.safr.tgz')).equals(readFileSync(bundle()))).toBe(true);
  });

  test('is not created from a run that is being trained or has no weights', async () => {
    const going = await RunWriter.create(newRun(folder.path('going')));
    await expect(exportRun(going.directory, '', bundle())).rejects.toThrow(/still being trained/);
    await going.end('stopped', 'by the user');
    await expect(exportRun(going.directory, '', bundle())).rejects.toThrow(/no weights/);
  });

  test('does not overwrite an existing run', async () => {
    const directory = await importRun(bundle(), there());
    writeFileSync(join(directory, 'note.txt'), 'mine');
    await expect(importRun(bundle(), there())).rejects.toMatchObject({
      message: expect.stringContaining(`has a run ${run.id} already`),
      remedy: expect.stringContaining('--runs'),
    });
    expect(readFileSync(join(directory, 'note.txt'), 'utf8')).toBe('mine');
  });
});

test('importing removes what a killed import or training left behind, and nothing else', async () => {
  const leave = (name: string, lock: object | null) => {
    mkdirSync(join(there(), name), { recursive: true });
    if (lock) writeFileSync(join(there(), name, 'training.lock.1'), JSON.stringify(lock));
  };
  const own = await ownIdentity();
  leave('.import-killed', { ...own, start: 'another boot 1' });
  leave('20250101-000000-killed', { ...own, start: 'another boot 1' });
  leave('.import-running', own);
  leave('.import-elsewhere', { ...own, host: 'elsewhere' });
  leave('.import-mine', null);
  const old = new Date(Date.now() - 2 * 3600 * 1000);
  for (const name of ['.import-before-lock', '20250101-000000-before-lock', 'notes']) {
    leave(name, null);
    utimesSync(folder.path('there', name), old, old);
  }
  await importRun(bundle(), there());
  expect(readdirSync(there()).sort()).toEqual([
    '.import-elsewhere',
    '.import-mine',
    '.import-running',
    run.id,
    'notes',
  ]);
});

describe('an archive is refused, and nothing is written,', () => {
  /** The bundle with files changed (or, by null, left out). */
  const changed = async (changes: Readonly<Record<string, string | null>>) => {
    const unpacked = mkdtempSync(folder.path('unpacked-'));
    const names = await unpackArchive(bundle(), unpacked);
    const files = new Map<string, Uint8Array>(names.map((name) => [name, readFileSync(join(unpacked, name))]));
    rmSync(unpacked, { recursive: true });
    for (const [name, content] of Object.entries(changes)) {
      if (content === null) files.delete(name);
      else files.set(name, Buffer.from(content));
    }
    writeFileSync(bundle(), await packArchive(files));
  };
  const refused = async (why: RegExp) => {
    await expect(importRun(bundle(), there())).rejects.toThrow(UserError);
    await expect(importRun(bundle(), there())).rejects.toThrow(why);
    expect(readdirSync(folder.path()).includes('there') ? readdirSync(there()) : []).toEqual([]);
  };

  test.each([
    ['with a path that leads out', { '../evil.json': '{}' }, /"\.\.\/evil\.json" is not a file of a bundle/],
    ['with an absolute path', { '/etc/passwd': 'x' }, /is not a file of a bundle/],
    [
      'with a file of another name',
      { 'checkpoint.safetensors': 'x' },
      /"checkpoint\.safetensors" is not a file of a bundle/,
    ],
    ['without weights', { 'weights.safetensors': null }, /it has no weights\.safetensors/],
    ['without its own description', { 'bundle.json': null }, /it has no bundle\.json/],
    [
      'with an id that leads out',
      { 'bundle.json': '{"format":"safr-bundle","version":1,"run":"../x"}' },
      /bundle\.json: run/,
    ],
    [
      'of a later version',
      { 'bundle.json': '{"format":"safr-bundle","version":2,"run":"x"}' },
      /of version 2; .* reads version 1/,
    ],
    ['that is none', { 'bundle.json': '[' }, /not a bundle of a run: bundle\.json/],
    [
      'with broken weights',
      { 'weights.safetensors': 'weights' },
      /not a bundle of a run: weights\.safetensors: .*7 bytes/,
    ],
    [
      'with another vocabulary',
      { 'vocabulary.json': '{"<PAD>":0,"<UNK>":1}' },
      /the model has 5 words and 2 classes, the run has 2 and 2/,
    ],
    ['with a deeply nested description', { 'bundle.json': deep }, /bundle\.json: Invalid input/],
    ['with a deeply nested record', { 'run.json': `{"state":${deep}}` }, /run\.json: state: Invalid option/],
    ['with a deeply nested evaluation', { 'evaluation.json': deep }, /evaluation\.json: of another version/],
    ['with deeply nested classes', { 'classes.json': deep }, /classes\.json: 0: Invalid input/],
    ['with deeply nested metrics', { 'metrics.jsonl': `${deep}\n` }, /metrics\.jsonl:1: not a line of metrics/],
    ['with broken metrics', { 'metrics.jsonl': '{"kind":"epoch"}\n' }, /metrics\.jsonl:1: not a line of metrics/],
    ['with another evaluation', { 'evaluation.json': '{"accuracy":1}' }, /evaluation\.json: of another version/],
    [
      'with a wrong experiment',
      { 'experiment.json': '{"path":"x","experiment":{}}' },
      /experiment\.json: experiment\.dataset/,
    ],
  ])('%s', async (_, changes, why) => {
    await changed(changes);
    await refused(why);
  });

  test('whose run has not ended', async () => {
    const record = JSON.parse(readFileSync(run.path('record'), 'utf8')) as object;
    await changed({ 'run.json': JSON.stringify({ ...record, state: 'running', host: 'elsewhere' }) });
    await refused(/its run has not ended/);
  });

  test('with a link, a file twice, or one that claims to be huge', async () => {
    const archived = async (fill: (archive: ReturnType<typeof pack>) => void) => {
      const archive = pack();
      fill(archive);
      archive.finalize();
      writeFileSync(bundle(), gzipSync(await buffer(archive)));
    };
    await archived((archive) => archive.entry({ name: 'run.json', type: 'symlink', linkname: '/etc/passwd' }));
    await refused(/run\.json is a symlink, not a file/);
    await archived((archive) => {
      archive.entry({ name: 'run.json' }, '{}');
      archive.entry({ name: 'run.json' }, '{}');
    });
    await refused(/run\.json occurs twice/);
    const header = gunzipSync(readFileSync(bundle())).subarray(0, 512);
    header.write('77777777777\0', 124, 'latin1');
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    writeFileSync(bundle(), gzipSync(header));
    await refused(/run\.json has 8589934591 bytes; the maximum is/);
  });

  test('that grows too much when it is unpacked', async () => {
    const archive = pack();
    archive.entry({ name: 'weights.safetensors' }, Buffer.alloc(2 ** 24));
    archive.finalize();
    writeFileSync(bundle(), gzipSync(await buffer(archive)));
    await refused(/it unpacks to more than 4194304 bytes/);
  });

  test('that is cut off, damaged or no archive', async () => {
    const whole = readFileSync(bundle());
    writeFileSync(bundle(), whole.subarray(0, whole.length / 2));
    await refused(/unexpected end of file/);
    writeFileSync(bundle(), 'PK');
    await refused(/not a bundle of a run: incorrect header check/);
    await expect(importRun(folder.path('none'), there())).rejects.toThrow(/none: cannot be read: no such file/);
  });
});
