import { expect, test } from 'vitest';
import { npmReason } from '../../../../src/client/tensorflow/npmInstall.ts';

const around = [
  'npm error code 1',
  'npm error path /x',
  'npm error command failed',
  'npm error command sh -c node x.js',
];
const log = 'npm error A complete log of this run can be found in: /x/debug-0.log';

test('a failed script gives its own error, without the stack', () => {
  const script = [
    '* Downloading',
    '',
    'Error: getaddrinfo ENOTFOUND storage.invalid',
    '    at onlookup (node:dns:122:26)',
  ];
  expect(npmReason([...script, ...around, log])).toBe('getaddrinfo ENOTFOUND storage.invalid');
});

test('a failed build gives what node-gyp found wanting', () => {
  const build = [
    'gyp ERR! build error',
    'gyp ERR! stack Error: not found: make',
    'gyp ERR! stack at F (which.js:90:19)',
  ];
  expect(npmReason([...build, ...around, log])).toBe('not found: make');
});

test('npm’s own error is told without what surrounds it', () => {
  const lines = [
    'npm http fetch GET 404',
    'npm error code E404',
    'npm error 404 Not Found - GET https://r.invalid/x',
    log,
  ];
  expect(npmReason(lines)).toBe('404 Not Found - GET https://r.invalid/x');
  expect(npmReason(['npm ERR! code ENOSPC', 'npm ERR! nospc ENOSPC: no space left on device'])).toBe(
    'nospc ENOSPC: no space left on device',
  );
});

test('else the last line stands for the reason, if there is one', () => {
  expect(npmReason(['one', 'two', ' '])).toBe('two');
  expect(npmReason(around)).toBe('npm error command sh -c node x.js');
  expect(npmReason([])).toBe('npm failed without a message');
});
