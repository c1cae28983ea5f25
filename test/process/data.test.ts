import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { safr, temporaryFolder } from './safr.ts';
import { tinyModel, tinyRows, writeTinyExperiment } from './tinyExperiment.ts';

const quick = { epochs: 1, batchSize: 8, learningRate: 0.01, devSample: 0 };
const rows = tinyRows(60).map((row) => row.split('\t') as [text: string, label: string]);

/** A folder with an experiment on this data set, and its files. */
function folderWith(dataset: object, files: Readonly<Record<string, string | Uint8Array>>): string {
  const cwd = temporaryFolder();
  writeTinyExperiment(cwd, { dataset: { source: 'files', ...dataset }, training: quick });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  return cwd;
}

const train = (cwd: string, ...args: string[]) => safr(['train', 'tiny.safr.json', ...args], { cwd });

describe('safr train', () => {
  it('reads a .csv.gz with semicolons, without header, in windows-1252, and says what it found and left out', async () => {
    const lines = rows.map(([text, label]) => `${label};"${text}; caf\xe9"\n`).join('');
    const cwd = folderWith(
      { train: 'rows.csv.gz', columns: ['label', 'text'], encoding: 'windows-1252', emptyRows: 'skip' },
      { 'rows.csv.gz': gzipSync(Buffer.from(`${lines}yes;\n`, 'latin1')) },
    );
    const { code, stderr } = await train(cwd);
    expect(stderr).toContain('note: rows.csv.gz: its fields are separated by ";"\n');
    expect(stderr).toMatch(/^data {4}48 training, 6 dev and 6 test texts; classes no 50\.0 %, yes 50\.0 %$/m);
    expect(stderr).toMatch(/^ {8}left out: 1 row without text or label$/m);
    expect(code).toBe(0);
  });

  it('tells findings as data with --json', async () => {
    const cwd = folderWith(
      { train: 'rows.csv' },
      { 'rows.csv': `text;label\n${rows.map((row) => row.join(';')).join('\n')}\n` },
    );
    const { stdout } = await train(cwd, '--json');
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string });
    expect(events.find(({ kind }) => kind === 'data')).toMatchObject({
      findings: [{ file: join(cwd, 'rows.csv'), level: 'info', message: 'its fields are separated by ";"' }],
    });
  });

  it('says before the first epoch what was cut and what looks wrong; evaluate, check, report and JSON say it again', async () => {
    const cwd = folderWith(
      { train: 'rows.csv', test: 'rows.csv' },
      { 'rows.csv': `text,label\n${rows.map((row) => row.join(',')).join('\n')}\n` },
    );
    writeTinyExperiment(cwd, {
      dataset: { source: 'files', train: 'rows.csv', test: 'rows.csv' },
      ...{ model: { ...tinyModel, maxLength: 5 }, training: quick, expect: { accuracy: '>= 0' } },
    });
    const { stderr } = await train(cwd);
    const said = /warning: [\d.]+ % of the texts are longer than 5 tokens and are cut/;
    const [before] = stderr.split(/^epoch /m);
    expect(before).toMatch(/\d+ texts cut at 5 \([\d.]+ % of all tokens\)/);
    expect(before).toMatch(said);
    expect(before).toMatch(/warning: 54 of 60 texts of test are in train as well \(both read rows\.csv\)/);
    expect((await safr(['evaluate', 'last'], { cwd })).stderr).toMatch(said);
    expect((await safr(['check', 'tiny.safr.json'], { cwd })).stderr).toMatch(said);
    const checked = await safr(['check', 'tiny.safr.json', '--json'], { cwd });
    const evaluated = await safr(['evaluate', 'last', '--json'], { cwd });
    const { data } = JSON.parse(evaluated.stdout) as { data: { warnings: string[] } };
    expect(data.warnings).toHaveLength(3);
    expect(JSON.parse(checked.stdout)).toMatchObject({ dataWarnings: data.warnings });
    await safr(['report', 'last', '--out', 'report.html', '--lines', '0'], { cwd });
    expect(readFileSync(join(cwd, 'report.html'), 'utf8')).toContain('Warning: ');
  });

  it('refuses texts of which it knows no words, and writes no run', async () => {
    const chinese = rows.map(([, label], i) => `这部电影${'好坏新旧'.repeat(1 + i)}。,${label}\n`).join('');
    const cwd = folderWith({ train: 'rows.csv' }, { 'rows.csv': `text,label\n${chinese}` });
    const refused = await train(cwd);
    expect(refused.stderr).toMatch(
      /^error: 100\.0 % of the words of dev are unknown: .*\nremedy: .*"kind": "pattern"/m,
    );
    expect(refused.code).toBe(2);
    expect(existsSync(join(cwd, '.safr'))).toBe(false);
    const tokenizer = { kind: 'pattern', pattern: '\\p{Script=Han}|[\\p{L}\\p{N}]+|\\S' };
    writeTinyExperiment(cwd, { dataset: { source: 'files', train: 'rows.csv' }, training: quick, tokenizer });
    expect((await train(cwd)).code).toBe(0);
  });

  it('reads a folder of Parquet files, and evaluates nothing on a test split without labels', async () => {
    const cwd = folderWith({ train: 'tea' }, {});
    mkdirSync(join(cwd, 'tea'));
    const fixtures = { train: 'snappy', validation: 'zstd', test: 'unlabelled' };
    for (const [split, name] of Object.entries(fixtures)) {
      const target = join(cwd, 'tea', `${split}-00000-of-00001.parquet`);
      copyFileSync(resolve('test/fixtures/parquet', `${name}.parquet`), target);
    }
    const trained = await train(cwd, '--evaluate');
    expect(trained.stderr).toMatch(/6 training, 6 dev and 2 test texts; classes negative \d/);
    expect(trained.stderr).toMatch(/warning: .*test-00000.*: the test split has no labels/);
    expect(trained).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\.safr\/runs\/\S+\n$/) });
    const evaluated = await safr(['evaluate', 'last'], { cwd });
    expect(evaluated.stderr).toMatch(/^error: the test split has no labels: .*\nremedy: Evaluate on --split dev/m);
    expect(evaluated.code).toBe(2);
    expect((await safr(['evaluate', 'last', '--split', 'dev'], { cwd })).code).toBe(0);
  });

  it.each([
    [
      'an unclosed quote',
      'text,label\nx,a\n"y,b\nz,a\n',
      /rows\.csv:3: the quoted field that begins here is not closed/,
    ],
    [
      'a missing header',
      'ham,see you\nspam,you won\nham,yes\nham,no\n',
      /rows\.csv:1: no column "text"; columns: ham, see you; .*looks like a row/,
    ],
    [
      'latin-1',
      Buffer.from('text,label\nna\xefve,a\n', 'latin1'),
      /rows\.csv:2: is not UTF-8 text: probably windows-1252/,
    ],
    ['control characters', `text,label\n"\u001b[31mred${'d'.repeat(5000)}" x,b\n`, /rows\.csv:2: the quoted field/],
  ])('explains %s in two short lines without control characters', async (_, content, error) => {
    const cwd = folderWith({ train: 'rows.csv' }, { 'rows.csv': content });
    const { code, stderr, stdout } = await train(cwd);
    expect(stderr).toMatch(/^error: .+\nremedy: .+\n$/);
    expect(stderr).toMatch(error);
    expect(stderr.length).toBeLessThan(1200);
    expect(stderr.replaceAll('\n', '')).toMatch(/^[^\p{Cc}]*$/u);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('shows the escapes of a column that holds control characters', async () => {
    const cwd = folderWith({ train: 'rows.csv' }, { 'rows.csv': 'a\u001b]0;title\u0007,b\nx,y\n' });
    expect((await train(cwd)).stderr).toContain('columns: a\\u001b]0;title\\u0007, b');
  });
});

it('a project that was moved is evaluated on its data at the new place', async () => {
  const parent = temporaryFolder();
  const [before, after] = [join(parent, 'before'), join(parent, 'after')];
  mkdirSync(before);
  writeTinyExperiment(before, { training: quick, model: tinyModel });
  const run = (await train(before)).stdout.trim();
  renameSync(before, after);
  expect((await safr(['evaluate', 'last'], { cwd: after })).code).toBe(0);

  // A run of an older version holds an absolute path, which counts where it is.
  const stored = join(after, run, 'experiment.json');
  const document = JSON.parse(readFileSync(stored, 'utf8')) as { path: string };
  expect(document.path).toBe('../../../tiny.safr.json');
  writeFileSync(stored, JSON.stringify({ ...document, path: join(after, 'tiny.safr.json') }));
  const copy = join(parent, 'copy');
  cpSync(join(after, '.safr'), join(copy, '.safr'), { recursive: true });
  expect((await safr(['evaluate', 'last'], { cwd: copy })).code).toBe(0);
  rmSync(join(after, 'rows.tsv'));
  expect((await safr(['evaluate', 'last'], { cwd: copy })).stderr).toMatch(/after.rows\.tsv: no such file/);
});

describe('safr evaluate --other-data', () => {
  it('says in the terminal that the result is of other data, and that trained texts may be among them', async () => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd, { training: quick });
    expect((await train(cwd, '--evaluate')).code).toBe(0);
    writeFileSync(join(cwd, 'rows.tsv'), ['text\tlabel', ...tinyRows(150), ''].join('\n'));
    const { code, stdout, stderr } = await safr(['evaluate', 'last', '--other-data'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^accuracy .* on 13 test texts of other data than the run was trained with/m);
    expect(stdout).toMatch(/^full result .*evaluation\.other\.json$/m);
    expect(stderr).toContain('warning: the training split is not the run');
  });
});

describe('safr init --train', () => {
  it('shows how a file is read and writes an experiment that trains on it', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'reviews.csv'), rows.map(([text, label]) => `${label};${text}\n`).join(''));
    const { code, stdout, stderr } = await safr(['init', 'reviews.safr.json', '--train', 'reviews.csv'], { cwd });
    expect(stderr).toContain('reviews.csv: fields separated by ";", quoted by ", no header, encoded in utf-8\n');
    expect(stderr).toContain(`  label  text\n  yes    ${rows[0]![0]}\n`);
    expect(stderr).toContain('text column "text", label column "label"');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'reviews.safr.json\n' });
    expect(readFileSync(join(cwd, 'reviews.safr.json'), 'utf8')).toMatch(/"columns": \[\s*"label",\s*"text"\s*\]/);
  });

  it('names the likely encoding of a file that is not UTF-8', async () => {
    const cwd = temporaryFolder();
    const content = `text,label\n${rows.map(([text, label]) => `${text} caf\xe9,${label}\n`).join('')}`;
    writeFileSync(join(cwd, 'reviews.csv'), Buffer.from(content, 'latin1'));
    const { code, stderr } = await safr(['init', 'reviews.safr.json', '--train', 'reviews.csv'], { cwd });
    expect(stderr).toContain(
      'It is not UTF-8: its encoding is taken to be "windows-1252", which is named in the file.\n',
    );
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, 'reviews.safr.json'), 'utf8')).toContain('"encoding": "windows-1252"');
  });

  it('writes nothing where the file cannot be read', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'one.csv'), 'text\nfine\n');
    const { code, stderr } = await safr(['init', 'one.safr.json', '--train', 'one.csv'], { cwd });
    expect(stderr).toMatch(/^error: one\.csv: has one column only, "text"\nremedy: /m);
    expect(code).toBe(2);
    expect((await safr(['init', 'one.safr.json', '--train', 'gone.csv'], { cwd })).stderr).toMatch(
      /gone\.csv: no such file/,
    );
  });
});
