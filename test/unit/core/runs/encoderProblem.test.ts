import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../../../src/common/userError.ts';
import { parseExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import { readConfig } from '../../../../src/core/model/pretrained/config.ts';
import { checkEncoder, findEncoderProblem } from '../../../../src/core/runs/encoderProblem.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const encoder = 'test/fixtures/pretrained/bert';
const textOf = (fields: object) => JSON.stringify({ dataset: { source: 'sst2' }, ...fields });
const experimentOf = (fields: object) => parseExperiment(textOf(fields), 'a.safr.json');
const model = { pretrained: encoder };
const folder = temporaryFolder();

test('names the field, its value and what the encoder has', async () => {
  const layers = { model, safr: { interactionLayers: [2, 3] } };
  expect(await findEncoderProblem(experimentOf(layers), '.')).toMatchObject({
    paths: [
      ['safr', 'interactionLayers', 1],
      ['safr', 'interactionLayers'],
      ['sweep', 'safr.interactionLayers'],
    ],
    message: expect.stringMatching(/^safr.interactionLayers\[1\] is 3; .*bert has 2 blocks$/),
    remedy: 'Give numbers from 1 to 2, or "all".',
  });
  const trainable = await findEncoderProblem(experimentOf({ model: { ...model, trainable: 3 } }), '.');
  expect(trainable!.message).toMatch(/^model.trainable is 3; .*bert has 2 blocks$/);
  const long = await findEncoderProblem(experimentOf({ model: { ...model, maxLength: 11 } }), '.');
  const active = await findEncoderProblem(experimentOf({ model: { ...model, activeNeurons: 17 } }), '.');
  expect(active!.message).toMatch(/^model.activeNeurons is 17; .*bert has 16 neurons per block$/);
  const rates = { model, training: { firingRate: 0.1, firingRateGroups: 20 } };
  expect((await findEncoderProblem(experimentOf(rates), '.'))!.message).toMatch(/^training.firingRateGroups is 20; /);
  expect(long!.message).toMatch(/^model.maxLength is 11; .*bert reads at most 10 tokens$/);
});

test('finds none where everything exists, and without an encoder', async () => {
  const whole = { importanceSite: 'ffn', importanceLayers: [1], interactionLayers: [1, 2] };
  expect(await findEncoderProblem(experimentOf({ model, safr: whole }), '.')).toBeNull();
  expect(await findEncoderProblem(experimentOf({}), '.')).toBeNull();
});

test('says that an encoder is missing, and whether it can be downloaded', async () => {
  const problemOf = (pretrained: string) => findEncoderProblem(experimentOf({ model: { pretrained } }), '.');
  const missing = await problemOf('org/missing');
  expect(missing).toMatchObject({
    paths: [
      ['model', 'pretrained'],
      ['sweep', 'model.pretrained'],
    ],
    download: 'org/missing',
  });
  expect(missing!.message).toMatch(/^org\/missing: no such model/);
  const path = await problemOf('./missing');
  expect(path).toMatchObject({ remedy: 'Check the path.' });
  expect(path).not.toHaveProperty('download');
});

test('an error has the place of the value, in a sweep that of its list', async () => {
  const config = await readConfig(join(encoder, 'config.json'));
  const file = join(folder.path(), 'a.safr.json');
  const experiment = experimentOf({ model, safr: { interactionLayers: [3] } });
  const errorOf = (fields: object) => {
    writeFileSync(file, textOf(fields));
    try {
      checkEncoder(experiment, { path: encoder, config }, file);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      return (error as UserError).message;
    }
    return null;
  };
  const own = { model, safr: { interactionLayers: [3] } };
  expect(errorOf(own)).toContain(`${file}:1:${textOf(own).indexOf('3]') + 1}: safr.interactionLayers[0] is 3; `);
  const sweep = { model, sweep: { 'safr.interactionLayers': [[3], 'all'] } };
  expect(errorOf(sweep)).toContain(`${file}:1:${textOf(sweep).indexOf('[[3]') + 1}: safr.interactionLayers[0] is 3; `);
});
