import { workspace } from 'vscode';
import { UserError } from '../../common/userError.ts';

/** Experiments of others are not computed unasked. Errors: UserError in a workspace that is not trusted. */
export function checkTrusted(): void {
  if (workspace.isTrusted) return;
  throw new UserError(
    'training, evaluation and explanations are off in a workspace that is not trusted',
    'Trust it with the command "Workspaces: Manage Workspace Trust".',
  );
}
