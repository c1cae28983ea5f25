import type { ExtensionContext } from 'vscode';
import { registerShowLog } from './commands/showLog.ts';
import { registerDataEditor } from './editor/dataEditor.ts';
import { openStudio } from './studio.ts';

/** Called by VS Code. The engine is not loaded here: it runs in processes of its own, started when first needed. */
export function activate(context: ExtensionContext): void {
  const studio = openStudio(context);
  registerShowLog(studio);
  registerDataEditor(studio);
  void studio.experiments.load().then(() => studio.runs.load());
}
