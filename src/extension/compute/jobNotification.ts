import * as vscode from 'vscode';
import { jobLine } from '../runs/runWords.ts';
import type { RunningJob } from './runningJob.ts';

/** Shows a job as a notification while `work` goes; its cancel button stops the job. */
export function withNotification(job: RunningJob, title: string, work: () => Promise<void>): Thenable<void> {
  const doing = job.kind === 'evaluate' ? `Evaluating ${title}` : `Training ${title}`;
  const options = { location: vscode.ProgressLocation.Notification, title: doing, cancellable: true };
  return vscode.window.withProgress(options, async (notification, token) => {
    let shown = 0; // percent; the bar never goes back
    const report = () => {
      const { progress } = job;
      const increment = Math.max(0, 100 * (progress.share ?? 0) - shown);
      shown += increment;
      notification.report({ message: jobLine(progress), increment });
    };
    const listening = [job.onDidChange(report), token.onCancellationRequested(() => job.stop())];
    try {
      report();
      await work();
    } finally {
      for (const listener of listening) listener.dispose();
    }
  });
}
