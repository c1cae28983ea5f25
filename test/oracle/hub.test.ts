import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPretrainedFolder } from '../../src/core/model/pretrained/findFolder.ts';
import { downloadModel } from '../../src/core/model/pretrained/hub/downloadModel.ts';
import { HubServer, tinyModel } from '../hubServer.ts';
import { reasonToSkip } from '../requirements.ts';
import { pythonPath } from './python.ts';

const reason = reasonToSkip('hub');
const names = ['config.json', 'model.safetensors', 'tokenizer_config.json', 'vocab.txt'];

describe.skipIf(reason)(`the cache of the hub${reason === null ? '' : ` (${reason})`}`, () => {
  let hub: HubServer;
  let root: string;
  let environment: Record<string, string>;
  const model = tinyModel();

  beforeEach(async () => {
    hub = await HubServer.start();
    hub.models.set('org/tiny', model);
    root = realpathSync(mkdtempSync(join(tmpdir(), 'safr-hub-')));
    environment = { HF_HOME: root, HF_ENDPOINT: hub.url };
  });
  afterEach(() => {
    hub.close();
    rmSync(root, { recursive: true, force: true });
  });

  /** Not synchronous: the hub answers meanwhile. */
  async function python(...args: readonly string[]): Promise<unknown> {
    const own = { HF_HUB_CACHE: undefined, HF_HUB_OFFLINE: undefined, HF_TOKEN: undefined, NO_PROXY: '127.0.0.1' };
    const env = { ...process.env, ...own, ...environment };
    const { stdout } = await promisify(execFile)(pythonPath()!, ['test/oracle/hub.py', ...args], { env });
    return JSON.parse(stdout);
  }

  it.each([
    ['links', {}],
    ['copies', { HF_HUB_DISABLE_SYMLINKS: '1' }],
  ])('has what was downloaded for Python as well, as %s', async (_, more) => {
    environment = { ...environment, ...more };
    const { folder } = await downloadModel('org/tiny', { environment });
    const paths = names.map((name) => join(folder, name));
    expect(await python('find', 'org/tiny', 'main', ...names)).toEqual({ folder, paths });
    expect(await python('find', 'org/tiny', model.commit, 'merges.txt')).toEqual({ folder, paths: [null] });
    hub.requests.length = 0;
    expect(await python('download', 'org/tiny', ...names)).toEqual(paths);
    expect(hub.sent).toEqual([]);
  });

  it('has other revisions under their names', async () => {
    const { folder } = await downloadModel('org/tiny', { environment, revision: 'refs/pr/1' });
    expect(await python('find', 'org/tiny', 'refs/pr/1', 'vocab.txt')).toEqual({
      folder,
      paths: [join(folder, 'vocab.txt')],
    });
  });

  it('has what Python downloaded', async () => {
    const paths = (await python('download', 'org/tiny', ...names)) as string[];
    expect(await findPretrainedFolder('org/tiny', root, environment)).toBe(dirname(paths[0]!));
    hub.requests.length = 0;
    const { folder, files } = await downloadModel('org/tiny', { environment });
    expect(files.some(({ isNew }) => isNew)).toBe(false);
    expect(hub.sent).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(names);
    for (const name of names)
      expect(readFileSync(join(folder, name)).equals(Buffer.from(model.files[name]!))).toBe(true);
  });
});
