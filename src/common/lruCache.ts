interface LruCacheOptions<V> {
  /** The size of an entry, in the unit of `maxSize`; 1 by default, so that `maxSize` is a number of entries. */
  readonly sizeOf?: (key: string, value: V) => number;
  /** Called with every value that leaves the cache: evicted, replaced or deleted. */
  readonly onEvict?: (value: V) => void;
}

/** A cache that evicts the entries that were used least recently until its size is at most `maxSize`, but never the newest one. */
export class LruCache<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly size: number }>();
  #size = 0;
  private readonly maxSize: number;
  private readonly options: LruCacheOptions<V>;

  constructor(maxSize: number, options: LruCacheOptions<V> = {}) {
    this.maxSize = maxSize;
    this.options = options;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V): void {
    this.delete(key);
    const size = this.options.sizeOf?.(key, value) ?? 1;
    this.#entries.set(key, { value, size });
    this.#size += size;
    while (this.#size > this.maxSize && this.#entries.size > 1) this.delete(this.#entries.keys().next().value!);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#size -= entry.size;
    this.options.onEvict?.(entry.value);
  }
}
