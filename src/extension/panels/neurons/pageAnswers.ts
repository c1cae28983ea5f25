import * as vscode from 'vscode';
import type { NeuronFacts } from '../../../core/evaluation/facts/neuronFacts.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import type { NeuronNumber } from '../../../core/evaluation/facts/neuronPage.ts';
import { UserError } from '../../../common/userError.ts';
import type { NeuronsFromPanel, NeuronsToPanel } from '../../../protocol/neurons.ts';
import type { Studio } from '../../studio.ts';
import type { PanelHost } from '../panelHost.ts';
import { NeuronCatalogs } from './neuronCatalog.ts';
import { neuronLink } from './neuronLink.ts';
import { runAt } from './neuronTarget.ts';
import { neuronPage, pageEffects, pageLines } from './neuronPages.ts';

type Question<K extends NeuronsFromPanel['kind']> = Extract<NeuronsFromPanel, { kind: K }>;

/** Answers what the panel asks about all neurons of a run, or features of one of its autoencoders, and about the page of one. */
export class PageAnswers {
  readonly #studio: Studio;
  readonly #host: PanelHost<NeuronsFromPanel, NeuronsToPanel>;
  readonly #catalogs: NeuronCatalogs;
  #listing = new AbortController();
  #reading = new AbortController();

  constructor(studio: Studio, host: PanelHost<NeuronsFromPanel, NeuronsToPanel>) {
    this.#studio = studio;
    this.#host = host;
    this.#catalogs = new NeuronCatalogs(studio);
  }

  async list({ directory, features }: Question<'list'>): Promise<void> {
    this.#listing.abort();
    const { signal } = (this.#listing = new AbortController());
    const onPhase = (phase: { phase: string; share: number | null }) => {
      if (!signal.aborted) this.#host.send({ kind: 'measuring', directory, features, ...phase });
    };
    const answer = { kind: 'neurons', directory, features, layers: 0, neurons: null, problem: null } as const;
    try {
      const { facts, neurons } = await this.#catalogs.of(directory, features ?? null, signal, onPhase);
      if (!signal.aborted) this.#host.send({ ...answer, layers: facts.layers.length, neurons });
    } catch (error) {
      if (!signal.aborted) this.#host.send({ ...answer, problem: this.#host.problemOf(error) });
    }
  }

  stopMeasuring(): void {
    this.#listing.abort();
  }

  async page({ id, directory, features, layer, index }: Question<'page'>): Promise<void> {
    this.#reading.abort();
    const { signal } = (this.#reading = new AbortController());
    try {
      const { facts, wordOf } = await this.#catalogs.of(directory, features ?? null, signal, () => undefined);
      const found = facts.layers[layer]?.[index];
      if (!found)
        throw unknownNeuron(
          features === undefined ? 'the model has no neuron' : `${features} has no feature`,
          layer,
          index,
        );
      const run = runAt(this.#studio, directory);
      this.#host.send({ kind: 'page', id, page: neuronPage(found, wordOf, run.classes), problem: null });
      if (found.fires === 0) return;
      await this.#sendLines(id, run, found, signal);
      if (!signal.aborted) await this.#sendEffects(id, run, { layer, index, features }, found, signal);
    } catch (error) {
      if (!signal.aborted) this.#host.send({ kind: 'page', id, page: null, problem: this.#host.problemOf(error) });
    }
  }

  async copyLink({ directory, features, layer, index }: Question<'copyLink'>): Promise<void> {
    const run = runAt(this.#studio, directory);
    await vscode.env.clipboard.writeText(neuronLink(this.#studio, run, { layer, index }, features));
  }

  cancel(): void {
    this.#listing.abort();
    this.#reading.abort();
  }

  async #sendLines(id: number, run: Run, facts: NeuronFacts, signal: AbortSignal): Promise<void> {
    const answer = { kind: 'pageLines', id, groups: [], problem: null } as const;
    try {
      this.#host.send({ ...answer, groups: await pageLines(this.#studio, run, facts, signal) });
    } catch (error) {
      if (!signal.aborted) this.#host.send({ ...answer, problem: this.#host.problemOf(error) });
    }
  }

  async #sendEffects(
    id: number,
    run: Run,
    neuron: NeuronNumber & { readonly features: string | undefined },
    facts: NeuronFacts,
    signal: AbortSignal,
  ): Promise<void> {
    const answer = { kind: 'pageEffects', id, effects: [], problem: null } as const;
    try {
      this.#host.send({ ...answer, effects: await pageEffects(this.#studio, run, neuron, facts, signal) });
    } catch (error) {
      if (!signal.aborted) this.#host.send({ ...answer, problem: this.#host.problemOf(error) });
    }
  }
}

function unknownNeuron(problem: string, layer: number, index: number): UserError {
  return new UserError(`${problem} ${layer + 1}:${index}`, 'Choose one of the list.');
}
