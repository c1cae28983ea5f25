import { workspace } from 'vscode';
import { UserError } from '../../common/userError.ts';

/** Nothing is computed in a workspace that the user does not trust. Errors: UserError in a workspace that is not trusted. */
export function checkTrusted(): void {
  if (workspace.isTrusted) return;
  throw new UserError(
    'training, evaluation and explanations are off in a workspace that is not trusted',
    'Trust it with the command "Workspaces: Manage Workspace Trust".',
  );
}
