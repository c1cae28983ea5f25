import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safr, startSafr, temporaryFolder } from './safr.ts';
import { writeTinyEncoder } from './tinyEncoder.ts';

/** Makes a folder with the encoder and an experiment that fine-tunes it. */
function encoderFolder(cwd: string, model: object = {}): string {
  writeTinyEncoder(cwd, model);
  return cwd;
}

const runOf = (cwd: string) => join(cwd, '.safr/runs', readdirSync(join(cwd, '.safr/runs'))[0]!);
const weightsOf = (cwd: string) => readFileSync(join(runOf(cwd), 'weights.safetensors'));

interface Explained {
  readonly tokens: readonly { text: string; start: number; end: number; known: boolean; keep: number }[];
  readonly unread: number;
}

describe('an encoder', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = encoderFolder(mkdtempSync(join(tmpdir(), 'safr-')), { dropout: 0 });
    const { code, stderr } = await safr(['train', 'tiny.safr.json', '--evaluate'], { cwd });
    expect(`${code} ${stderr}`).toMatch(/^0 /);
  });

  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  it('is fine-tuned and evaluated', async () => {
    const lines = readFileSync(join(runOf(cwd), 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const all = lines.map((line) => JSON.parse(line) as { kind: string; losses: { crossEntropy: number } });
    const losses = all.filter(({ kind }) => kind === 'epoch').map(({ losses }) => losses.crossEntropy);
    expect(losses.at(-1)!).toBeLessThan(0.7 * losses[0]!);
    const { stdout } = await safr(['evaluate', 'last', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ classification: { accuracy: expect.any(Number) } });
  });

  it('is explained by its pieces, without special tokens, from the files of the run alone', async () => {
    rmSync(join(cwd, 'bert'), { recursive: true });
    const { stdout, stderr } = await safr(['explain', 'last', 'A  warm Zebra film story is good', '--json'], { cwd });
    expect(stderr).toBe('');
    const { tokens, unread } = JSON.parse(stdout) as Explained;
    expect(tokens.map(({ text, start, end, known }) => [text, start, end, known])).toEqual([
      ['a', 0, 1, true],
      ['war', 3, 6, true],
      ['##m', 6, 7, true],
      ['Zebra', 8, 13, false],
      ['fi', 14, 16, true],
      ['##lm', 16, 18, true],
      ['st', 19, 21, true],
      ['##ory', 21, 24, true],
    ]);
    expect(unread).toBe(2); // the encoder reads 10 tokens, two of them special
    expect(tokens.every(({ keep }) => keep > 0 && keep < 1)).toBe(true);
  });

  it('explains the same after its export and import', async () => {
    const archive = join(cwd, 'encoder.safr.tgz');
    expect(await safr(['export', 'last', '--out', archive], { cwd })).toMatchObject({ code: 0 });
    const other = temporaryFolder();
    expect(await safr(['import', archive], { cwd: other })).toMatchObject({ code: 0 });
    const explain = ['explain', 'last', 'a warm story', '--json'];
    const there = await safr(explain, { cwd: other });
    expect(there).toMatchObject({ code: 0, stdout: (await safr(explain, { cwd })).stdout });
  });

  it('is exported as a folder, which is not overwritten', async () => {
    const command = ['export', 'last', '--format', 'huggingface', '--out', 'mine'];
    expect(await safr(command, { cwd })).toMatchObject({ code: 0, stdout: 'folder  mine\n', stderr: '' });
    expect(readdirSync(join(cwd, 'mine')).sort()).toEqual(['config.json', 'model.safetensors', 'vocab.txt']);
    expect(await safr(command, { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('exists already') });
  });
});

it.each([{}, { trainable: 'head' }, { trainable: 1 }])(
  'an encoder whose training was killed ends with the same weights: %j',
  async (model) => {
    const [whole, killed] = [encoderFolder(temporaryFolder(), model), encoderFolder(temporaryFolder(), model)];
    expect((await safr(['train', 'tiny.safr.json'], { cwd: whole })).code).toBe(0);
    const { child, outcome } = startSafr(['train', 'tiny.safr.json', '--json'], { cwd: killed });
    let output = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('"kind":"epoch"')) child.kill('SIGKILL');
    });
    await outcome;
    expect((await safr(['train', '--resume', 'last'], { cwd: killed })).code).toBe(0);
    expect(weightsOf(killed).equals(weightsOf(whole))).toBe(true);
    const hasMoments = readFileSync(join(runOf(whole), 'checkpoint.safetensors')).includes('adam.first.layers.0.');
    expect(hasMoments).toBe(!('trainable' in model));
  },
);

it('names the fields that contradict the encoder', async () => {
  const cwd = encoderFolder(temporaryFolder(), { width: 12, padding: 'max' });
  const { code, stderr } = await safr(['train', 'tiny.safr.json'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('model.width is 12; allowed: nothing, because model.pretrained determines it');
  expect(stderr).toContain('model.padding is "max"; allowed: "none", because of model.pretrained');
});

it.each([
  [
    { maxLength: 11 },
    {},
    /:\d+:\d+: model\.maxLength is 11; .*bert reads at most 10 tokens\nremedy: Give at most 10\./,
  ],
  [{ trainable: 3 }, {}, /:\d+:\d+: model\.trainable is 3; .*bert has 2 blocks/],
  [
    {},
    { interactionLayers: [2, 3] },
    /:\d+:\d+: safr\.interactionLayers\[1\] is 3; .*bert has 2 blocks\nremedy: Give numbers from 1 to 2, or "all"\./,
  ],
])('refuses what the encoder does not have: %j %j', async (model, regularizers, error) => {
  const cwd = encoderFolder(temporaryFolder(), model);
  const file = join(cwd, 'tiny.safr.json');
  const experiment = JSON.parse(readFileSync(file, 'utf8')) as { safr: object };
  writeFileSync(file, JSON.stringify({ ...experiment, safr: { ...experiment.safr, ...regularizers } }));
  const { code, stderr } = await safr(['train', 'tiny.safr.json'], { cwd });
  expect(stderr).toMatch(error);
  expect(code).toBe(2);
});
