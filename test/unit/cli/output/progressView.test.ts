import { expect, it, onTestFinished, vi } from 'vitest';
import { ProgressView } from '../../../../src/cli/output/progressView.ts';

/** What is printed when a training opens its device in this version of Node. */
function printedIn(node: string, name: 'wasm' | 'webgpu'): string {
  vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, node });
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  new ProgressView().handle({ kind: 'device', name, description: 'SIMD, 2 threads' });
  return write.mock.calls.map(([text]) => text as string).join('');
}

it('says what Node 24 would bring where the wasm device runs in an older Node', () => {
  expect(printedIn('20.19.0', 'wasm')).toMatch(/wasm: SIMD, 2 threads\n.*Node 24 would take about half the time/);
});

it.each([
  ['24.0.0', 'wasm'],
  ['20.19.0', 'webgpu'],
] as const)('does not say it in Node %s on %s', (node, name) => {
  const printed = printedIn(node, name);
  expect(printed).toContain(`${name}: SIMD`);
  expect(printed).not.toContain('half the time');
});

it('says once a minute how far an evaluation is, without a terminal', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const view = new ProgressView();
  for (let sentences = 1; sentences <= 1500; sentences++) {
    vi.advanceTimersByTime(100);
    view.handle({ kind: 'measured', stage: 'rivals', sentences, of: 2000 });
  }
  expect(write.mock.calls.map(([text]) => text)).toEqual([
    'evaluating  600 of 2,000  other explanations\n',
    'evaluating  1,200 of 2,000  other explanations\n',
  ]);
});
