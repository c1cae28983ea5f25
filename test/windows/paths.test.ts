import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../process/safr.ts';
import { tinyModel, tinyRows, tinyTraining, writeTinyExperiment } from '../process/tinyExperiment.ts';
import { reasonToSkip } from '../requirements.ts';
import { folderOnDriveC, onDriveZ, safr, safrOutput, startNode } from './wine.ts';

const brief = { training: { ...tinyTraining, epochs: 1 }, device: 'wasm' };

/** Trains; returns the id of the run. */
async function train(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await safrOutput(cwd, 'train', ...args)).trim().split('\\').at(-1)!;
}

const runFolder = (cwd: string, run: string) => join(cwd, '.safr', 'runs', run);

describe.skipIf(reasonToSkip('windows') !== null)('paths on Windows', () => {
  it('may have backslashes, name another drive, and be patterns, also at the root of a drive', async () => {
    const [cwd, other] = [folderOnDriveC('own'), temporaryFolder()];
    const rows = (word: string) => ['text\tlabel', ...tinyRows(40).map((row) => `${word} ${row}`), ''].join('\n');
    mkdirSync(join(cwd, 'data'));
    writeFileSync(join(cwd, 'data', 'own.tsv'), rows('own'));
    writeFileSync(join(cwd, '..', 'root.tsv'), rows('root'));
    writeFileSync(join(other, 'other.tsv'), rows('other'));
    const files = ['data\\own.tsv', `${onDriveZ(other)}\\o*.tsv`, 'C:\\r??t.tsv'];
    writeTinyExperiment(cwd, { ...brief, dataset: { source: 'files', train: files } });

    await train(cwd, 'C:\\own\\tiny.safr.json');
    await safrOutput(cwd, 'report', 'last', '--out', onDriveZ(join(other, 'out.html')));
    const report = readFileSync(join(other, 'out.html'), 'utf8');
    for (const path of ['data/own.tsv', 'other.tsv', 'root.tsv']) expect(report).toContain(`<td>${path}</td>`);
    expect(report).not.toContain(':\\');
  });

  it('may have more than 260 characters, and any letters', async () => {
    const cwd = temporaryFolder();
    const folder = join(cwd, ...Array.from({ length: 6 }, (_, i) => `${i} ${'größer'.repeat(7)}`));
    mkdirSync(folder, { recursive: true });
    writeTinyExperiment(folder, brief);
    const runs = onDriveZ(join(folder, '.safr', 'runs'));
    const run = await train(cwd, onDriveZ(join(folder, 'tiny.safr.json')), '--evaluate', '--runs', runs);
    await safrOutput(cwd, 'report', `${runs}\\${run}`, '--out', onDriveZ(join(folder, 'größer.html')));
    expect(runs.length).toBeGreaterThan(260);
    expect(existsSync(join(runFolder(folder, run), 'evaluation.json'))).toBe(true);
    expect(existsSync(join(folder, 'größer.html'))).toBe(true);
  });

  it('are refused for a file that Windows could not open; runs are named without a dot at the end', async () => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd, { ...brief, name: 'tiny..' });
    expect(await train(cwd, 'tiny.safr.json')).toMatch(/-tiny$/);
    const refused = async (...args: readonly string[]) => {
      const { code, stderr } = await safr(cwd, ...args);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refused('init', 'aux.safr.json', '--source', 'sst2')).toBe(
      'error: aux.safr.json: cannot be written: aux is the name of a device on Windows\nremedy: Choose another name.\n',
    );
    expect(await refused('report', 'last', '--out', 'tiny.')).toContain('names on Windows do not end with a dot');
    expect(await refused('export', 'last', '--out', 'tiny:1')).toContain('":" is not allowed in names on Windows');
    expect(readdirSync(cwd).sort()).toEqual(['.safr', 'rows.tsv', 'tiny.safr.json']);
  });
});

describe.skipIf(reasonToSkip('windows') !== null)('files on Windows', () => {
  it('may have lines that end with CR and LF', async () => {
    const cwd = temporaryFolder();
    const rows = tinyRows(120).map((row) => row.replace('\t', ','));
    writeFileSync(join(cwd, 'rows.csv'), ['text,label', ...rows, ''].join('\r\n'));
    const experiment = { dataset: { source: 'files', train: 'rows.csv' }, model: tinyModel, threads: 1, ...brief };
    const lines = ['// of Windows', ...JSON.stringify(experiment, null, 2).split('\n')];
    writeFileSync(join(cwd, 'tiny.safr.json'), lines.join('\r\n'));
    const run = runFolder(cwd, await train(cwd, 'tiny.safr.json'));
    expect(JSON.parse(readFileSync(join(run, 'classes.json'), 'utf8'))).toEqual(['no', 'yes']);
    expect(readFileSync(join(run, 'vocabulary.json'), 'utf8')).not.toContain('\\r');

    const wrong = lines.map((line) => line.replace('"threads": 1', '"threads": "one"'));
    writeFileSync(join(cwd, 'tiny.safr.json'), wrong.join('\r\n'));
    const line = wrong.findIndex((text) => text.includes('"one"')) + 1;
    expect((await safr(cwd, 'train', 'tiny.safr.json')).stderr).toContain(`tiny.safr.json:${line}:14`);
  });

  it('are replaced as soon as no other program reads them', async () => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd, brief);
    await train(cwd, 'tiny.safr.json');
    writeFileSync(join(cwd, 'tiny.html'), 'earlier');
    // Has the file open until some time after the new one waits next to it.
    const reader = startNode(cwd, [
      '-e',
      `const fs = require('fs');
      const file = fs.openSync('tiny.html', 'r');
      console.log('open');
      const timer = setInterval(() => {
        if (!fs.readdirSync('.').some((name) => name.endsWith('.tmp'))) return;
        clearInterval(timer);
        setTimeout(() => fs.closeSync(file), 100);
      }, 10);`,
    ]);
    await reader.until((stdout) => stdout.includes('open'));
    await safrOutput(cwd, 'report', 'last', '--out', 'tiny.html');
    expect(await reader.outcome).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'tiny.html'), 'utf8')).toContain('</html>');
    expect(readdirSync(cwd).sort()).toEqual(['.safr', 'rows.tsv', 'tiny.html', 'tiny.safr.json']);
  });
});
