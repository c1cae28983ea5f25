import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportHuggingface } from '../../src/core/workflow/exportHuggingface.ts';
import { exportOnnx } from '../../src/core/workflow/exportOnnx.ts';
import { makeBatch } from '../../src/core/model/batch.ts';
import { openRunModel } from '../../src/core/workflow/runModel.ts';
import { openDevice } from '../../src/engine/openDevice.ts';
import { reasonToSkip } from '../requirements.ts';
import { pythonPath } from './python.ts';
import { trainedEncoder, trainedRun } from './trainedRun.ts';

const page = readFileSync('docs/python.md', 'utf8');
const allBlocks = Array.from(page.matchAll(/^```python\n(.*?)^```/gms), ([, code]) => code!);
const blocks = allBlocks.filter((code) => !code.includes('transformers'));
const texts = ['the film is good', 'A DULL story', 'nothing known', '', 'cold '.repeat(20)];

const reason = reasonToSkip('export');
describe.skipIf(reason)(`docs/python.md${reason === null ? '' : ` (${reason})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'safr-page-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['none', 'max'])('opens a run with padding %s in Python', async (padding) => {
    const directory = await trainedRun(folder, { padding });
    await exportOnnx(directory, join(folder, 'model.onnx'));
    const result = `print(json.dumps({"keep": keep.tolist(), "classes": classify(${JSON.stringify(texts)})}))`;
    writeFileSync(join(folder, 'page.py'), [...blocks, result, ''].join('\n'));
    const { stdout, stderr, status } = spawnSync(pythonPath()!, ['page.py'], { cwd: folder, encoding: 'utf8' });
    expect(`${status} ${stderr}`).toMatch(/^0 /);
    const lines = stdout.trim().split('\n');
    const python = JSON.parse(lines.at(-1)!) as { keep: number[]; classes: string[] };
    expect(stdout).toContain('devAccuracy');
    expect(stdout).toContain('both.random.mean');

    const device = await openDevice('tensorflow');
    const { model, run } = await openRunModel(device, directory);
    const { executor, shape } = model;
    const sentences = texts.map((text) => ({ ids: run.reader.read(text).ids, label: 0 }));
    await executor.run('predict', makeBatch(sentences, model.padding));
    const logits = await executor.read('logits');
    expect(python.classes).toEqual(texts.map((_, i) => run.classes[logits[2 * i]! > logits[2 * i + 1]! ? 0 : 1]));

    const types = Array.from({ length: shape.vocabulary }, (_, id) => ({ ids: Int32Array.of(id), label: 0 }));
    await executor.run('explain', makeBatch(types, { padding: 'none' }));
    const keep = await executor.read('keep');
    expect(python.keep.length).toBe(shape.vocabulary);
    expect(Math.max(...python.keep.map((value, i) => Math.abs(value - keep[i]!)))).toBeLessThan(1e-5);
    await executor.close();
    await device.close();
  });

  it('opens an exported encoder in transformers', async () => {
    const directory = await trainedEncoder(folder);
    await exportHuggingface(directory, join(folder, 'my-encoder'));
    const result = 'import json\nprint(json.dumps(model(**inputs).logits.tolist()))';
    writeFileSync(
      join(folder, 'page.py'),
      [...allBlocks.filter((code) => !blocks.includes(code)), result, ''].join('\n'),
    );
    const { stdout, stderr, status } = spawnSync(pythonPath()!, ['page.py'], { cwd: folder, encoding: 'utf8' });
    expect(`${status} ${stderr}`).toMatch(/^0 /);
    const logits = JSON.parse(stdout.trim().split('\n').at(-1)!) as number[][];

    const device = await openDevice('tensorflow');
    const { model, run } = await openRunModel(device, directory);
    const sentences = ['a warm and funny film', 'a dull story'].map((text) => ({
      ids: run.reader.read(text).ids,
      label: 0,
    }));
    await model.executor.run('predict', makeBatch(sentences, model.padding));
    const own = await model.executor.read('logits');
    expect(Math.max(...logits.flat().map((value, i) => Math.abs(value - own[i]!)))).toBeLessThan(1e-5);
    await model.executor.close();
    await device.close();
  });
});
