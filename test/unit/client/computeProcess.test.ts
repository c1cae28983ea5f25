import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ComputeEnded } from '../../../src/client/computeEnded.ts';
import { ComputeProcess } from '../../../src/client/computeProcess.ts';
import { UserError } from '../../../src/common/userError.ts';
import { computeVersion } from '../../../src/protocol/compute.ts';
import { temporaryFolder } from '../core/runs/temporaryFolder.ts';

const folder = temporaryFolder();
const hello = `process.send({ type: 'hello', version: ${computeVersion} });`;

/** A program that has this done at a request; \`message\` is the request, \`answer\` sends. */
function program(onRequest: string, onHello = hello): string {
  const path = join(folder.path(), 'fake.mjs');
  const answer = 'const answer = (own) => process.send({ id: message.id, ...own });';
  const on = `process.on('message', (message) => { ${answer} if (message.type === 'hello') { ${onHello} } else if (message.type === 'request') { ${onRequest} } });`;
  writeFileSync(path, on);
  return path;
}

const ask = (compute: ComputeProcess) => compute.request('explain', { directory: '/', text: 'x' });

test('refuses a process of another version, and ends it', async () => {
  const other = program('', `process.send({ type: 'hello', version: 99 });`);
  await expect(ComputeProcess.start(other)).rejects.toThrow(
    `the compute process has version 99 of the protocol, this is version ${computeVersion}`,
  );
});

test('makes errors of what is sent as data', async () => {
  const errors = `[
    { code: 'user', message: 'no file', remedy: 'Make one.' },
    { code: 'broken', message: 'a bug', stack: 'Error: a bug\\n    at there' },
    { code: 'aborted' },
  ]`;
  const compute = await ComputeProcess.start(program(`answer({ type: 'err', error: ${errors}[message.id - 1] });`));
  const user = ask(compute);
  await expect(user).rejects.toBeInstanceOf(UserError);
  await expect(user).rejects.toMatchObject({ message: 'no file', remedy: 'Make one.' });
  await expect(ask(compute)).rejects.toMatchObject({ message: 'a bug', stack: 'Error: a bug\n    at there' });
  await expect(ask(compute)).rejects.toThrow('aborted');
  await compute.end();
});

test('ends a process that sends a message that is not of the protocol', async () => {
  const compute = await ComputeProcess.start(program(`process.send({ type: 'song' });`));
  await expect(ask(compute)).rejects.toThrow(
    'the compute process ended: it sent a message that is not of the protocol',
  );
  await compute.ended;
});

test('rejects with the error that a process wrote before it ended', async () => {
  const compute = await ComputeProcess.start(program(`console.error('RangeError: too much'); process.exit(7);`));
  await expect(ask(compute)).rejects.toThrow('the compute process ended: exit code 7: RangeError: too much');
  await expect(ask(compute)).rejects.toBeInstanceOf(ComputeEnded);
});

test('ends by force what does not end by itself', async () => {
  const compute = await ComputeProcess.start(program('', `${hello} setInterval(() => undefined, 1000);`));
  await compute.end();
  expect((await compute.ended).reason).toContain('SIGKILL');
});

test('asks nothing where the signal has aborted before', async () => {
  const compute = await ComputeProcess.start(program(`answer({ type: 'ok', result: null });`));
  const signal = AbortSignal.abort(new Error('gone'));
  await expect(compute.request('explain', { directory: '/', text: 'x' }, { signal })).rejects.toThrow('gone');
  await compute.end();
});

test('lets a debugger attach where SAFR_INSPECT names a port, and only there', async () => {
  const options = async () => {
    const compute = await ComputeProcess.start(program(`answer({ type: 'ok', result: process.execArgv });`));
    return ask(compute).finally(() => compute.end());
  };
  expect(await options()).toEqual([]);
  vi.stubEnv('SAFR_INSPECT', '0');
  expect(await options()).toEqual(['--inspect=0']);
  vi.unstubAllEnvs();
});
