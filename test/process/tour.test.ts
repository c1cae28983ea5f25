import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, safr, temporaryFolder } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

const golden = resolve('test/fixtures/goldens/tiny.safetensors');

interface Event {
  readonly kind: string;
}

describe('safr', () => {
  it('trains, evaluates, explains and lists runs, as text', async () => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd);

    const trained = await safr(['train', 'tiny.safr.json', '--evaluate'], { cwd });
    expect(trained.stderr).toMatch(/^data +96 training, 12 dev and 12 test texts; classes no 50\.0 %, yes 50\.0 %$/m);
    expect(trained.stderr.match(/^epoch \d\/3 .* steps\/s/gm)).toHaveLength(3);
    expect(trained.stderr).not.toContain('\x1b');
    expect(trained.stdout).toMatch(/^accuracy +[\d.]+ +% +on 12 test texts; 95 % interval [\d.]+ to [\d.]+$/m);
    expect(trained.stdout).toMatch(/^largest class +50\.0 +% +of the texts; accuracy of always predicting it$/m);
    expect(trained.stdout).toMatch(
      /^note: only 12 test texts: the 95 % interval of the accuracy is [\d.]+ to [\d.]+ %$/m,
    );
    for (const name of ['SRS_imp', 'SRS_inter', 'SRS']) {
      const line = new RegExp(
        `^${name}\\(0\\.3\\) +[−\\d.]+ +points +without .*; random removal [−\\d.]+ ± [\\d.]+`,
        'm',
      );
      expect(trained.stdout).toMatch(line);
    }
    expect(trained.stdout).toMatch(/^monosemantic share +[\d.]+ +%/m);
    expect(trained.stdout).toMatch(
      /^(mono|poly)semantic off +[−+]?[\d.]+ +points +accuracy without these \d+ neurons, .* flip, margin [−+\d.]+ of [\d.]+; random neurons .* ± /m,
    );
    const directory = /^run +(\.safr\/runs\/\S+-tiny)$/m.exec(trained.stdout)?.[1];
    expect(trained.code).toBe(0);
    expect(filesIn(join(cwd, directory!))).toEqual([
      ...[
        'checkpoint.safetensors',
        'classes.json',
        'data.json',
        'environment.json',
        'evaluation.json',
        'experiment.json',
      ],
      ...['metrics.jsonl', 'run.json', 'vocabulary.json', 'weights.safetensors'],
    ]);

    const evaluated = await safr(['evaluate', 'last', '--split', 'dev'], { cwd });
    expect(evaluated.stdout).toMatch(/on 12 dev texts[^]*evaluation\.dev\.json$/m);
    expect(existsSync(join(cwd, directory!, 'evaluation.dev.json'))).toBe(true);

    const compared = await safr(['evaluate', 'last', '--rivals'], { cwd });
    for (const name of ['keep probability', 'gradient × input', 'integrated gradients', 'leave-one-out', 'random']) {
      expect(compared.stdout).toMatch(new RegExp(`^${name} +[−\\d.]+ +[−\\d.]+ +[−\\d.]+ +[\\d.]+$`, 'm'));
    }
    expect(compared.stdout).toMatch(/^the sum of integrated gradients differs .* by [\d.]+ logits on average/m);

    const explained = await safr(['explain', 'last', 'the', 'film is warm bright good funny, unheard'], { cwd });
    expect(explained.stdout).toMatch(/^yes +\(no [\d.]+ %, yes [\d.]+ %\)$/m);
    expect(explained.stdout).toMatch(/^the\([\d.]+\) film\([\d.]+\)/m);
    expect(explained.stdout).toMatch(/^neurons +\d+ monosemantic, \d+ polysemantic, \d+ unused; by activation$/m);

    const without = await safr(['explain', 'last', 'the good film', '--effects', '--without', 'mono,poly'], { cwd });
    expect(without.stdout).toMatch(/^ +\d+ +[−+\d.]+ +[\d.]+ +(mono|poly) /m);
    expect(without.stdout).toMatch(/^ {2}with +yes +([\d.]+ % +){2}[\d.]+$/m);
    expect(without.stdout).toMatch(/^ {2}without +(yes|no) +([\d.]+ % +){2}[−\d.]+/m);
    expect(without.stdout).toMatch(/^ {2}as many at random +[−+\d.]+ ± [\d.]+ over 10 draws/m);

    const ranked = await safr(['explain', 'last', 'the good film', '--by', 'leave-one-out'], { cwd });
    expect(ranked.stdout).toMatch(
      /^ranking +by leave-one-out: support for (yes|no).*\n( +[+−]\d\.\d{3} +(the|good|film)\n){3}/m,
    );

    const listed = await safr(['runs'], { cwd });
    expect(listed.stdout).toMatch(/^run +name or difference +state +epochs +dev +test +SRS\(0\.3\) +mono per text$/m);
    expect(listed.stdout).toMatch(/-tiny +\S.* finished +3 +[\d.]+ % +[\d.]+ % +[−\d.]+ +[\d.]+ %$/m);
  });

  it('prints everything as JSON', async () => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd);

    const trained = await safr(['train', 'tiny.safr.json', '--evaluate', '--seed', '7', '--json'], { cwd });
    const events = trained.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Event);
    const kinds = [...new Set(events.map(({ kind }) => kind))];
    expect(kinds).toEqual([
      'read',
      'data',
      'device',
      'run',
      'start',
      'step',
      'evaluating',
      'epoch',
      'end',
      'measured',
      'evaluation',
    ]);
    expect(trained.stderr).toBe('');

    const evaluated = JSON.parse((await safr(['evaluate', 'last', '--json'], { cwd })).stdout) as object;
    const { summary } = events.find(({ kind }) => kind === 'data') as { summary?: object };
    expect(evaluated).toEqual({ ...events.at(-1), kind: undefined, command: 'evaluate', data: summary });

    const explained = await safr(['explain', 'last', '--json'], { cwd, input: 'a good film\n' });
    expect(JSON.parse(explained.stdout)).toMatchObject({
      predicted: 'yes',
      tokens: [{ text: 'a', known: true }, { text: 'good' }, { text: 'film' }],
    });
    const without = await safr(['explain', 'last', 'a film', '--effects', '--without', '3', '--json'], { cwd });
    expect(JSON.parse(without.stdout)).toMatchObject({
      margin: expect.any(Number),
      neurons: expect.arrayContaining([expect.objectContaining({ effect: expect.any(Number) })]),
      switchedOff: { neurons: [[3]], before: { predicted: expect.any(String) }, random: { draws: 10 } },
    });

    const { runs } = JSON.parse((await safr(['runs', '--json'], { cwd })).stdout) as { runs: { directory: string }[] };
    const run = runs[0];
    expect(run).toMatchObject({ state: 'finished', epochs: 3, best: { epoch: expect.any(Number) } });
    const stored = readFileSync(join(run!.directory, 'experiment.json'), 'utf8');
    expect(JSON.parse(stored)).toMatchObject({ experiment: { seed: 7, threads: 1 } });

    const devices = JSON.parse((await safr(['devices', '--json'], { cwd })).stdout) as object;
    expect(devices).toMatchObject({ devices: { wasm: { available: true }, tensorflow: { available: true } } });
  });

  it('writes an experiment file that can be trained, and never overwrites one', async () => {
    const cwd = temporaryFolder();
    expect((await safr(['init', 'sst2.safr.json', '--source', 'sst2'], { cwd })).stdout).toBe('sst2.safr.json\n');
    const written = readFileSync(join(cwd, 'sst2.safr.json'), 'utf8');
    const again = await safr(['init', 'sst2.safr.json', '--source', 'imdb'], { cwd });
    expect(again).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('sst2.safr.json: already exists'),
    });
    expect(readFileSync(join(cwd, 'sst2.safr.json'), 'utf8')).toBe(written);
    const trained = await safr(['train', 'sst2.safr.json', '--data', 'nowhere'], { cwd });
    expect(trained.stderr).toContain('nowhere/trainDevTestTrees_PTB.zip: no such file');
  });

  it('verifies a golden on each device', async () => {
    const cwd = temporaryFolder();
    for (const device of ['wasm', 'tensorflow']) {
      const verified = await safr(['verify', golden, '--device', device], { cwd });
      expect(verified.stdout).toMatch(/^ {2}eval\.logits +\S+ +1e-5 +ok$/m);
      expect(verified.stdout).toMatch(/all \d+ tensors agree/);
      expect(verified.code).toBe(0);
    }
  });

  it('exits with code 1 if a tensor exceeds its tolerance', async () => {
    const cwd = temporaryFolder();
    const bytes = readFileSync(golden);
    const headerSize = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerSize)) as Record<string, { data_offsets: number[] }>;
    bytes.writeFloatLE(1, 8 + headerSize + header['eval.logits']!.data_offsets[0]!);
    writeFileSync(join(cwd, 'other.safetensors'), bytes);
    const verified = await safr(['verify', golden, 'other.safetensors'], { cwd });
    expect(verified.code).toBe(1);
    expect(verified.stdout).toMatch(/^ {2}eval\.logits +\S+ +1e-5 +BEYOND$/m);
    expect(verified.stdout).toMatch(/1 of \d+ tensors beyond tolerance/);
  });
});
