import { describe, expect, it } from 'vitest';
import { sentence } from './sentences.ts';
import { Session } from './session.ts';
import { smallExperiment } from './smallExperiment.ts';

/** Rows of two lines each; the first, in lines 2 and 3, has quotes. */
const rows = Array.from({ length: 120 }, (_, n) => {
  const { text, label } = sentence(n);
  const [first, ...rest] = text.split(' and ');
  return `${label};"${n === 0 ? 'a ""fine"" start: ' : ''}${first}\nand ${rest.join(' and ')}"\n`;
});
const records = Array.from({ length: 20 }, (_, n) => sentence(200 + n));
const experiment = { ...smallExperiment(3), dataset: { source: 'files', train: 'rows.csv', test: 'records.json' } };
const session = Session.use({
  'rows.csv': `label;text\n${rows.join('')}`,
  'records.json': JSON.stringify(records, null, 2),
  'rows.safr.json': experiment,
});

describe('rows of several lines in a file with semicolons', () => {
  it('are trained on', async () => {
    const { editor } = session;
    await editor.openFile('rows.safr.json');
    await editor.command('SAFR: Train');
    await editor.notification(/: test 0\.\d+/).waitFor({ timeout: 90_000 });
    await editor.clearNotifications();
  });

  it('are explained in each of their lines', async () => {
    const { editor } = session;
    await editor.openFile('rows.csv');
    await editor.goToLine(5);
    await editor.hover(/as labelled|but labelled/);
    await editor.page.keyboard.press('Escape');
    await editor.goToLine(4);
    await editor.hover(/as labelled|but labelled/);
    await editor.page.keyboard.press('Escape');
  });

  it('are explained in each line of a JSON record as well, below the run that does', async () => {
    const { editor } = session;
    await editor.openFile('records.json');
    await editor.lens(/^.Explained by /).waitFor();
    for (const line of [6, 7, 8, 9]) {
      await editor.goToLine(line); // { "text": …, "label": … }
      await editor.hover(/(as|but) labelled[^]*explained by /);
      await editor.page.keyboard.press('Escape');
    }
  });

  it('have one prediction each, and all their lines are shaded', async () => {
    const { editor } = session;
    await editor.openFile('rows.csv');
    await editor.goToLine(20);
    await expect.poll(() => editor.text()).toMatch(/(good|bad)\s+[✓✗]/);
    await editor.command('SAFR: Toggle Token Shading');
    await expect.poll(() => editor.shadings()).toBeGreaterThan(20);
    await editor.picture('23-rows-of-several-lines');
    await editor.command('SAFR: Toggle Token Shading');
  });
});
