import { describe, expect, it } from 'vitest';
import { reviews } from './sentences.ts';
import { Session } from './session.ts';
import { smallExperiment } from './smallExperiment.ts';

const session = Session.use(
  { 'reviews.tsv': reviews(200), 'reviews.safr.json': smallExperiment(2) },
  { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
);

describe('a workspace that is not trusted', () => {
  it('shows experiments and runs, but computes nothing', async () => {
    const { editor } = session;
    await editor.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    session.safr('train', 'reviews.safr.json', '--evaluate');
    await editor.openRuns();
    await editor.run(/test 0\.\d+/).waitFor();

    await editor.openFile('reviews.safr.json');
    await editor.lens(/last run: test/).waitFor();
    expect(await editor.lens('Train').count()).toBe(0);
    await editor.palette('SAFR: Train');
    await editor.choice('SAFR: Compare Runs').waitFor();
    expect(await editor.choice('SAFR: Train').count()).toBe(0);
    await editor.picture('60-restricted');
    await editor.page.keyboard.press('Escape');

    // As the link of the walkthrough does.
    await session.probe.run(({ vscode }) => void vscode.commands.executeCommand('safr.train'), null);
    await editor.notification('this workspace is not trusted').waitFor();
    await editor.picture('61-restricted-train');
    await editor.clearNotifications();

    await editor.openFile('reviews.tsv');
    await editor.goToLine(3);
    await editor.page.keyboard.press('Control+K');
    await editor.page.keyboard.press('Control+I');
    await editor.page.waitForTimeout(1000);
    expect(session.computing).toEqual([]);
  });
});
