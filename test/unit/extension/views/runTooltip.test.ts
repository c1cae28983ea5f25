import { expect, test } from 'vitest';
import { noNotes } from '../../../../src/core/runs/runNotes.ts';
import { runTooltip } from '../../../../src/extension/views/runTooltip.ts';
import { evaluationWith } from '../../core/runs/someEvaluation.ts';
import { someRun } from '../someRun.ts';

test('a run’s table names state, figures and the settings of its own', () => {
  const lines = runTooltip(
    someRun({
      reason: 'no better dev accuracy for 3 epochs',
      evaluation: evaluationWith(0.742, 12.4, 5.1, 0.31),
      file: { model: { width: 64, heads: 4 }, safr: { importance: 0.5 } },
    }),
    'seed 2',
  ).split('\n');
  const cell = (text: string) => lines.find((line) => line.includes(text));
  expect(lines[0]).toBe('**seed 2**');
  expect(cell('id |')).toBe('| id | 20260102&#45;100000&#45;mine |');
  expect(cell('state')).toBe('| state | finished&#58; no better dev accuracy for 3 epochs |');
  expect(cell('took')).toBe('| took | 5 min |');
  expect(cell('| epochs |')).toMatch(/the best by accuracy \d/);
  expect(cell('dev macro F1')).toBeDefined();
  expect(cell('test accuracy')).toBe('| test accuracy | 0&#46;742 |');
  expect(cell('monosemantic per text')).toContain('31 &#37;&#58; Among the neurons that a text uses');
  expect(cell('monosemantic over the corpus')).toContain('30 &#37;&#58; Among all neurons');
  expect(cell('model')).toBe('| model&#46;width | 64 &#40;256&#41; |');
  expect(cell('importance')).toBe('| safr&#46;importance | 0&#46;5 &#40;none&#41; |');
  expect(lines.filter((line) => line.includes('model&#46;')).length).toBe(2);
});

test('nothing that a file says becomes Markdown', () => {
  const hostile = '[x](command:y) | <b> $(zap)\n# h';
  const notes = { ...noNotes, note: hostile, tags: ['[y](command:z)'] };
  const text = runTooltip({ ...someRun({ status: 'failed', reason: hostile, id: '**bold**' }), notes }, hostile);
  expect(text).not.toMatch(/\]\(|<b>|\$\(zap|\n# h|\*\*bold/);
});
