import { basename } from 'node:path';
import * as vscode from 'vscode';
import { jobLine, jobShare } from '../runs/runWords.ts';
import type { Studio } from '../studio.ts';
import { onStudioChange } from './onStudioChange.ts';

/** An item in the status bar while jobs are going. */
export function registerStatusBar(studio: Studio): void {
  const item = vscode.window.createStatusBarItem('safr.jobs', vscode.StatusBarAlignment.Left);
  item.name = 'SAFR Training';
  studio.context.subscriptions.push(
    item,
    onStudioChange(studio, () => show(item, studio)),
  );
}

function show(item: vscode.StatusBarItem, { jobs }: Studio): void {
  const [first, ...others] = jobs.all;
  if (!first) return item.hide();
  const more = others.length === 0 ? '' : ` (+${others.length})`;
  item.text = `$(sync~spin) SAFR ${jobShare(first.progress)}${more}`;
  item.tooltip = jobs.all
    .map(({ experimentPath, progress }) => `${basename(experimentPath)}: ${jobLine(progress)}`)
    .join('\n');
  const target = { experiment: first.experimentPath };
  item.command = { command: 'safr.openDashboard', title: 'Open Dashboard', arguments: [target] };
  item.show();
}
