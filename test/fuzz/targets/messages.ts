import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as z from 'zod';
import { UserError } from '../../../src/common/userError.ts';
import { handlers } from '../../../src/compute/handlers.ts';
import { Server } from '../../../src/compute/server.ts';
import { compareState, fromComparePanel } from '../../../src/protocol/compare.ts';
import { computeVersion, fromCompute, type FromCompute } from '../../../src/protocol/compute.ts';
import { dashboardState, fromDashboard } from '../../../src/protocol/dashboard.ts';
import { neuronsFromPanel, neuronsState } from '../../../src/protocol/neurons.ts';
import { fromSweep, sweepPanelState } from '../../../src/protocol/sweep.ts';
import { oddValue, valueEdits } from '../edits.ts';
import { writeStoredRun } from '../storedRun.ts';
import { reading, type Target } from '../target.ts';

/** Requests that read what they are given; the others train and evaluate. */
function requests(directory: string, folder: string): readonly object[] {
  return [
    { kind: 'explain', params: { directory, text: 'one 2 three' } },
    { kind: 'inspect', params: { directory, text: 'one' } },
    { kind: 'effects', params: { directory, text: '2 one' } },
    { kind: 'switchOff', params: { directory, text: 'one 2', neurons: [[0, 3]] } },
    { kind: 'texts', params: { directory, split: 'test', indices: [0] } },
    { kind: 'similarErrors', params: { directory, text: 'one' } },
    { kind: 'importRun', params: { path: join(folder, 'missing.safr.tgz'), runsDirectory: join(folder, 'imported') } },
    { kind: 'nothing', params: {} },
  ];
}
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('one', '2', ' ', 'x', '\n', '\u202e', '\ud800'), maxLength: 60 }),
  fc.constantFrom('one '.repeat(20_000), '', ' '),
);

/** Requests to the compute process: each gets one answer, which is a result or a UserError. */
export const requestTarget: Target = {
  name: 'compute requests',
  share: 3,
  async open(folder) {
    const directory = await writeStoredRun(folder);
    const known = requests(directory, folder);
    const edited = fc.tuple(fc.constantFrom(...known), valueEdits).map(([request, edit]) => edit(request));
    const withText = fc
      .tuple(fc.constantFrom(...known.slice(0, 6)), texts)
      .map(([request, text]) => ({ ...request, params: { ...(request as { params: object }).params, text } }));
    return reading({
      inputs: fc.oneof(edited, withText),
      reads: (request) => [
        async () => {
          rmSync(join(folder, 'imported'), { recursive: true, force: true });
          const answer = await answerTo({ type: 'request', id: 1, ...(request as object) });
          if (answer.type !== 'err') return;
          const { error } = answer;
          if (error.code === 'broken' && !error.message.startsWith('unknown request')) throw new Error(error.stack);
          if (error.code === 'user') throw new UserError(error.message, error.remedy);
        },
      ],
    });
  },
};

/** The answer of a new server; a message that is not of the protocol is the client's bug, and ends the process. */
function answerTo(message: object): Promise<FromCompute> {
  return new Promise((resolve, reject) => {
    const server = new Server(handlers, (answer) => {
      if (!fromCompute.safeParse(answer).success) reject(new Error(`not of the protocol: ${JSON.stringify(answer)}`));
      if (answer.type === 'ok' || answer.type === 'err') resolve(answer);
    });
    server.receive({ type: 'hello', version: computeVersion });
    try {
      server.receive(message);
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      resolve({ type: 'hello', version: computeVersion });
    }
  });
}

const panelSchemas = [
  ...[fromDashboard, fromComparePanel, neuronsFromPanel, fromSweep],
  ...[dashboardState, compareState, neuronsState, sweepPanelState],
];
const messages: readonly object[] = [
  { kind: 'ready', version: 1 },
  { kind: 'choose', directory: '/runs/a', shown: true },
  { kind: 'act', action: 'train', directory: null },
  { kind: 'export', name: 'curves', format: 'csv', content: 'a,b' },
  { kind: 'inspect', id: 1, directory: '/runs/a', text: 'one', off: [[1]], original: null },
  { kind: 'neuron', id: 1, directory: '/runs/a', layer: 0, index: 2 },
  { kind: 'pair', from: '/runs/a', to: '/runs/b' },
  { kind: 'open', number: 1 },
  { experimentPath: '/a.safr.json', slots: [null, null, null, null, null, null] },
  { directories: ['/runs/a', '/runs/b'], from: '/runs/a', to: '/runs/b' },
];

/** Messages of panels, and the states that VS Code stores of them. */
export const panelTarget: Target = {
  name: 'panel messages',
  share: 1,
  open: async () =>
    reading({
      inputs: fc.oneof(
        fc.tuple(fc.constantFrom(...messages), valueEdits).map(([message, edit]) => edit(message)),
        oddValue,
      ),
      reads: (message) => panelSchemas.map((schema) => () => schema.safeParse(message)),
    }),
};
