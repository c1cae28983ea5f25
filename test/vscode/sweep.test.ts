import { describe, expect, it } from 'vitest';
import { reviews } from './sentences.ts';
import { Session } from './session.ts';
import { smallExperiment } from './smallExperiment.ts';
import { until } from './waiting.ts';

const sweep = { 'safr.preset': ['plain', 'safr'], seed: [1, 2] };
const session = Session.use({
  'reviews.tsv': reviews(400),
  'reviews.safr.json': { ...smallExperiment(160), sweep },
});

const grid = () => session.editor.panel('table.elements');
const boxes = (state: string) => `table.elements .box[data-state=${state}]`;

describe('a sweep in the editor', () => {
  it('runs from its CodeLens, shows the progress of each element, stops, and continues until the grid and the table are complete', async () => {
    const { editor } = session;
    await editor.openFile('reviews.safr.json');
    await editor.lens(/Sweep · 0 of 4 done/).waitFor();
    await editor.lens('Run Sweep').click();
    await grid();
    await editor.page.keyboard.press('Control+F4'); // the panel: the item in the status bar opens it again
    await editor.page.locator('.statusbar-item', { hasText: /SAFR sweep · \d of 4/ }).click();
    const panel = await grid();
    await until('an element makes progress', async () => {
      const shares = await panel
        .locator(boxes('running'))
        .evaluateAll((all) => all.map((box) => Number((box as HTMLElement).style.getPropertyValue('--share'))));
      return shares.some((share) => share > 0.05);
    });
    await editor.picture('70-sweep-running');
    await panel.getByText('Stop', { exact: true }).click();
    await editor.notification(/stopped, \d of 4 done\. What is trained is kept/).waitFor();
    await panel.locator(boxes('stopped')).first().waitFor();
    await editor.clearNotifications();

    const runs = session.safr('runs').trim().split('\n').length;
    await panel.getByText('Continue', { exact: true }).click();
    await editor.notification(/4 of 4 done/).waitFor({ timeout: 180_000 });
    await editor.lens(/Sweep · 4 of 4 done/).waitFor({ timeout: 60_000 }); // lenses wait for a quiet while
    await expect.poll(() => panel.locator(boxes('done')).count()).toBe(4);
    expect(session.safr('runs').trim().split('\n').length - runs).toBeLessThan(4); // what was stopped went on

    const [header, ...rows] = session.safr('sweep', 'reviews.safr.json', '--table', 'csv').trim().split('\n');
    const column = header!.split(',').indexOf('accuracy');
    const means = rows.map((row) => Number(row.split(',')[column]).toFixed(1));
    const accuracies = panel.locator('#result tbody td:nth-of-type(2)'); // after the seeds
    await expect.poll(() => accuracies.allInnerTexts()).toEqual(means);
    await panel.getByRole('img', { name: /^Accuracy and SRS\(0\.3\)\. safr\.preset plain: accuracy / }).waitFor();
    await panel.locator('#differences', { hasText: 'plain → safr' }).waitFor();
    await editor.clearNotifications();
    await editor.everyTheme('71-sweep');
  }, 400_000);

  it('is restored after a reload, and opens the run of an element by keyboard', async () => {
    const { editor } = session;
    session.safr('sweep', 'reviews.safr.json'); // nothing, where the first test has completed it
    await editor.openFile('reviews.safr.json');
    await editor.command('SAFR: Open Sweep');
    await grid();
    await editor.reload();
    const panel = await grid();
    await panel.locator(boxes('done')).nth(3).waitFor();
    await panel.locator('table.elements td').first().focus();
    await editor.page.keyboard.press('ArrowDown');
    await editor.page.keyboard.press('ArrowRight');
    await expect.poll(() => panel.locator('.detail').innerText()).toBe('safr.preset safr, seed 2: done');
    await editor.page.keyboard.press('Enter');
    const dashboard = await editor.panel('table.runs');
    await dashboard
      .getByText(/preset safr/)
      .first()
      .waitFor();
  });
});
