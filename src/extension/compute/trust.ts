import { commands, window, workspace } from 'vscode';
import { UserError } from '../../common/userError.ts';

/** Nothing is computed in a workspace that the user does not trust. Errors: UserError in a workspace that is not trusted. */
export function checkTrusted(): void {
  if (workspace.isTrusted) return;
  throw new UserError(
    'training, evaluation and explanations are off in a workspace that is not trusted',
    'Trust it with the command "Workspaces: Manage Workspace Trust".',
  );
}

/** Whether the workspace is trusted; if it is not, the user is told and can trust it. For commands that links can run. */
export async function askForTrust(): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  const text = 'Training, evaluation and explanations are off: this workspace is not trusted.';
  if ((await window.showWarningMessage(text, manage)) === manage)
    await commands.executeCommand('workbench.trust.manage');
  return false;
}
