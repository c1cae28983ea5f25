import * as vscode from 'vscode';
import type { Run } from '../../../core/runs/readRun.ts';
import type { NeuronNumber } from '../../../core/evaluation/facts/neuronPage.ts';
import { featuresNamePattern } from '../../../core/runs/featureFiles.ts';
import { loadRuns } from '../../runs/loadRuns.ts';
import type { Studio } from '../../studio.ts';

const path = '/neuron';

/** A link that opens the page of a neuron, or of a feature of the autoencoder `features`, in a window whose folders have the run. `layer` and `index` from 0; in the link, layers are from 1. */
export function neuronLink(
  { context }: Pick<Studio, 'context'>,
  { id }: Pick<Run, 'id'>,
  neuron: NeuronNumber,
  features?: string,
): string {
  const own = features === undefined ? '' : `&features=${features}`;
  const query = `run=${encodeURIComponent(id)}&neuron=${neuron.layer + 1}:${neuron.index}${own}`;
  return `${vscode.env.uriScheme}://${context.extension.id}${path}?${query}`;
}

interface LinkedNeuron {
  readonly run: string;
  readonly neuron: NeuronNumber;
  readonly features?: string;
}

/** What such a link names; null for any other. */
export function parseNeuronLink(uri: Pick<vscode.Uri, 'path' | 'query'>): LinkedNeuron | null {
  const query = new URLSearchParams(uri.query);
  const run = query.get('run');
  const [, layer, index] = /^(\d{1,6}):(\d{1,9})$/.exec(query.get('neuron') ?? '') ?? [];
  const features = query.get('features');
  if (uri.path !== path || !run || layer === undefined || layer === '0') return null;
  if (features !== null && !featuresNamePattern.test(features)) return null;
  const neuron = { layer: Number(layer) - 1, index: Number(index) };
  return { run, neuron, ...(features !== null && { features }) };
}

/** Opens links to neurons, also those that start VS Code. */
export function registerNeuronLinks(studio: Studio): vscode.Disposable {
  return vscode.window.registerUriHandler({
    async handleUri(uri) {
      const link = parseNeuronLink(uri);
      if (!link) return void vscode.window.showErrorMessage(`SAFR: not a link to a neuron: ${uri.toString()}`);
      await loadRuns(studio);
      const run = studio.runs.all.find(({ id }) => id === link.run);
      const { neuron: page, features } = link;
      if (run) return vscode.commands.executeCommand('safr.openNeurons', { run: run.directory, page, features });
      const message = `SAFR: this window has no run ${link.run}. Open the folder that has it, then follow the link again.`;
      return void vscode.window.showErrorMessage(message);
    },
  });
}
