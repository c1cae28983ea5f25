import { constants } from 'node:os';
import * as vscode from 'vscode';
import type { WordOf } from '../../../core/evaluation/facts/neuronPage.ts';
import { factsPlace, readFacts, type StoredFacts } from '../../../core/runs/neuronFactsFile.ts';
import { unitsVersion } from '../../../core/runs/unitsVersion.ts';
import { neuronSummaries, readWordOf, type NeuronSummary } from '../../../core/workflow/neuronSummaries.ts';
import type { WorkflowEvent } from '../../../core/workflow/workflowEvent.ts';
import { UserError } from '../../../common/userError.ts';
import { checkTrusted } from '../../compute/trust.ts';
import { settings } from '../../settings.ts';
import type { Studio } from '../../studio.ts';

/** All neurons of a run, or features of one of its autoencoders, over its test split. */
export interface Catalog {
  readonly facts: StoredFacts;
  readonly neurons: readonly NeuronSummary[];
  readonly wordOf: WordOf;
}

export interface MeasuringPhase {
  readonly phase: string;
  /** 0 to 1; null: unknown. */
  readonly share: number | null;
}

/** Reads the facts of neurons and features that runs have stored; those of a run without are measured in a process of its own. The last are kept. */
export class NeuronCatalogs {
  readonly #studio: Pick<Studio, 'startCompute'>;
  #last: { readonly key: string; readonly catalog: Catalog } | undefined;

  constructor(studio: Pick<Studio, 'startCompute'>) {
    this.#studio = studio;
  }

  /** `features`: the name of an autoencoder; null: the neurons. Errors: UserError; the signal's reason; as `ComputeProcess.request`. */
  async of(
    directory: string,
    features: string | null,
    signal: AbortSignal,
    onPhase: (phase: MeasuringPhase) => void,
  ): Promise<Catalog> {
    const key = `${directory}\n${await unitsVersion(directory, features)}`;
    if (this.#last?.key === key) return this.#last.catalog;
    const place = await factsPlace(directory, features);
    let facts = await readFacts(place);
    if (!facts) {
      await this.#measure({ directory, features }, signal, onPhase);
      facts = await readFacts(place);
    }
    if (!facts) throw changed(directory);
    const wordOf = readWordOf(directory);
    const catalog = { facts, neurons: neuronSummaries(facts, wordOf), wordOf };
    this.#last = { key, catalog };
    return catalog;
  }

  async #measure(
    what: { readonly directory: string; readonly features: string | null },
    signal: AbortSignal,
    onPhase: (phase: MeasuringPhase) => void,
  ): Promise<void> {
    checkTrusted();
    onPhase({ phase: 'starting', share: null });
    const compute = await this.#studio.startCompute({ priority: constants.priority.PRIORITY_BELOW_NORMAL });
    try {
      const { device, threads, cacheDir } = settings(vscode.Uri.file(what.directory));
      const onEvent = (event: WorkflowEvent) => onPhase(phaseOf(event, what.features));
      await compute.request('neuronFacts', { ...what, device, threads, cacheDir }, { signal, onEvent });
    } finally {
      await compute.end();
    }
  }
}

function phaseOf(event: WorkflowEvent, features: string | null): MeasuringPhase {
  if (event.kind === 'download') return { phase: 'downloading the data', share: event.received / event.total };
  if (event.kind !== 'measured') return { phase: 'reading the data', share: null };
  return { phase: `measuring the ${features === null ? 'neurons' : 'features'}`, share: event.sentences / event.of };
}

function changed(directory: string): UserError {
  return new UserError(`${directory}: the weights changed while its neurons were measured`, 'Open the list again.');
}
