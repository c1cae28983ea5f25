import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { safr, temporaryFolder } from './safr.ts';
import { writeTinyExperiment } from './tinyExperiment.ts';

it('writes one HTML file about a run, without explanations if the texts are missing', async () => {
  const cwd = temporaryFolder();
  writeTinyExperiment(cwd);
  await safr(['train', 'tiny.safr.json', '--evaluate'], { cwd });
  const report = (...args: string[]) => safr(['report', 'last', '--out', 'a.html', ...args], { cwd });
  const html = () => readFileSync(join(cwd, 'a.html'), 'utf8');

  expect(await report('--lines', '3')).toMatchObject({ code: 0, stdout: 'report  a.html\n', stderr: '' });
  const whole = html();
  expect(whole.match(/<article>/g)).toHaveLength(3);
  expect(whole.match(/test text \d+, rows\.tsv:\d+</g)).toHaveLength(3);
  expect(whole).toContain('</html>');
  await report('--lines', '3');
  expect(html()).toBe(whole);

  rmSync(join(cwd, 'rows.tsv'));
  expect(await report()).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^the report has no explanations: .*rows\.tsv/),
  });
  expect(html()).not.toContain('<article>');

  const nowhere = await safr(['report', 'last', '--lines', '0', '--out', 'none/a.html'], { cwd });
  expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringMatching(/cannot be written: .*\nremedy: /) });
  expect(existsSync(join(cwd, 'none'))).toBe(false);
});
