import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../../src/engine/tensorflow/backend.ts';
import { nativeFolderVariable, tensorflowVersion } from '../../src/engine/tensorflow/nativePackage.ts';
import { safr, temporaryFolder } from '../process/safr.ts';
import { writeTinyExperiment } from '../process/tinyExperiment.ts';
import { reasonToSkip } from '../requirements.ts';
import { home } from './home.ts';

const env = { [nativeFolderVariable]: home };
const description = `TensorFlow.js ${tensorflowVersion}, native`;

describe.skipIf(reasonToSkip('tensorflow') !== null)('native TensorFlow', () => {
  it('is what the tests of the devices in this project compute on', async () => {
    expect(await chooseBackend()).toMatchObject({ name: 'tensorflow', description });
  });

  it('is listed by the command line, and writes no lines of its own', async () => {
    const { code, stdout, stderr } = await safr(['devices'], { cwd: temporaryFolder(), env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`${description}\n`);
  });

  it('verifies golden files without lines of its own', async () => {
    const golden = resolve('test/fixtures/goldens/tiny.safetensors');
    const options = { cwd: temporaryFolder(), env };
    const { code, stdout, stderr } = await safr(['verify', golden, '--device', 'tensorflow', '--json'], options);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ device: 'tensorflow', description, ok: true });
  });

  it('trains, and all lines on standard error are those of the command', async () => {
    const cwd = temporaryFolder();
    writeTinyExperiment(cwd, { training: { epochs: 1, batchSize: 8, learningRate: 0.01 } });
    const { code, stderr } = await safr(['train', 'tiny.safr.json', '--device', 'tensorflow'], { cwd, env });
    expect(code).toBe(0);
    expect(stderr).toContain(`device  tensorflow: ${description}\n`);
    expect(stderr).not.toMatch(/tensorflow\/|oneDNN|WARNING|Warning|absl|^[IWE]\d{4} /m);
  });
});
