import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ComputeProcess } from '../../src/client/computeProcess.ts';
import { HubServer, tinyModel } from '../hubServer.ts';
import { filesIn, safr, startSafr, temporaryFolder } from './safr.ts';

/** A folder to work in, and a hub. */
async function hubAndFolder() {
  const hub = await HubServer.start();
  onTestFinished(() => hub.close());
  hub.models.set('org/tiny', tinyModel());
  const cwd = temporaryFolder();
  const env = { HF_ENDPOINT: hub.url, HF_HOME: join(cwd, 'hf'), HF_HUB_CACHE: '', HF_HUB_OFFLINE: '' };
  return { hub, cwd, env };
}

describe('safr download', () => {
  it('says in three lines what it did', async () => {
    const { cwd, env } = await hubAndFolder();
    const first = await safr(['download', 'org/tiny'], { cwd, env });
    const [model, files, folder, ...more] = first.stdout.trimEnd().split('\n');
    expect(model).toBe('model   org/tiny, revision main (commit c9745ed)');
    expect(files).toBe('files   4 files, 0.2 MB');
    expect(more).toEqual([]);
    expect(existsSync(join(cwd, folder!.replace(/^folder +/, ''), 'model.safetensors'))).toBe(true);
    expect(first).toMatchObject({ code: 0, stderr: 'downloading 0.2 MB\n' });
    const second = await safr(['download', 'org/tiny'], { cwd, env });
    expect(second.stdout).toContain('files   4 files, 0.2 MB; all were in the cache\n');
    expect(second.stderr).toBe('');
  });

  it('keeps a part at Ctrl-C, which the next call completes', async () => {
    const { hub, cwd, env } = await hubAndFolder();
    hub.stallAfter = 60_000;
    const { child, outcome } = startSafr(['download', 'org/tiny'], { cwd, env });
    const blobs = join(cwd, 'hf', 'hub', 'models--org--tiny', 'blobs');
    const part = () =>
      existsSync(blobs) ? readdirSync(blobs).find((name) => name.endsWith('.incomplete')) : undefined;
    await expect.poll(() => part() !== undefined && statSync(join(blobs, part()!)).size).toBe(60_000);
    child.kill('SIGINT');
    expect(await outcome).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('run again to resume the download'),
    });
    expect(part()).toBeDefined();
    hub.stallAfter = Infinity;
    expect((await safr(['download', 'org/tiny'], { cwd, env })).code).toBe(0);
    expect(hub.requests.at(-1)).toMatchObject({ host: 'storage', range: 'bytes=60000-' });
    expect(filesIn(blobs).filter((name) => name.endsWith('.incomplete'))).toEqual([]);
  });

  it('ends with code 2 and one line for what cannot be had', async () => {
    const { cwd, env } = await hubAndFolder();
    const unknown = await safr(['download', 'org/none'], { cwd, env });
    expect(unknown.stderr).toMatch(/^error: org\/none: no such model at .*\nremedy: .*\n$/);
    const offline = await safr(['download', 'org/tiny'], { cwd, env: { ...env, HF_HUB_OFFLINE: '1' } });
    expect(offline.stderr).toMatch(/^error: HF_HUB_OFFLINE is set: .*\nremedy: .*\n$/);
    expect([unknown, offline]).toMatchObject([
      { code: 2, stdout: '' },
      { code: 2, stdout: '' },
    ]);
  });
});

describe('the compute process', () => {
  it('downloads a model for the editor, with progress, until it is cancelled', async () => {
    const { hub, env } = await hubAndFolder();
    const compute = await ComputeProcess.start(resolve('dist/host/compute.js'), { env });
    onTestFinished(() => compute.end());
    hub.stallAfter = 60_000;
    const controller = new AbortController();
    const totals: number[] = [];
    const onEvent = ({ total }: { total: number }) => {
      totals.push(total);
      controller.abort(new Error('cancelled'));
    };
    const { signal } = controller;
    await expect(compute.request('downloadModel', { name: 'org/tiny' }, { signal, onEvent })).rejects.toThrow(
      'cancelled',
    );
    expect(totals[0]).toBeGreaterThan(200_000);
    hub.stallAfter = Infinity;
    const { files } = await compute.request('downloadModel', { name: 'org/tiny' });
    expect(files.find(({ name }) => name === 'model.safetensors')).toEqual({
      name: 'model.safetensors',
      bytes: 200_000,
      isNew: true,
    });
  });
});
