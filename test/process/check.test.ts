import { expect, it } from 'vitest';
import { safr, temporaryFolder } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

it('checks the expectations of an experiment against its newest evaluated run', async () => {
  const cwd = temporaryFolder();
  const check = (...args: string[]) => safr(['check', 'tiny.safr.json', ...args], { cwd });
  writeTinyExperiment(cwd);
  expect(await check()).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/has no expectations\nremedy: Add a block/),
  });

  const expected = { accuracy: '>= 0', 'srs@0.3': '<= 100' };
  writeTinyExperiment(cwd, { expect: expected });
  expect(await check()).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no run in .*\nremedy: Train and evaluate/),
  });
  await safr(['train', 'tiny.safr.json'], { cwd });
  expect((await check('--run', 'last')).stderr).toMatch(/is not evaluated\nremedy: .*safr evaluate \d+/);
  expect(await check()).toMatchObject({ code: 2, stderr: expect.stringMatching(/or evaluate the newest/) });

  await safr(['evaluate', 'last'], { cwd });
  const good = await check();
  expect(good).toMatchObject({ code: 0, stderr: '' });
  expect(good.stdout).toMatch(/^run .*-tiny\n.*measured\nok +accuracy +>= 0 +[\d.]+\nok +srs@0\.3 +<= 100 +[-\d.]+$/m);

  writeTinyExperiment(cwd, { expect: expected, safr: { importance: 0.5 } });
  const changed = await check();
  expect(changed).toMatchObject({ code: 1, stderr: expect.stringContaining('safr train tiny.safr.json --evaluate') });
  expect(changed.stdout).toMatch(/^fails: the run has other settings than the file now: safr\.importance$/m);

  writeTinyExperiment(cwd, { expect: { ...expected, 'srs@0': '>= 1' }, seed: 3, safr: { importance: 0.5 } });
  const bad = await check('--json');
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.stdout)).toMatchObject({
    ok: false,
    otherSettings: ['safr.importance'],
    expectations: [
      { ok: true },
      { ok: true },
      { name: 'srs@0', expected: '>= 1', measured: 0, ok: false, reason: null },
    ],
  });
});
