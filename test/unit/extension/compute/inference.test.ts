import { utimesSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { abortSignal } from '../../../../src/extension/abortSignal.ts';
import { Inference } from '../../../../src/extension/compute/inference.ts';
import { temporaryFolder } from '../../core/runs/temporaryFolder.ts';
import { explanationOf } from '../editor/explanations.ts';
import { FakeCompute } from '../fakeCompute.ts';
import { eventually, fakeLog } from '../fakeStudio.ts';
import { CancellationError, CancellationTokenSource, editor, workspace } from '../vscodeStub.ts';

const folder = temporaryFolder();
let compute: FakeCompute;
let inference: Inference;

beforeEach(() => {
  compute = new FakeCompute();
  inference = new Inference(compute.start, fakeLog());
});

const request = (text: string, signal?: AbortSignal) =>
  inference.request('explain', { directory: folder.path(), text }, signal);
const asked = (count: number) => eventually(() => expect(compute.requests).toHaveLength(count));
async function explained(text: string): Promise<unknown> {
  const before = compute.requests.length;
  const answer = request(text);
  await asked(before + 1);
  compute.last.resolve(explanationOf(text, []));
  return answer;
}

describe('explanations', () => {
  it('come from one process, started with the first request', async () => {
    expect(compute.starts).toBe(0);
    await explained('a');
    await explained('b');
    expect(compute.starts).toBe(1);
  });

  it('are made once per text, until the weights change', async () => {
    const weights = folder.path('weights.safetensors');
    writeFileSync(weights, '');
    expect(await explained('a')).toEqual(explanationOf('a', []));
    expect(await request('a')).toEqual(explanationOf('a', []));
    expect(compute.requests).toHaveLength(1);
    utimesSync(weights, 1, 1);
    await explained('a');
    expect(compute.requests).toHaveLength(2);
  });

  it('are cached in at most 8 MiB: those that were used least recently are dropped', async () => {
    compute.answer = () => explanationOf('a '.repeat(3_100), []); // a megabyte
    for (let i = 0; i < 10; i++) await request(String(i));
    for (let i = 3; i < 10; i++) await request(String(i));
    expect(compute.requests).toHaveLength(10);
    await request('0');
    expect(compute.requests).toHaveLength(11);
  });

  it('that failed are not cached', async () => {
    const failed = request('a');
    await asked(1);
    compute.last.reject(new Error('a bug'));
    await expect(failed).rejects.toThrow('a bug');
    await explained('a');
  });
});

describe('a request', () => {
  it('ends with the reason of its signal', async () => {
    const abort = new AbortController();
    const answer = request('a', abort.signal);
    await asked(1);
    abort.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
  });

  it('ends with a CancellationError where VS Code cancels its token, before or after', async () => {
    const [before, after] = [new CancellationTokenSource(), new CancellationTokenSource()];
    before.cancel();
    await expect(request('a', abortSignal(before.token as never))).rejects.toBeInstanceOf(CancellationError);
    const answer = request('a', abortSignal(after.token));
    await asked(1);
    after.cancel();
    await expect(answer).rejects.toBeInstanceOf(CancellationError);
  });

  it('starts a new process after a crash, of which the user is warned once', async () => {
    const failed = [request('a'), request('b')];
    await asked(2);
    compute.crash('ended by SIGSEGV');
    for (const answer of failed) await expect(answer).rejects.toThrow('ended by SIGSEGV');
    expect(editor.messages).toMatchObject([{ severity: 'warning', offers: ['Show Log'] }]);
    await explained('a');
    expect(compute.starts).toBe(2);
  });

  it('starts no process in a workspace that is not trusted', async () => {
    workspace.isTrusted = false;
    await expect(request('a')).rejects.toThrow('not trusted');
    expect(compute.starts).toBe(0);
  });
});
