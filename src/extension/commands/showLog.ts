import * as vscode from 'vscode';
import type { Studio } from '../studio.ts';

export function registerShowLog({ context, log }: Studio): void {
  context.subscriptions.push(vscode.commands.registerCommand('safr.showLog', () => log.show()));
}
