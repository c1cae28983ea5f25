import { expect, test } from 'vitest';
import { mailText } from '../../../../src/core/dataset/mailText.ts';

const mail = (...lines: string[]) => mailText(lines.join('\n'));

test('subject and body are kept, other headers are removed', () => {
  expect(mail('From a@b Thu Aug 22', 'X-Spam: yes', 'Subject: Hello', '\tagain', 'To: c', '', 'Body', '', 'End')).toBe(
    'Hello again\nBody\n\nEnd',
  );
});

test('an encoded subject and an encoded body are decoded', () => {
  const head = ['Subject: =?iso-8859-1?Q?caf=E9_bar?=', 'Content-Type: text/plain; charset="utf-8"'];
  expect(mail(...head, 'Content-Transfer-Encoding: quoted-printable', '', 'na=C3=AFve =', 'line')).toBe(
    'café bar\nnaïve line',
  );
  expect(mail(...head, 'Content-Transfer-Encoding: base64', '', 'bmHD', 'r3Zl')).toBe('café bar\nnaïve');
});

test('markup, comments and scripts are stripped', () => {
  const html = '<html><script>x()</script><b>Buy</b>&nbsp;now <!-- hid --> &amp; &#8364;5</html>';
  expect(mail('Content-Type: text/html', '', html)).toBe('Buy now & €5');
});

test('of multipart/alternative the plain text is read, of multipart/mixed every text part', () => {
  const part = (type: string, text: string) => ['--X', `Content-Type: ${type}`, '', text];
  const parts = [
    ...part('text/plain', 'plain'),
    ...part('text/html', '<p>html</p>'),
    ...part('image/gif', 'R0lG'),
    '--X--',
    'after',
  ];
  expect(mail('Content-Type: multipart/alternative; boundary="X"', '', 'before', ...parts)).toBe('plain');
  expect(mail('Content-Type: multipart/mixed; boundary=X', '', 'before', ...parts)).toBe('plain\nhtml');
});

test('a mail without a body or a header is not an error', () => {
  expect([mail('Subject: only'), mail('')]).toEqual(['only', '']);
});
