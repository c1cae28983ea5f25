import { describe, expect, it } from 'vitest';
import type { ElementView } from '../../../../src/extension/sweeps/elementView.ts';
import { sweepEnd } from '../../../../src/extension/sweeps/sweepEnd.ts';

const one = (state: ElementView['state'], reason: string | null = null): ElementView => ({
  state,
  reason,
  share: null,
  directory: null,
});

describe('the end of a sweep', () => {
  it('says that all is done', () => {
    expect(sweepEnd('mails', [one('done'), one('done')], true)).toEqual({
      severity: 'information',
      text: 'Sweep of mails: 2 of 2 done.',
      offers: ['Open Sweep'],
    });
  });

  it('offers to continue after a stop', () => {
    const { text, offers } = sweepEnd('mails', [one('done'), one('stopped'), one('failed', 'x')], true);
    expect(text).toBe('Sweep of mails: stopped, 1 of 3 done. What is trained is kept.');
    expect(offers).toEqual(['Continue', 'Open Sweep']);
  });

  it('offers no restart while the cluster continues', () => {
    const { text, offers } = sweepEnd('mails', [one('done'), one('waiting')], true, true);
    expect(text).toBe('Sweep of mails: no longer followed, 1 of 2 done. “SAFR: Run Sweep on Slurm” follows it again.');
    expect(offers).toEqual(['Open Sweep']);
  });

  it('says why the first element failed', () => {
    const { severity, text, offers } = sweepEnd('mails', [one('done'), one('failed', 'a.tsv: no such file')], false);
    expect(severity).toBe('error');
    expect(text).toBe('a.tsv: no such file (1 of 2 elements failed. Sweep of mails)');
    expect(offers).toEqual(['Try Again', 'Open Sweep']);
  });
});
