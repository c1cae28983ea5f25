import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { experimentText } from '../../src/extension/commands/experimentText.ts';
import { measured, spread } from './measurements.ts';
import { reviews, sentence } from './sentences.ts';
import { Session } from './session.ts';
import { until } from './waiting.ts';

const hostile = {
  text: '<img src=x onerror=alert(1)> **this** story is really dull [link](command:safr.train)',
  label: 'bad',
} as const;
const hostileLine = 402;
const experiment = 'reviews-safr.safr.json';

const session = Session.use({ 'reviews.tsv': reviews(400, [hostile]) });

/** What New Experiment writes for that file. */
const template = experimentText(
  { path: 'reviews.tsv', encoding: undefined, columns: undefined, textColumn: 'text', labelColumn: 'label' },
  'safr',
);
/** The template's values, and those of a training of fifteen seconds or so. */
const smallValues = [
  ['"width": 256', '"width": 64'],
  ['"feedForward": 1024', '"feedForward": 128'],
  ['"maskHidden": 1024', '"maskHidden": 64'],
  ['"batchSize": 32', '"batchSize": 8'],
  ['"learningRate": 0.0001', '"learningRate": 0.0005'],
  ['"patience": 3', '"patience": 100'],
] as const;
const small = smallValues.reduce((text, [value, by]) => text.replace(value, by), template);

async function openExperiment(text: string): Promise<void> {
  session.write(experiment, text);
  await session.editor.openFile(experiment);
}

/** One evaluated run of the small experiment: that of an earlier test, or else one that the command line trains. */
async function haveOneRun(): Promise<void> {
  session.write(experiment, small);
  const runs = join(session.workspace, '.safr', 'runs');
  const evaluated = existsSync(runs)
    ? readdirSync(runs).map((id) => existsSync(join(runs, id, 'evaluation.json')))
    : [];
  if (evaluated.length === 1 && evaluated[0]) return;
  await session.removeRuns();
  session.safr('train', experiment, '--evaluate');
}

/** The dashboard of the run, once it has drawn what the selector names. */
async function openDashboard(drawn: string) {
  const { editor } = session;
  await haveOneRun();
  await editor.openFile(experiment);
  await editor.command('SAFR: Open Dashboard');
  return editor.panel(drawn);
}

/** The neuron panel with the third line of the data file. */
async function openNeurons(): Promise<Frame> {
  const { editor } = session;
  await haveOneRun();
  await editor.openFile('reviews.tsv');
  await editor.goToLine(4);
  await editor.command('SAFR: Open Neuron Panel');
  const panel = await editor.panel('.heat canvas');
  await panel.locator('.prediction .predicted .value').waitFor();
  return panel;
}

describe('a first hour in the editor', () => {
  it('begins with a welcome', async () => {
    const { editor } = session;
    await editor.openRuns();
    await editor.page.locator('.part.sidebar').getByText('New Experiment').waitFor();
    await editor.picture('01-welcome');
    await editor.page.locator('.part.sidebar').getByText('Your First Run').click();
    await editor.page.locator('.gettingStartedContainer').getByText('Train a small interpretable classifier').waitFor();
    await editor.everyTheme('01-tour');
    await editor.page.keyboard.press('Control+F4');
  });

  it('creates a commented experiment for a file of the user', async () => {
    const { editor } = session;
    await editor.command('SAFR: New Experiment…');
    await editor.picture('02-new-experiment');
    await editor.pick('Own file…');
    await editor.pick('reviews.tsv');
    await editor.page.getByText('fields separated by tabs').first().waitFor();
    await editor.picture('02-new-experiment-rows');
    await editor.pick('Read it like this');
    await editor.pick('text');
    await editor.pick('label');
    await editor.pick('Small transformer');
    await editor.pick('safr');
    await editor.type('reviews-safr');
    await editor.tab(experiment).waitFor();
    await expect.poll(() => editor.text()).toContain('"train": "reviews.tsv"');
    expect(readFileSync(join(session.workspace, experiment), 'utf8')).toBe(template);
    await editor.picture('03-experiment');
  });

  it('marks a wrong value, and lists the allowed ones', async () => {
    const { editor } = session;
    await openExperiment(template);
    await editor.replace('"heads": 8', '"heads": 3');
    await editor.page.locator('.squiggly-error').first().waitFor();
    await editor.select('3, // must');
    await editor.page.keyboard.press('ArrowLeft');
    await editor.hover(/divides model\.width \(256\): 1, 2, 4, 8/);
    await editor.picture('04-wrong-value');
    await editor.replace('"heads": 3', '"heads": 4');
    await editor.page.locator('.squiggly-error').first().waitFor({ state: 'detached' });

    await editor.replace('"width"', '"widht"');
    await editor.page.locator('.squiggly-error').first().waitFor();
    await editor.select('widht');
    await editor.hover('did you mean "width"?');
    expect(await editor.page.locator('.squiggly-warning').count()).toBe(0);
    await editor.openRuns();
    await editor.run('1 problem').waitFor();
    await editor.openFile(experiment);
    await editor.replace('"widht"', '"width"');
    await editor.page.locator('.squiggly-error').first().waitFor({ state: 'detached' });

    await editor.replace('"reviews.tsv"', '"nothing.tsv"');
    await editor.page.locator('.squiggly-error').first().waitFor();
    await editor.select('nothing');
    await editor.hover(/no such file: .*nothing\.tsv/);
    await editor.picture('05-missing-file');
    await editor.replace('"nothing.tsv"', '"reviews.tsv"');
    await editor.page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
  });

  it('completes and explains the fields', async () => {
    const { editor } = session;
    await openExperiment(template);
    await editor.select('"preset": "safr"');
    await editor.page.keyboard.press('ArrowRight');
    await editor.page.keyboard.press('ArrowLeft');
    await editor.page.keyboard.press('Control+Space');
    await editor.page.locator('.suggest-widget .monaco-list-row', { hasText: 'safr-inter' }).waitFor();
    await editor.picture('06-completion');
    await editor.page.keyboard.press('Escape');
    await editor.select('patience');
    await editor.hover('Stop after this number of epochs without a better value of');
  });

  it('trains from the palette and plots the training while it runs', async () => {
    const { editor } = session;
    await session.removeRuns();
    await openExperiment(small);
    await editor.command('SAFR: Open Dashboard');
    const dashboard = await editor.panel('.welcome');
    await editor.command('SAFR: Train');
    const rows = await tableRows(dashboard, /Table of values: Cross-entropy/);
    await until('the losses begin', async () => (await rows()) > 0);
    const before = await rows();
    const redraws = await watchRedraws(dashboard);
    await until('the losses go on', async () => (await rows()) > before + 3);
    await dashboard.getByRole('button', { name: 'Close' }).click();
    await editor.picture('10-dashboard-live');
    await editor.lens(/epoch \d+ of at most 100/).waitFor();
    await editor.notification(/: test 0\.\d+/).waitFor({ timeout: 180_000 });
    measured('dashboard, from message to painted, ms', spread(await redraws()));
    await editor.clearNotifications();
  });

  it('shows the run above the experiment, after λ and in the Runs view', async () => {
    const { editor } = session;
    await haveOneRun();
    await editor.openFile(experiment);
    await editor
      .lens(/last run: test 0\.\d+ · SRS@0\.3 −?\d+\.\d pp \(random −?\d+\.\d\) · \d+ % monosemantic per text/)
      .waitFor();
    await expect.poll(() => editor.decorations()).toContainEqual(expect.stringMatching(/^1 run: 0\.\d+ · SRS@0\.3/));
    await editor.openRuns();
    await editor.run(/test 0\.\d+ · SRS/).waitFor();
    await editor.everyTheme('11-experiment');
    await editor.command('SAFR: Evaluate');
    await editor.notification(/: test 0\.\d+/).waitFor();
    await editor.clearNotifications();
  });

  it('plots SRS(k) next to random removal', async () => {
    const { editor } = session;
    const dashboard = await openDashboard('figure.card');
    await dashboard
      .locator('#data')
      .getByRole('row', { name: /^train [\d,]+ .* %\)/ })
      .waitFor();
    await editor.everyTheme('12-dashboard-data');
    await dashboard.getByRole('heading', { name: /^SRS_imp\(k\)/ }).scrollIntoViewIfNeeded();
    await dashboard.getByRole('img', { name: /^SRS_imp\(k\).*random/ }).waitFor();
    await editor.everyTheme('12-dashboard');
  });

  it('lists the test texts of a cell of the confusion matrix, and opens their lines', async () => {
    const { editor } = session;
    const dashboard = await openDashboard('#confusion table');
    await editor.everyTheme('13-dashboard-summary');
    await dashboard.getByRole('button', { name: /^[\d,]+ texts?: good predicted good/ }).click();
    await editor.page
      .locator('.quick-input-list .monaco-list-row', { hasText: /reviews\.tsv:\d+/ })
      .nth(1)
      .waitFor();
    await editor.picture('13-confused-texts');
    await editor.page.keyboard.press('ArrowDown');
    await editor.page.keyboard.press('Enter');
    await editor.page.locator('.editor-group-container.active .tab.active', { hasText: 'reviews.tsv' }).waitFor();
    await editor.page.locator('.statusbar-item', { hasText: /Ln \d+, Col \d+ \(\d+ selected\)/ }).waitFor();
  });

  it('compares two runs: settings, neurons and predictions', async () => {
    const { editor } = session;
    await haveOneRun();
    const copy = copyOfRun(session.workspace);
    await editor.openRuns();
    await editor.run('2 runs').waitFor();
    await editor.command('SAFR: Compare Runs…');
    await editor.pickFirst(2);
    const panel = await editor.panel('#settings');
    await panel.getByRole('row', { name: /^safr\.preset (safr plain|plain safr)$/ }).waitFor();
    const same = panel.getByRole('button', { name: /^[\d,]+: polysemantic in A, polysemantic in B$/ });
    await same.waitFor({ timeout: 60_000 });
    await same.click();
    await panel.getByText(/^[\d,]+ neurons: polysemantic in A, polysemantic in B/).waitFor();
    await panel.getByText(/^0 of \d+ test texts/).waitFor();
    await editor.everyTheme('15-compare');
    await editor.page.keyboard.press('Control+F4');
    rmSync(copy, { recursive: true });
    await editor.run('1 run').waitFor();
  });

  it('explains a line of a data file, and shows markup in it as text', async () => {
    const { editor } = session;
    await haveOneRun();
    await editor.openFile('reviews.tsv');
    await editor.goToLine(3);
    await editor.lens(/^.Explained by /).waitFor();
    await editor.hover(
      /(good|bad) [^]*(as|but) labelled[^]*explained by [^]*words by importance[^]*\d+\.\d\s%[^]*\d+ monosemantic/,
    );
    await editor.picture('20-hover');
    await editor.everyTheme('20-hover', async () => void (await editor.hover(/labelled/)));

    await editor.goToLine(hostileLine);
    const harmless = await editor.hover('onerror');
    expect(await harmless.locator('img').count()).toBe(0);
    expect(await harmless.locator('a', { hasText: /^link$/ }).count()).toBe(0);
    await editor.picture('21-hostile-line');
    await editor.page.keyboard.press('Escape');
  });

  it('offers similar errors where a prediction is wrong, and only there', async () => {
    const { editor } = session;
    await haveOneRun();
    await editor.openFile('reviews.tsv');
    const seen = new Set<boolean>();
    for (let line = 2; seen.size < 2; line++) {
      await editor.goToLine(line);
      const text = await (await editor.hover(/labelled/)).innerText();
      const isWrong = text.includes('but labelled');
      expect(text.includes('Show Similar Errors')).toBe(isWrong);
      seen.add(isWrong);
    }
    await editor.page.keyboard.press('Escape');
  });

  it('shows the prediction before each line, and shades the important tokens on request', async () => {
    const { editor } = session;
    await haveOneRun();
    await editor.openFile('reviews.tsv');
    await editor.goToLine(20);
    await expect.poll(() => editor.text()).toMatch(/(good|bad)\s+✓/);
    await expect.poll(() => editor.text()).toMatch(/(good|bad)\s+✗/);
    expect(await editor.shadings()).toBe(0);
    await editor.command('SAFR: Toggle Token Shading');
    await expect.poll(() => editor.shadings()).toBeGreaterThan(20);
    await editor.picture('22-shading');
    await editor.command('SAFR: Toggle Token Shading');
    await expect.poll(() => editor.shadings()).toBe(0);
  });

  it('opens the neurons of a line, and a line that activates a neuron', async () => {
    const { editor } = session;
    await haveOneRun();
    await editor.openFile('reviews.tsv');
    await editor.goToLine(4);
    const line = sentence(2).text;
    await (await editor.hover(/labelled/)).getByText('Open in Neuron Panel').click();
    const panel = await editor.panel('.heat canvas');
    await expect.poll(() => panel.locator('#text textarea').inputValue()).toBe(line);
    await panel.getByRole('heading', { name: /^Neuron \d+/ }).waitFor();
    await panel.getByRole('option').nth(1).click();
    await panel.locator('.assignments tbody tr').nth(1).click();
    const place = panel.getByTitle(/^Open reviews\.tsv/).first();
    await place.waitFor();
    await panel.locator('#text').scrollIntoViewIfNeeded();
    await editor.everyTheme('30-neurons');
    const title = (await place.getAttribute('title'))!;
    const at = /reviews\.tsv:(\d+)/.exec(title)?.[1];
    await panel.getByTitle(title, { exact: true }).first().click();
    await editor.page.locator('.statusbar-item', { hasText: `Ln ${at}, Col` }).waitFor();
    await editor.picture('31-line-of-a-neuron');
  });

  it('updates the prediction while the sentence is edited', async () => {
    const { editor } = session;
    const panel = await openNeurons();
    const value = () => panel.locator('.prediction .predicted .value').innerText();
    const before = await value();
    const box = panel.locator('#text textarea');
    await box.click();
    await box.press('End');
    await box.pressSequentially(' and is never really dull , hollow and cold', { delay: 20 });
    await expect.poll(value).not.toBe(before);
    await expect.poll(() => panel.locator('.prediction .change').first().innerText()).toMatch(/^[+−]\d/);
    await editor.picture('32-what-if');
    await panel.getByText('Reset').click();
    await expect.poll(value).toBe(before);
  });

  it('updates the prediction when neurons are switched off', async () => {
    const { editor } = session;
    const panel = await openNeurons();
    const value = () => panel.locator('.prediction .predicted .value').innerText();
    const before = await value();
    const board = panel.getByRole('group', { name: 'Switch neurons off' });
    await panel.getByRole('button', { name: 'Effect' }).click();
    const switches = panel.locator('.assignments').getByRole('switch');
    const name = (await switches.first().getAttribute('aria-label'))!;
    const first = panel.locator('.assignments').getByRole('switch', { name, exact: true });
    await first.press('Space');
    await board.getByText(/^Margin [−\d.]+ → [−\d.]+ \([−+]?[\d.]+\) without 1 neuron$/).waitFor();
    await expect.poll(() => first.getAttribute('aria-checked')).toBe('false');
    await board.getByText('Polysemantic off').click();
    await expect.poll(value).not.toBe(before);
    await board.getByText(/^As many at random: [−+\d.]+ ± /).waitFor();
    await editor.picture('33-switched-off');
    await board.getByText('All on').click();
    await expect.poll(value).toBe(before);
  });
});

/** A second run like the only one, but for the preset that it says it had. */
function copyOfRun(workspace: string): string {
  const runs = join(workspace, '.safr', 'runs');
  const [id] = readdirSync(runs);
  const copy = join(runs, `${id}-again`);
  cpSync(join(runs, id!), copy, { recursive: true });
  const file = join(copy, 'experiment.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"preset": ?"safr"/, '"preset": "plain"'));
  return copy;
}

/** Opens the table beside a chart; its number of rows. */
async function tableRows(dashboard: Frame, button: RegExp): Promise<() => Promise<number>> {
  await dashboard.getByRole('button', { name: button }).click();
  return () => dashboard.locator('dialog tbody tr').count();
}

/** Measures from the arrival of each message to the end of the frame after; the answer ends it. */
async function watchRedraws(panel: Frame): Promise<() => Promise<number[]>> {
  const times = await panel.evaluateHandle(() => {
    const times: number[] = [];
    window.addEventListener('message', ({ timeStamp }) => {
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - timeStamp)));
    });
    return times;
  });
  return () => times.jsonValue();
}
