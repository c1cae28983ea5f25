/** A cache that holds at most `maxSize` values and evicts the one that was used least recently. */
export class LruCache<V> {
  readonly #values = new Map<string, V>();
  private readonly maxSize: number;
  /** Called with every value that leaves the cache: evicted, replaced or deleted. */
  private readonly onEvict: (value: V) => void;

  constructor(maxSize: number, onEvict: (value: V) => void = () => undefined) {
    this.maxSize = maxSize;
    this.onEvict = onEvict;
  }

  get(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.maxSize) this.delete(this.#values.keys().next().value!);
  }

  delete(key: string): void {
    const value = this.#values.get(key);
    if (value !== undefined && this.#values.delete(key)) this.onEvict(value);
  }
}
