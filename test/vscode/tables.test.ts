import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reviews } from './sentences.ts';
import { Session } from './session.ts';
import { smallExperiment } from './smallExperiment.ts';

const experiment = {
  ...{ ...smallExperiment(3), sweep: { seed: [1, 2] } },
  slices: { 'with a film': { contains: 'film' }, mistakes: { predicted: 'wrong' } },
};
const session = Session.use({ 'reviews.tsv': reviews(400), 'reviews.safr.json': experiment });

/** Two evaluated runs that differ in their seed: those of an earlier test, or else ones that the command line trains. */
async function haveTwoRuns(): Promise<void> {
  session.safr('sweep', 'reviews.safr.json');
  await session.editor.openRuns();
  await session.editor.run('2 runs').waitFor();
}

describe('the tables of runs and of data', () => {
  it('lists the runs, sorts them, and compares the two that are selected by keyboard', async () => {
    const { editor } = session;
    await haveTwoRuns();
    await editor.command('SAFR: Open Runs Table');
    const panel = await editor.panel('.virtual .body .name');
    const head = panel.getByRole('columnheader', { name: /^seed/ });
    const seeds = panel.locator('.virtual .body').getByRole('gridcell', { name: /^[12]$/ });
    for (const [order, shown] of [
      ['descending', ['2', '1']],
      ['ascending', ['1', '2']],
    ] as const) {
      await head.getByRole('button').click();
      await expect.poll(() => head.getAttribute('aria-sort')).toBe(order);
      await expect.poll(() => seeds.allInnerTexts()).toEqual(shown);
    }
    await panel.getByRole('grid', { name: 'Runs' }).focus();
    for (const key of ['Home', 'Space', 'ArrowDown', 'Space']) await editor.page.keyboard.press(key);
    await panel.getByText('2 runs · 2 selected').waitFor();
    await editor.everyTheme('80-runs-table');
    await editor.reload();
    const reloaded = await editor.panel('.virtual .body .name');
    await reloaded.getByText('2 runs · 2 selected').waitFor();
    await expect
      .poll(() => reloaded.getByRole('columnheader', { name: /^seed/ }).getAttribute('aria-sort'))
      .toBe('ascending');
    await reloaded.getByText('Compare', { exact: true }).click();
    const compared = await editor.panel('#settings');
    await compared.getByRole('row', { name: /^seed (1 2|2 1)$/ }).waitFor();
    await editor.page.getByRole('tab', { name: /Compare seed \d with seed \d/ }).waitFor();
    await editor.everyTheme('83-comparison');
  }, 120_000);

  it('shows a data file as a table with predictions, and opens the neurons of the least certain row', async () => {
    const { editor } = session;
    await haveTwoRuns();
    await editor.openFile('reviews.tsv');
    await editor.command('SAFR: Open Data Set as Table');
    const panel = await editor.panel('.virtual .body .shaded');
    await panel.getByText('400 rows').waitFor();
    const margin = panel.getByRole('columnheader', { name: /^margin/ });
    await margin.getByRole('button').click();
    await expect.poll(() => margin.getAttribute('aria-sort')).toBe('ascending');
    await panel.getByText('400 rows').waitFor(); // in place of the progress
    const margins = panel.locator('.virtual .body [role=gridcell]:nth-child(4)');
    await expect.poll(async () => isAscending((await margins.allInnerTexts()).map(Number))).toBe(true);
    await panel.locator('.virtual .body .shaded').first().waitFor();
    await panel.getByRole('combobox', { name: 'slice' }).focus();
    await editor.page.keyboard.press('ArrowDown');
    await panel.getByText(/^\d+ of 400 rows · accuracy [\d.]+ %$/).waitFor();
    await editor.everyTheme('81-data-table');
    await editor.reload();
    const reloaded = await editor.panel('.virtual .body .shaded');
    await reloaded.getByText(/^\d+ of 400 rows · accuracy [\d.]+ %$/).waitFor();
    await expect
      .poll(() => reloaded.getByRole('columnheader', { name: /^margin/ }).getAttribute('aria-sort'))
      .toBe('ascending');
    await reloaded.getByRole('grid', { name: 'Texts' }).focus();
    await editor.page.keyboard.press('Home');
    const text = await reloaded.getByRole('group', { name: 'Text' }).innerText();
    await editor.page.keyboard.press('Enter');
    const neurons = await editor.panel('#text textarea');
    await expect.poll(() => neurons.locator('#text textarea').inputValue()).toBe(text);
  }, 120_000);

  it('opens the page of a neuron from a link', async () => {
    const { editor, probe } = session;
    await haveTwoRuns();
    const [run] = readdirSync(join(session.workspace, '.safr', 'runs'));
    const scheme = await probe.run(({ vscode }) => vscode.env.uriScheme, null);
    await editor.command('Developer: Open URL');
    await editor.type(`${scheme}://safr-studio.safr-studio/neuron?run=${run}&neuron=1:3`);
    await editor.dialogButton('Open').click();
    const panel = await editor.panel('.page .histogram');
    await panel.getByRole('heading', { name: /^Neuron .*3$/ }).waitFor();
    await panel.getByRole('heading', { name: 'Strongest activations' }).waitFor();
    await editor.everyTheme('82-neuron-of-a-link');
  }, 120_000);
});

function isAscending(values: readonly number[]): boolean {
  return values.length > 1 && values.every((value, i) => i === 0 || value >= values[i - 1]!);
}
