import * as vscode from 'vscode';
import { neuronsState, type NeuronsState } from '../../../protocol/neurons.ts';
import { askForTrust } from '../../compute/trust.ts';
import { loadRuns } from '../../runs/loadRuns.ts';
import type { Studio } from '../../studio.ts';
import { Panels } from '../panels.ts';
import { registerNeuronLinks } from './neuronLink.ts';
import { NeuronPanel } from './neuronPanel.ts';
import { explainTarget, type NeuronTarget, type ExplainTarget } from './neuronTarget.ts';

/** The panel of one text's neurons, of which there is one, and the command `safr.openNeurons`. */
export function registerNeuronPanel(studio: Studio): void {
  const panels = new Panels<ExplainTarget | NeuronsState>({
    viewType: 'safr.neurons',
    place: () => (vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active),
    keyOf: () => 'the only one',
    restore: async (kept) => neuronsState.safeParse(kept).data ?? find(studio, undefined),
    create: (panel, shown) => {
      void vscode.commands.executeCommand('setContext', 'safr.neuronsOpened', true);
      return new NeuronPanel(studio, panel, shown);
    },
  });
  const open = async (target: NeuronTarget) => {
    if (!(await askForTrust())) return;
    const shown = await find(studio, target);
    if (shown) panels.open(shown);
    else await offerTraining(target);
  };
  studio.context.subscriptions.push(
    panels.register(),
    vscode.commands.registerCommand('safr.openNeurons', open),
    registerNeuronLinks(studio),
  );
}

async function find(studio: Studio, target: NeuronTarget): Promise<ExplainTarget | undefined> {
  const shown = explainTarget(studio, target);
  if (shown) return shown;
  await loadRuns(studio);
  return explainTarget(studio, target);
}

async function offerTraining(target: NeuronTarget): Promise<void> {
  const train = 'Train';
  const chosen = await vscode.window.showInformationMessage('No run has weights to explain with yet.', train);
  if (chosen === train) await vscode.commands.executeCommand('safr.train', target);
}
