import * as vscode from 'vscode';
import type { Run } from '../../../core/runs/readRun.ts';
import type { NeuronNumber } from '../../../core/evaluation/facts/neuronPage.ts';
import { loadRuns } from '../../runs/loadRuns.ts';
import type { Studio } from '../../studio.ts';

const path = '/neuron';

/** A link that opens the page of a neuron in a window whose folders have the run. `layer` and `index` from 0; in the link, layers are from 1. */
export function neuronLink(
  { context }: Pick<Studio, 'context'>,
  { id }: Pick<Run, 'id'>,
  neuron: NeuronNumber,
): string {
  const query = `run=${encodeURIComponent(id)}&neuron=${neuron.layer + 1}:${neuron.index}`;
  return `${vscode.env.uriScheme}://${context.extension.id}${path}?${query}`;
}

/** What such a link names; null for any other. */
export function parseNeuronLink(uri: Pick<vscode.Uri, 'path' | 'query'>): { run: string; neuron: NeuronNumber } | null {
  const query = new URLSearchParams(uri.query);
  const run = query.get('run');
  const [, layer, index] = /^(\d{1,6}):(\d{1,9})$/.exec(query.get('neuron') ?? '') ?? [];
  if (uri.path !== path || !run || layer === undefined || layer === '0') return null;
  return { run, neuron: { layer: Number(layer) - 1, index: Number(index) } };
}

/** Opens links to neurons, also those that start VS Code. */
export function registerNeuronLinks(studio: Studio): vscode.Disposable {
  return vscode.window.registerUriHandler({
    async handleUri(uri) {
      const link = parseNeuronLink(uri);
      if (!link) return void vscode.window.showErrorMessage(`SAFR: not a link to a neuron: ${uri.toString()}`);
      await loadRuns(studio);
      const run = studio.runs.all.find(({ id }) => id === link.run);
      if (run) return vscode.commands.executeCommand('safr.openNeurons', { run: run.directory, page: link.neuron });
      const message = `SAFR: this window has no run ${link.run}. Open the folder that has it, then follow the link again.`;
      return void vscode.window.showErrorMessage(message);
    },
  });
}
