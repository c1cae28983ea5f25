import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ElementEnd } from '../../../../src/client/sweep/elementProcess.ts';
import { runElements } from '../../../../src/client/sweep/runElements.ts';
import { temporaryFolder } from '../../core/runs/temporaryFolder.ts';

/** An element that is so far has all stopped. */
const abortAt = 0.7;
const folder = temporaryFolder();

/** Runs elements of a program whose whole text is `body`; `number` is the element's. */
async function run(body: string, { jobs = 2 } = {}) {
  const abort = new AbortController();
  const script = folder.path('program.mjs');
  const words = 'const number = Number(process.argv.at(-1)); const say = (share) => process.send({ share });';
  writeFileSync(script, `${words}\n${body}`);
  const told: (readonly [number, number])[] = [];
  const blocked: (readonly [number, string])[] = [];
  const ends = new Map<number, ElementEnd>();
  const program = { script, execArgv: ['--stack-size=900'], args: ['plan.json'], env: { SAFR_TOLD: 'yes' } };
  const listener = {
    running: (number: number, share: number) => {
      told.push([number, share]);
      if (share === abortAt) abort.abort();
    },
    blocked: (number: number, reason: string) => blocked.push([number, reason]),
    ended: (number: number, end: ElementEnd) => ends.set(number, end),
  };
  const failed = await runElements({ program, pending: [1, 2, 3], jobs, signal: abort.signal, listener });
  return { failed, told, blocked, ends };
}

describe('running elements', () => {
  it('starts each with its number, the options of Node and the variables given', async () => {
    const { failed, ends } = await run(`
      const told = JSON.stringify([process.argv.slice(2), process.execArgv, process.env.SAFR_TOLD]);
      console.error('error: ' + told);
      process.exit(2);`);
    const reasons = [...ends.values()].map((end) => end.state === 'failed' && (JSON.parse(end.reason) as unknown));
    expect(failed).toBe(3);
    expect(reasons).toContainEqual([['sweep', 'plan.json', '--element', '3'], ['--stack-size=900'], 'yes']);
  });

  it('reports which element waits for another process', async () => {
    const { blocked, told } = await run(`
      if (number === 2) process.send({ waitsFor: 'process 7 on here is running the same element' });
      else say(0.5);`);
    expect(blocked).toEqual([[2, 'process 7 on here is running the same element']]);
    expect(told).not.toContainEqual([2, 0.5]);
  });

  it('reports the progress of each and how it ends', async () => {
    const { failed, told, ends } = await run(`
      say(0.5);
      if (number === 2) console.error('error: no such file\\nremedy: Make it');
      process.exitCode = [0, 2, 130][number - 1];`);
    expect(failed).toBe(1);
    expect(told).toEqual(
      expect.arrayContaining([
        [1, 0],
        [1, 0.5],
        [2, 0],
        [2, 0.5],
      ]),
    );
    expect(ends.get(1)).toEqual({ state: 'done' });
    expect(ends.get(2)).toEqual({ state: 'failed', reason: 'no such file. Make it' });
    expect(ends.get(3)).toEqual({ state: 'stopped' });
  });

  it('lets the first read its data alone', async () => {
    const { told } = await run('await new Promise((resolve) => setTimeout(resolve, 50)); say(0.1);');
    const [first, second] = [1, 2].map((number) => told.findIndex(([n, share]) => n === number && share === 0));
    const read = told.findIndex(([number, share]) => number === 1 && share > 0);
    expect(first).toBeLessThan(read);
    expect(read).toBeLessThan(second!);
  });

  it('reports an element as stopped that was too young to handle the signal', async () => {
    const { failed, ends } = await run(`say(${abortAt}); setInterval(() => undefined, 1000);`, { jobs: 1 });
    expect(failed).toBe(0);
    expect([...ends]).toEqual([[1, { state: 'stopped' }]]);
  });

  it('stops all that are running and starts no other', async () => {
    const body = `process.on('SIGINT', () => process.exit(130)); say(${abortAt}); setInterval(() => undefined, 1000);`;
    const { failed, ends } = await run(body, { jobs: 1 });
    expect(failed).toBe(0);
    expect([...ends]).toEqual([[1, { state: 'stopped' }]]);
  });
});
