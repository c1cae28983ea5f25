import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { safr, temporaryFolder } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

it('writes the model of a run as an ONNX file', async () => {
  const cwd = temporaryFolder();
  writeTinyExperiment(cwd);
  await safr(['train', 'tiny.safr.json'], { cwd });
  const exported = await safr(['export', 'last', '--format', 'onnx', '--out', 'tiny.onnx'], { cwd });
  expect(exported).toMatchObject({ code: 0, stdout: 'onnx  tiny.onnx\n', stderr: '' });
  await safr(['export', 'last', '--format', 'onnx'], { cwd });
  expect(readdirSync(cwd).filter((name) => name.endsWith('.onnx'))).toEqual([
    expect.stringMatching(/-tiny\.onnx$/),
    'tiny.onnx',
  ]);

  const missing = await safr(['export', 'last', '--format', 'onnx', '--out', 'none/a.onnx'], { cwd });
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringMatching(/none\/a\.onnx.*\nremedy: .*\n$/) });
  const encoder = await safr(['export', 'last', '--format', 'huggingface', '--out', 'none'], { cwd });
  expect(encoder).toMatchObject({ code: 2, stderr: expect.stringMatching(/no pretrained encoder.*\nremedy: .*onnx/) });
  const unknown = await safr(['export', 'last', '--format', 'pickle'], { cwd });
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringMatching(/'pickle' is invalid\..*bundle, onnx/) });
});
