import { weightsVersion } from '../core/runs/weightsVersion.ts';
import { openExplainer, type Explainer } from '../core/workflow/explainer.ts';
import { LruCache } from '../common/lruCache.ts';
import type { Device } from '../engine/device.ts';
import { openDevice } from '../engine/openDevice.ts';

/** Models in memory; the least recently used one is closed. */
const maxModels = 3;

/** The models that explain texts, on one thread so as not to compete with a training. Calls must not overlap. */
export class Explainers {
  #device: Promise<Device> | undefined;
  readonly #open = new LruCache<Explainer>(maxModels, { onEvict: (explainer) => void explainer.close() });

  /** The model with the weights that a run has now. Errors: as `openExplainer`. */
  async of(directory: string): Promise<Explainer> {
    const key = `${directory}\n${await weightsVersion(directory)}`;
    const cached = this.#open.get(key);
    if (cached) return cached;
    this.#device ??= openDevice('wasm', { threads: 1 });
    const explainer = await openExplainer(await this.#device, directory);
    this.#open.set(key, explainer);
    return explainer;
  }
}
