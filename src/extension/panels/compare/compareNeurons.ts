import { stat } from 'node:fs/promises';
import { constants } from 'node:os';
import * as vscode from 'vscode';
import { weightsVersion } from '../../../core/runs/weightsVersion.ts';
import { evaluationPath } from '../../../core/runs/evaluationFile.ts';
import type { WorkflowEvent } from '../../../core/workflow/workflowEvent.ts';
import type { NeuronComparison } from '../../../protocol/compute.ts';
import { checkTrusted } from '../../compute/trust.ts';
import { settings } from '../../settings.ts';
import type { Studio } from '../../studio.ts';

/** The progress of a comparison. */
export interface ComparingPhase {
  readonly phase: string;
  /** 0 to 1; null: unknown. */
  readonly share: number | null;
}

/** Compares the neurons of two runs in a separate process, below the editor's priority. The last result is cached. */
export class NeuronComparisons {
  #last: { readonly key: string; readonly comparison: NeuronComparison } | undefined;
  private readonly studio: Studio;

  constructor(studio: Studio) {
    this.studio = studio;
  }

  /** Errors: as `ComputeProcess.request`, the signal's reason among them. */
  async of(
    from: string,
    to: string,
    signal: AbortSignal,
    onPhase: (phase: ComparingPhase) => void,
  ): Promise<NeuronComparison> {
    const key = JSON.stringify([await versionOf(from), await versionOf(to)]);
    if (this.#last?.key === key) return this.#last.comparison;
    checkTrusted();
    onPhase({ phase: 'starting', share: null });
    const compute = await this.studio.startCompute({ priority: constants.priority.PRIORITY_BELOW_NORMAL });
    try {
      const { device, threads, cacheDir } = settings(vscode.Uri.file(from));
      const onEvent = (event: WorkflowEvent) => onPhase(phaseOf(event));
      const params = { from, to, device, threads, cacheDir };
      const comparison = await compute.request('compareNeurons', params, { signal, onEvent });
      this.#last = { key, comparison };
      return comparison;
    } finally {
      await compute.end();
    }
  }
}

function phaseOf(event: WorkflowEvent): ComparingPhase {
  if (event.kind === 'download') return { phase: 'downloading the data', share: event.received / event.total };
  if (event.kind !== 'measured') return { phase: 'reading the data', share: null };
  const { sentences, of } = event;
  if (sentences >= of) return { phase: 'matching neurons', share: null };
  return { phase: 'running both models', share: sentences / of };
}

/** Changes when a result is outdated: with the weights and the evaluation. */
async function versionOf(directory: string): Promise<unknown> {
  const evaluated = await stat(evaluationPath(directory, { split: 'test' })).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return [directory, await weightsVersion(directory), evaluated];
}
