import { expect, test } from 'vitest';
import { UserError } from '../../../src/common/userError.ts';
import { reportError, toastText } from '../../../src/extension/reportError.ts';
import { fakeLog } from './fakeStudio.ts';
import { editor } from './vscodeStub.ts';

const text = (message: string | readonly string[]) => toastText(new UserError(message, 'Fix it.'), 'Training mails');

test('a notification begins with the reason, whatever folder it is about', () => {
  expect(text('/a/very/long/path/rows.tsv: no such file')).toBe(
    'no such file (/a/very/long/path/rows.tsv). Fix it. (Training mails)',
  );
  expect(text('C:\\data\\rows.tsv: no such file')).toBe('no such file (C:\\data\\rows.tsv). Fix it. (Training mails)');
  expect(text('the disk is full')).toBe('the disk is full. Fix it. (Training mails)');
});

test('of several problems it has the first, with its line, and their number', () => {
  const problems = [
    '/w/mails.safr.json:12:5: seed is "x"; allowed: a number',
    '/w/mails.safr.json:13:5: b',
    '/w/x:1:2: c',
  ];
  expect(text(problems)).toBe(
    'seed is "x"; allowed: a number (mails.safr.json, line 12, and 2 more problems). Fix it. (Training mails)',
  );
  expect(text(problems.slice(0, 1))).toContain('(mails.safr.json, line 12). Fix it.');
});

test('an unexpected error offers the log', async () => {
  await reportError(fakeLog(), 'Evaluating mails', new Error('a bug'));
  expect(editor.messages).toEqual([{ severity: 'error', text: 'a bug. (Evaluating mails)', offers: ['Show Log'] }]);
});
