import { expect, test } from 'vitest';
import { registerShareRuns } from '../../../../src/extension/commands/shareRuns.ts';
import { FakeCompute } from '../fakeCompute.ts';
import { fakeStudio } from '../fakeStudio.ts';
import { someRun } from '../someRun.ts';
import { editor, Uri } from '../vscodeStub.ts';

const ownRun = someRun();
const path = '/elsewhere/mine';

/** Exports a run as the user chooses; returns the compute process that was asked. */
async function exported(label: string | undefined, run = ownRun): Promise<FakeCompute> {
  const { studio, fakes } = fakeStudio();
  const compute = new FakeCompute();
  compute.answer = () => ({ path });
  fakes.startCompute.mockImplementation(compute.start);
  fakes.runs.set(run);
  registerShareRuns(studio);
  editor.picked = label;
  editor.saveTarget = Uri.file(path);
  await editor.registered.get('safr.exportRun')!({ run: run.directory } as never);
  expect(compute.ends).toBe(compute.starts);
  return compute;
}

test('a run is exported as an archive', async () => {
  const compute = await exported('Archive');
  expect(compute.last).toMatchObject({ kind: 'exportRun', params: { directory: ownRun.directory, path } });
  expect(editor.messages.map(({ text }) => text)).toEqual([`The run is in ${path}; “SAFR: Import Run…” reads it.`]);
});

test('a run’s model is exported as an ONNX file', async () => {
  const compute = await exported('ONNX model');
  expect(compute.requests).toMatchObject([{ kind: 'exportOnnx', params: { directory: ownRun.directory, path } }]);
  expect(editor.messages.map(({ text }) => text)).toEqual([
    `The model is in ${path}; its token ids are those of vocabulary.json in the run's folder.`,
  ]);
});

test('only a run of a pretrained encoder is exported as a folder', async () => {
  const { experiment } = ownRun;
  const encoder = { ...ownRun, experiment: { ...experiment, model: { ...experiment.model, pretrained: 'bert' } } };
  const compute = await exported('Hugging Face folder', encoder);
  expect(compute.requests).toMatchObject([
    { kind: 'exportHuggingface', params: { directory: encoder.directory, path } },
  ]);
  expect(editor.messages.map(({ text }) => text)).toEqual([
    expect.stringContaining(`The encoder is in the folder ${path}`),
  ]);
  expect((await exported('Hugging Face folder')).starts).toBe(0);
});

test('nothing is exported where the user chooses no format', async () => {
  expect((await exported(undefined)).starts).toBe(0);
});
