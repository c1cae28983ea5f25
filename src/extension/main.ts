import type { ExtensionContext } from 'vscode';
import { registerExperimentCommands } from './commands/experimentCommands.ts';
import { registerInstallTensorflow } from './commands/installTensorflow.ts';
import { registerNewExperiment } from './commands/newExperiment.ts';
import { registerRunCommands } from './commands/runCommands.ts';
import { registerShareRuns } from './commands/shareRuns.ts';
import { registerShowLog } from './commands/showLog.ts';
import { registerSweepCommands } from './commands/sweepCommands.ts';
import { registerDataEditor } from './editor/dataEditor.ts';
import { registerExperimentFiles } from './editor/experimentFiles.ts';
import { registerCompare } from './panels/compare/compare.ts';
import { registerDashboard } from './panels/dashboard/dashboard.ts';
import { registerNeuronPanel } from './panels/neurons/neurons.ts';
import { registerSweepPanel } from './panels/sweep/sweep.ts';
import { openStudio } from './studio.ts';
import { registerExpectationTests } from './tests/expectationTests.ts';
import { registerContextKeys } from './views/contextKeys.ts';
import { registerRunsView } from './views/runsView.ts';
import { registerStatusBar } from './views/statusBar.ts';

/** Called by VS Code. The engine is not loaded here: it runs in processes of its own, started when first needed. */
export function activate(context: ExtensionContext): void {
  const studio = openStudio(context);
  registerShowLog(studio);
  registerNewExperiment(studio);
  registerExperimentCommands(studio);
  registerRunCommands(studio);
  registerShareRuns(studio);
  registerSweepCommands(studio);
  registerInstallTensorflow(studio);
  registerExperimentFiles(studio);
  registerRunsView(studio);
  registerStatusBar(studio);
  registerContextKeys(studio);
  registerDataEditor(studio);
  registerDashboard(studio);
  registerCompare(studio);
  registerNeuronPanel(studio);
  registerSweepPanel(studio);
  registerExpectationTests(studio);
  void studio.experiments
    .load()
    .then(() => studio.runs.load())
    .then(() => studio.sweeps.followAgain());
}
