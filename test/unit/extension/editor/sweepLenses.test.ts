import { describe, expect, it } from 'vitest';
import { sweepLenses, sweepOffset } from '../../../../src/extension/editor/sweepLenses.ts';

const idle = { experimentPath: '/a.safr.json', done: 8, of: 15, running: false, trusted: true };
const titles = (changed: object) =>
  sweepLenses({ ...idle, ...changed }).map(({ title }) => title.replaceAll('\u00a0', ' '));

describe('what stands above a sweep', () => {
  it('says how far it is, and runs it', () => {
    expect(titles({})).toEqual(['$(run-all) Run Sweep', '$(table) Sweep · 8 of 15 done']);
  });

  it('stops it while it runs', () => {
    expect(titles({ running: true })).toEqual(['$(debug-stop) Stop Sweep', '$(sync~spin) Sweep · 8 of 15 done']);
  });

  it('runs nothing where all is done, or the workspace is not trusted', () => {
    expect(titles({ done: 15 })).toEqual(['$(table) Sweep · 15 of 15 done']);
    expect(titles({ trusted: false })).toEqual(['$(table) Sweep · 8 of 15 done']);
  });

  it('stands where the file has it, also among comments', () => {
    const text = '// "sweep"\n{ "name": "sweep",\n  "sweep": {} }';
    expect(sweepOffset(text)).toBe(text.lastIndexOf('"sweep"'));
    expect(sweepOffset('{ "name": "sweep" }')).toBeNull();
    expect(sweepOffset('')).toBeNull();
  });
});
