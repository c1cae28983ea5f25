import { workspace } from 'vscode';

/** Saves an experiment (absolute path) if its editor holds changes; false where that failed. */
export async function saveExperiment(path: string): Promise<boolean> {
  const open = workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === path);
  return open?.isDirty ? open.save() : true;
}
