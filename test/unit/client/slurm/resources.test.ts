import { expect, test } from 'vitest';
import { checkResources, secondsOf } from '../../../../src/client/slurm/resources.ts';
import { ranges } from '../../../../src/client/slurm/submit.ts';

test('reads a time limit as Slurm does', () => {
  // Limits as `squeue` of Slurm 22.05 shows them, which has them in minutes.
  const hours = 3600;
  expect(secondsOf('90')).toBe(1.5 * hours);
  expect(secondsOf('1:30')).toBe(90);
  expect(secondsOf('2:00:00')).toBe(2 * hours);
  expect(secondsOf('1-12')).toBe(36 * hours);
  expect(secondsOf('2-3:30')).toBe(51.5 * hours);
  expect(secondsOf('1-2:3:4')).toBe(26 * hours + 184);
});

test.each([
  ['time', '2h', ['90', '2:00:00', '1-12', '1-2:3:4']],
  ['gpus', '0', ['1', 'a100:2']],
  ['partition', 'a b', ['gpu', 'gpu,long']],
  ['account', '--x', ['lab-1']],
])('takes no --%s "%s"', (name, wrong, right) => {
  expect(() => checkResources({ cores: 1, [name]: wrong })).toThrow(`--${name} is "${wrong}"`);
  for (const value of right) expect(() => checkResources({ cores: 1, [name]: value })).not.toThrow();
});

test('names elements as an array has them', () => {
  expect(ranges([3, 1, 2, 5, 10, 9])).toBe('1-3,5,9-10');
});
