import { weightsVersion } from '../core/runs/weightsVersion.ts';
import { openExplainer, type Explainer } from '../core/workflow/explainer.ts';
import { LruCache } from '../common/lruCache.ts';
import type { Device } from '../engine/device.ts';
import { openDevice } from '../engine/openDevice.ts';

/** Models kept in memory, the last ones used. */
const most = 3;

/** The models that explain texts; one thread, so as not to fight with a training. Calls are not to overlap. */
export class Explainers {
  #device: Promise<Device> | undefined;
  readonly #open = new LruCache<Explainer>(most, (explainer) => void explainer.close());

  /** That of a run's weights as they are now. Errors: as `openExplainer`. */
  async of(directory: string): Promise<Explainer> {
    const key = `${directory}\n${await weightsVersion(directory)}`;
    const known = this.#open.get(key);
    if (known) return known;
    this.#device ??= openDevice('wasm', { threads: 1 });
    const explainer = await openExplainer(await this.#device, directory);
    this.#open.set(key, explainer);
    return explainer;
  }
}
