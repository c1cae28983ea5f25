import { expect, test } from 'vitest';
import { handlers } from '../../../src/compute/handlers.ts';
import { Server } from '../../../src/compute/server.ts';
import { computeVersion, type FromCompute } from '../../../src/protocol/compute.ts';

test.each([
  ['explain', (deep: unknown) => ({ directory: '/runs/a', text: deep })],
  ['switchOff', (deep: unknown) => ({ directory: '/runs/a', text: 'one', neurons: deep })],
  ['train', (deep: unknown) => deep],
])('the parameters of %s, nested 5,000 levels deep, are answered by an error of one line', async (kind, params) => {
  const deep: unknown = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
  const answer = await new Promise<FromCompute>((resolve) => {
    const server = new Server(handlers, (message) => {
      if (message.type !== 'hello') resolve(message);
    });
    server.receive({ type: 'hello', version: computeVersion });
    server.receive({ type: 'request', id: 1, kind, params: params(deep) });
  });
  expect(answer).toMatchObject({
    type: 'err',
    error: { code: 'user', message: expect.stringMatching(/^[^\n]{1,400}$/) },
  });
});
