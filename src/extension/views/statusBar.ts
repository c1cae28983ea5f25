import * as vscode from 'vscode';
import { jobLine, jobShare, sweepLine, sweepShare } from '../runs/runWords.ts';
import type { Studio } from '../studio.ts';
import { doneIn } from '../sweeps/sweepStates.ts';
import { onStudioChange } from './onStudioChange.ts';

/** Something that is running, as the status bar shows it. */
interface Running {
  readonly title: string;
  /** In a few characters. */
  readonly share: string;
  /** With more details. */
  readonly line: string;
  /** The command that shows it, called with its experiment. */
  readonly command: 'safr.openDashboard' | 'safr.openSweep';
  readonly experiment: string;
}

/** An item in the status bar while trainings, evaluations or sweeps run. A click shows what is running. */
export function registerStatusBar(studio: Studio): void {
  const item = vscode.window.createStatusBarItem('safr.jobs', vscode.StatusBarAlignment.Left);
  item.name = 'SAFR Training';
  // Only a name: VS Code registers a command with arguments again at each change of the item, and a click in between finds none.
  item.command = 'safr.showRunning';
  studio.context.subscriptions.push(
    item,
    onStudioChange(studio, () => update(item, runningIn(studio))),
    vscode.commands.registerCommand('safr.showRunning', () => show(runningIn(studio))),
  );
}

function runningIn({ experiments, jobs, sweeps }: Studio): Running[] {
  const ofJobs = jobs.all.map(({ experimentPath, progress }): Running => ({
    title: experiments.nameOf(experimentPath),
    share: jobShare(progress),
    line: jobLine(progress),
    command: 'safr.openDashboard',
    experiment: experimentPath,
  }));
  const ofSweeps = sweeps.runningPaths.map((path): Running => {
    const state = sweeps.get(path);
    const [done, of] = [state ? doneIn(state) : 0, state?.runs.length ?? 0];
    return {
      title: experiments.nameOf(path),
      share: sweepShare(done, of),
      line: sweepLine(done, of, sweeps.running(path)?.secondsLeft ?? null),
      command: 'safr.openSweep',
      experiment: path,
    };
  });
  return [...ofJobs, ...ofSweeps];
}

function update(item: vscode.StatusBarItem, running: readonly Running[]): void {
  const [first, ...others] = running;
  if (!first) return item.hide();
  const more = others.length === 0 ? '' : ` (+${others.length})`;
  item.text = `$(sync~spin) SAFR ${first.share}${more}`;
  item.tooltip = running.map(({ title, line }) => `${title}: ${line}`).join('\n');
  item.show();
}

async function show(running: readonly Running[]): Promise<void> {
  const items = running.map((each) => ({ label: each.title, description: each.line, running: each }));
  const chosen =
    items.length < 2 ? items[0] : await vscode.window.showQuickPick(items, { placeHolder: 'Show which one?' });
  if (chosen) await vscode.commands.executeCommand(chosen.running.command, { experiment: chosen.running.experiment });
}
