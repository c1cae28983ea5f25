import * as vscode from 'vscode';
import { neuronsState, type NeuronsState } from '../../../protocol/neurons.ts';
import type { Studio } from '../../studio.ts';
import { NeuronPanel } from './neuronPanel.ts';
import { explainTarget, type NeuronTarget, type ExplainTarget } from './neuronTarget.ts';
import { webviewFolder } from '../panelHtml.ts';

const viewType = 'safr.neurons';

/** The panel of one text's neurons: its command, and what brings it back after a reload of the window. */
export function registerNeuronPanel(studio: Studio): void {
  let panel: NeuronPanel | undefined;
  const adopt = (webviewPanel: vscode.WebviewPanel, shown: ExplainTarget | NeuronsState) => {
    webviewPanel.webview.options = optionsOf(studio);
    const adopted = (panel = new NeuronPanel(studio, webviewPanel, shown));
    webviewPanel.onDidDispose(() => panel === adopted && (panel = undefined));
  };
  const open = async (target: NeuronTarget) => {
    const shown = await find(studio, target);
    if (!shown) return offerTraining(target);
    if (panel) return panel.show(shown);
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    adopt(vscode.window.createWebviewPanel(viewType, 'Neurons', column, optionsOf(studio)), shown);
  };
  const deserializeWebviewPanel = async (webviewPanel: vscode.WebviewPanel, state: unknown) => {
    const { data } = neuronsState.safeParse(state);
    const shown = data ?? (await find(studio, undefined));
    if (shown) adopt(webviewPanel, shown);
    else webviewPanel.dispose();
  };
  studio.context.subscriptions.push(
    vscode.commands.registerCommand('safr.openNeurons', open),
    vscode.window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel }),
  );
}

/** Soon after the start of the window what there is may not have been read yet. */
async function find(studio: Studio, target: NeuronTarget): Promise<ExplainTarget | null> {
  const shown = explainTarget(studio, target);
  if (shown) return shown;
  await studio.experiments.load();
  await studio.runs.load();
  return explainTarget(studio, target);
}

function optionsOf({ context }: Studio): vscode.WebviewOptions & vscode.WebviewPanelOptions {
  return { enableScripts: true, localResourceRoots: [webviewFolder(context.extensionUri)], enableFindWidget: true };
}

async function offerTraining(target: NeuronTarget): Promise<void> {
  const train = 'Train';
  const chosen = await vscode.window.showInformationMessage('No run has weights to explain with yet.', train);
  if (chosen === train) await vscode.commands.executeCommand('safr.train', target);
}
