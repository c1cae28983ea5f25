import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readExperiment } from '../../src/core/experiment/parseExperiment.ts';
import { cli, safr, startProcess, temporaryFolder } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

const commands = [
  'init',
  'train',
  'sweep',
  'evaluate',
  'explain',
  'check',
  'report',
  'export',
  'import',
  'runs',
  'download',
  'devices',
  'verify',
  'bench',
];

describe('the command line', () => {
  it('has help for itself and every command, with examples, in 80 columns', async () => {
    const cwd = temporaryFolder();
    for (const args of [['--help'], ...commands.map((name) => [name, '--help'])]) {
      const { code, stdout } = await safr(args, { cwd });
      expect(code).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
    expect((await safr(['--help'], { cwd })).stdout).toContain('Exit codes:');
  });

  it.each([
    [['trian'], /unknown command 'trian'\n\(Did you mean train\?\)/],
    [['train', '--evalute', 'x'], /unknown option '--evalute'\n\(Did you mean --evaluate\?\)/],
    [['train', 'x', '--seed', 'one'], /argument 'one' is invalid\. Allowed: a whole number from 0 to 4294967295/],
    [['train'], /error: no experiment file is given\nremedy: /],
    [['train', 'x.safr.json', '--resume', 'last'], /error: --resume continues a run unchanged/],
    [['explain'], /missing required argument 'run'/],
    [['bench', '--device', 'gpu'], /argument 'gpu' is invalid\. Allowed choices are auto, wasm, webgpu, tensorflow/],
  ])('ends with code 2 and says why, given %j', async (args, why) => {
    const { code, stdout, stderr } = await safr(args, { cwd: temporaryFolder() });
    expect(stderr).toMatch(why);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('continues silently when the reader of its output ends', async () => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd);
    const script = '"$0" "$1" train tiny.safr.json --json | true';
    const { outcome } = startProcess('sh', ['-c', script, process.execPath, cli], { cwd });
    expect(await outcome).toMatchObject({ code: 0, stderr: '' });
    expect((await safr(['runs'], { cwd })).stdout).toMatch(/-tiny +\S.* finished +3 /);
  });

  it('uses colors only on request', async () => {
    const cwd = temporaryFolder();
    const listed = (env: Record<string, string>) => safr(['devices'], { cwd, env }).then(({ stdout }) => stdout);
    expect(await listed({})).not.toContain('\x1b');
    expect(await listed({ FORCE_COLOR: '1' })).toContain('\x1b[32mavailable');
    expect(await listed({ FORCE_COLOR: '1', NO_COLOR: '1' })).not.toContain('\x1b');
  });
});

describe('examples/', () => {
  it.each(readdirSync('examples').filter((name) => name.endsWith('.safr.json')))('%s is valid', (name) => {
    expect(() => readExperiment(`examples/${name}`)).not.toThrow();
  });
});
