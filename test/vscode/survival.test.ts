import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Process } from './processes.ts';
import { reviews } from './sentences.ts';
import { Session } from './session.ts';
import { smallExperiment } from './smallExperiment.ts';
import { until } from './waiting.ts';

const session = Session.use({
  'reviews.tsv': reviews(300),
  'long.safr.json': smallExperiment(20_000),
  'quick.safr.json': smallExperiment(3),
});

const progress = () => session.editor.notification('Training long');

async function train(): Promise<void> {
  await session.editor.openFile('long.safr.json');
  await session.editor.command('SAFR: Train');
  await reaches(3);
}

async function stop(): Promise<void> {
  await session.editor.command('SAFR: Stop');
  await progress().waitFor({ state: 'detached' });
  await session.editor.notification('What is trained is kept').first().waitFor(); // there may be one from before
}

/** A run that the command line has made, as the only one, in the Runs view. */
async function haveOneRun(): Promise<Locator> {
  await session.removeRuns();
  const run = session.editor.run(/test 0\.\d+/);
  await session.editor.openRuns();
  await run.waitFor({ state: 'detached' });
  session.safr('train', 'quick.safr.json', '--evaluate');
  await run.waitFor();
  return run;
}

/** The epoch that the notification tells. */
async function epoch(): Promise<number> {
  return Number(
    /epoch (\d[\d,]*)/.exec(
      await progress()
        .innerText({ timeout: 1000 })
        .catch(() => ''),
    )?.[1] ?? 0,
  );
}

async function reaches(wanted: number): Promise<void> {
  await until(`epoch ${wanted}`, async () => (await epoch()) >= wanted, 60);
}

function theOnly(processes: readonly Process[]): Process {
  expect(processes).toHaveLength(1);
  return processes[0]!;
}

describe('work in other processes', () => {
  it('keeps what is trained when the user cancels, and continues from there', async () => {
    const { editor } = session;
    await train();
    await editor.lens(/epoch \d+ of at most/).waitFor();
    await editor.page.locator('.statusbar-item', { hasText: /SAFR .*epoch \d+/ }).waitFor();
    await editor.picture('40-training');
    const before = await epoch();
    await progress().getByRole('button', { name: 'Cancel' }).click();
    const kept = editor.notification('What is trained is kept');
    await kept.waitFor();
    await editor.picture('41-cancelled');
    expect(session.computing).toEqual([]);
    await kept.locator('a', { hasText: 'Resume' }).click();
    await reaches(before);
    await stop();
  });

  it('reports why the process of a training ended, and continues from the last epoch', async () => {
    const { editor } = session;
    await train();
    const before = await epoch();
    process.kill(theOnly(session.computing).pid, 'SIGKILL');
    const told = editor.notification('killed (SIGKILL)');
    await told.waitFor();
    await editor.picture('42-killed');
    await told.getByRole('button', { name: 'Resume' }).click();
    await reaches(before);
    await stop();
  });

  it('explains again after the process that explains was killed', async () => {
    const { editor } = session;
    await haveOneRun();
    await editor.openFile('reviews.tsv');
    await editor.goToLine(2);
    await editor.hover('monosemantic');
    process.kill(theOnly(session.computing).pid, 'SIGKILL');
    await editor.notification('killed (SIGKILL)').waitFor();
    await editor.picture('43-explaining-killed');
    await editor.goToLine(280); // was never in sight
    await editor.hover('monosemantic');
    theOnly(session.computing);
  });

  it('shows a run that the command line made', async () => {
    const { editor } = session;
    const run = await haveOneRun();
    await run.click();
    const dashboard = await editor.panel('figure.card');
    await dashboard.getByRole('img', { name: /Accuracy[^.]*\. \S/ }).waitFor();
    await editor.picture('44-run-of-the-command-line');
  });

  it('restores the panels when the window is reloaded', async () => {
    const { editor } = session;
    const run = await haveOneRun();
    await run.click();
    await editor.panel('figure.card');
    await editor.openFile('reviews.tsv');
    await editor.goToLine(7);
    await editor.command('SAFR: Open Neuron Panel');
    const text = await (await editor.panel('.heat canvas')).locator('#text textarea').inputValue();
    await editor.reload();
    await editor.tab('Dashboard').click();
    await (await editor.panel('figure.card')).getByRole('img', { name: /Accuracy[^.]*\. \S/ }).waitFor();
    await editor.tab('Neurons').click();
    const neurons = await editor.panel('.heat canvas');
    await expect.poll(() => neurons.locator('#text textarea').inputValue()).toBe(text);
    await editor.picture('45-reloaded');
  });

  it('deletes a run once the user agrees', async () => {
    const { editor } = session;
    const run = await haveOneRun();
    await editor.menu(run, 'Delete Run…');
    await editor.picture('46-delete');
    await editor.dialogButton('Cancel').click();
    await editor.menu(run, 'Delete Run…');
    await editor.dialogButton('Delete').click();
    await run.waitFor({ state: 'detached' });
    expect(session.safr('runs')).not.toContain('quick');
  });

  it('leaves no process behind when the window closes', async () => {
    const { editor } = session;
    await train();
    const known = session.computing;
    expect(known.length).toBeGreaterThan(0);
    await editor.page.goto('about:blank');
    await until('its processes have ended', () => session.computing.length === 0);
  });
});
