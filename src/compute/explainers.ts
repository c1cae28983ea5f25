import { unitsVersion } from '../core/runs/unitsVersion.ts';
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

  /** The model with the weights that a run has now; `features`: as for `openExplainer`. Errors: as that. */
  async of(directory: string, features: string | null = null): Promise<Explainer> {
    const key = `${directory}\n${await unitsVersion(directory, features)}`;
    const cached = this.#open.get(key);
    if (cached) return cached;
    this.#device ??= openDevice('wasm', { threads: 1 });
    const explainer = await openExplainer(await this.#device, directory, { features });
    this.#open.set(key, explainer);
    return explainer;
  }
}
