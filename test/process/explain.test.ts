import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safr } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

describe('safr explain', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'safr-'));
    writeTinyExperiment(cwd, { training: { epochs: 1, batchSize: 8, devSample: 0 } });
    expect((await safr(['train', 'tiny.safr.json'], { cwd })).code).toBe(0);
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  const explain = (input: string | Buffer, ...args: string[]) => safr(['explain', 'last', ...args], { cwd, input });

  it('refuses standard input that is not UTF-8, and names the likely encoding', async () => {
    const { code, stdout, stderr } = await explain(Buffer.from('the film is\na na\xefve story', 'latin1'));
    expect(stderr).toBe(
      'error: standard input:2: is not UTF-8 text: probably windows-1252 (it includes latin-1)\n' +
        'remedy: Convert the text to UTF-8 first; its encoding may be "windows-1252".\n',
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('reads UTF-16 with a byte-order mark', async () => {
    const { stdout } = await explain(Buffer.from('\ufeffthe film is good', 'utf16le'), '--json');
    expect((JSON.parse(stdout) as { tokens: { text: string }[] }).tokens.map(({ text }) => text)).toEqual([
      ...['the', 'film', 'is', 'good'],
    ]);
  });

  it('says where each token is in the text', async () => {
    const { stdout } = await explain('the  unheard', '--json');
    const { tokens } = JSON.parse(stdout) as { tokens: object[] };
    expect(tokens).toMatchObject([
      { text: 'the', start: 0, end: 3 },
      { text: 'unheard', id: 1, start: 5, end: 12, known: false },
    ]);
  });

  it('marks unknown words, without colors too', async () => {
    const { stdout } = await explain('the unheard film');
    expect(stdout).toMatch(/^the\([\d.]+\) unheard\[\?\]\([\d.]+\) film\([\d.]+\)$/m);
    expect(stdout).toContain('\n1 of 3 words not in the vocabulary, marked [?]\n');
    expect((await explain('the film')).stdout).not.toContain('[?]');
  });

  it('marks unknown words in italics where there are colors', async () => {
    const { stdout } = await safr(['explain', 'last', 'the unheard film'], { cwd, env: { FORCE_COLOR: '1' } });
    expect(stdout).toContain('\u001b[3munheard\u001b[23m');
    expect(stdout).toContain('1 of 3 words not in the vocabulary, \u001b[3min italics');
  });

  it.each([[[]], [['--by', 'attention']], [['--without', 'mono']], [['--json']]])(
    'shows control characters as escapes with %j',
    async (args) => {
      const { code, stdout } = await explain('the \u001b[2Jfilm \u009b31m is good', ...args);
      expect(code).toBe(0);
      expect(stdout).toContain('\\u001b[2Jfilm');
      expect(stdout).toContain('\\u009b31m');
      expect(stdout.replaceAll('\n', '')).toMatch(/^[^\p{Cc}]*$/u);
    },
  );

  it('explains every text of a file as it explains one, into JSON lines', async () => {
    writeFileSync(join(cwd, 'new.csv'), 'text,label\nthe film is good,good\n,bad\nthe film is dull,bad\n');
    const { code, stderr } = await explain('', '--input', 'new.csv', '--output', 'out.jsonl');
    expect(stderr).toMatch(
      /^2 texts explained, [\d,]+ per second; left out: 1 row without a text\nexplanations {2}out\.jsonl\n$/,
    );
    expect(code).toBe(0);
    const lines = readFileSync(join(cwd, 'out.jsonl'), 'utf8').trimEnd().split('\n');
    const documents = lines.map((line) => JSON.parse(line) as { line: number; text: string; logits: number[] });
    expect(documents.map(({ line }) => line)).toEqual([2, 4]);
    const one = JSON.parse((await explain('the film is dull', '--json')).stdout) as { logits: number[] };
    expect(documents[1]!.logits[0]).toBeCloseTo(one.logits[0]!, 5);
    const printed = await explain('', '--input', 'new.csv');
    expect(printed.stdout).toBe(readFileSync(join(cwd, 'out.jsonl'), 'utf8'));
  });

  it('explains the text in a line of a file, and says whether its prediction is correct', async () => {
    const text = 'the film\nis good';
    const { predicted } = JSON.parse((await explain(text, '--json')).stdout) as { predicted: string };
    writeFileSync(join(cwd, 'lines.csv'), `text,label\n"${text}",yes\n"${text}",no\n"${text}",unsure\n`);
    const ofText = await explain(text, '--effects');
    const verdict = (label: string) => `; the prediction is ${label === predicted ? 'correct' : 'wrong'}`;
    for (const [line, at] of [
      ['3', `lines.csv:2  labelled yes${verdict('yes')}`],
      ['4', `lines.csv:4  labelled no${verdict('no')}`],
      ['6', 'lines.csv:6  labelled unsure'],
    ] as const) {
      const { stdout, code } = await explain('', '--input', 'lines.csv', '--line', line, '--effects');
      expect(stdout).toBe(`${at}\n${ofText.stdout}`);
      expect(code).toBe(0);
    }
  });

  it.each([
    [['--input', 'nowhere.csv'], 'nowhere.csv: no such file'],
    [['--input', 'tiny.safr.json', '--output', 'out.csv'], 'out.csv: explanations cannot be written as ".csv"'],
    [['--output', 'out.jsonl', 'a film'], '--output needs --input'],
    [['--text-column', 'text', 'a film'], '--text-column needs --input'],
    [['--line', '2', 'a film'], '--line needs --input'],
    [['--line', '9', '--input', 'new.csv'], 'new.csv:9: no row is there'],
    [['--line', '2', '--input', 'new.csv', '--output', 'out.jsonl'], '--line and --output are given'],
    [['--without', 'mono', '--input', 'new.csv'], '--without is for one text'],
    [['--effects', '--input', 'new.csv'], '--effects is for one text'],
    [['a', 'film', '--input', 'new.csv'], 'a text and --input are given'],
  ])('refuses %j and writes nothing', async (args, message) => {
    const before = readdirSync(cwd).sort();
    const { code, stderr } = await explain('', ...args);
    expect(stderr.split('\n')[0]).toContain(message);
    expect(code).toBe(2);
    expect(readdirSync(cwd).sort()).toEqual(before);
  });
});
