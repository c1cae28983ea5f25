import { commands, type ExtensionContext } from 'vscode';
import { registerDownloadModel } from './commands/downloadModel.ts';
import { registerExperimentCommands } from './commands/experimentCommands.ts';
import { registerInstallTensorflow } from './commands/installTensorflow.ts';
import { registerNewExperiment } from './commands/newExperiment.ts';
import { registerNoteCommands } from './commands/noteCommands.ts';
import { registerRunCommands } from './commands/runCommands.ts';
import { registerShareRuns } from './commands/shareRuns.ts';
import { registerSweepCommands } from './commands/sweepCommands.ts';
import { registerDataCodeLens } from './editor/dataCodeLens.ts';
import { registerDataHover } from './editor/dataHover.ts';
import { registerDataLines } from './editor/dataLines.ts';
import { registerDownloadFix } from './editor/downloadFix.ts';
import { registerExperimentCodeLens } from './editor/experimentCodeLens.ts';
import { registerExperimentDiagnostics } from './editor/experimentDiagnostics.ts';
import { registerLambdaDecorations } from './editor/lambdaDecorations.ts';
import { registerDatasetDocuments, registerOpenDataset } from './editor/openDataset.ts';
import { registerPredictionHints } from './editor/predictionHints.ts';
import { registerSimilarErrors } from './editor/similarErrors.ts';
import { Shading } from './editor/shading.ts';
import { registerTokenShading } from './editor/tokenShading.ts';
import { VisibleLines } from './editor/visibleLines.ts';
import { registerCompare } from './panels/compare/compare.ts';
import { registerDashboard } from './panels/dashboard/dashboard.ts';
import { registerDataTable } from './panels/dataTable/dataTable.ts';
import { registerNeuronPanel } from './panels/neurons/neurons.ts';
import { registerRunTable } from './panels/runTable/runTable.ts';
import { registerSweepPanel } from './panels/sweep/sweep.ts';
import { loadRuns } from './runs/loadRuns.ts';
import { openStudio, type Studio } from './studio.ts';
import { registerExpectationTests } from './tests/expectationTests.ts';
import { registerContextKeys } from './views/contextKeys.ts';
import { registerRunsView } from './views/runsView.ts';
import { registerStatusBar } from './views/statusBar.ts';

/** Called by VS Code. The engine is not loaded here: it runs in separate processes, started when first needed. */
export function activate(context: ExtensionContext): void {
  const studio = openStudio(context);
  context.subscriptions.push(commands.registerCommand('safr.showLog', () => studio.log.show()));
  registerNewExperiment(studio);
  registerExperimentCommands(studio);
  registerRunCommands(studio);
  registerNoteCommands(studio);
  registerShareRuns(studio);
  registerSweepCommands(studio);
  registerDownloadModel(studio);
  registerInstallTensorflow(studio);
  registerRunsView(studio);
  registerStatusBar(studio);
  registerContextKeys(studio);
  registerExpectationTests(studio);
  registerExperimentEditor(studio);
  registerDataEditor(studio);
  registerDashboard(studio);
  registerCompare(studio);
  registerNeuronPanel(studio);
  registerSweepPanel(studio);
  registerRunTable(studio);
  registerDataTable(studio);
  void loadRuns(studio).then(() => studio.sweeps.followAgain());
}

/** In the text of experiment files. */
function registerExperimentEditor(studio: Studio): void {
  registerExperimentDiagnostics(studio);
  registerDownloadFix(studio);
  registerExperimentCodeLens(studio);
  registerLambdaDecorations(studio);
}

/** On the lines of data sets. */
function registerDataEditor(studio: Studio): void {
  const shading = new Shading(studio.context.workspaceState);
  const visible = new VisibleLines(studio, shading);
  studio.context.subscriptions.push(shading, visible);
  registerDataLines(studio);
  registerDataCodeLens(studio);
  registerDataHover(studio);
  registerTokenShading(studio, visible, shading);
  registerPredictionHints(studio, visible);
  registerDatasetDocuments(studio);
  registerOpenDataset(studio);
  registerSimilarErrors(studio);
}
