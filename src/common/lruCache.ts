/** The values last used, a few, by their keys. */
export class LruCache<V> {
  readonly #values = new Map<string, V>();
  private readonly most: number;
  /** Is told of each value that goes. */
  private readonly onGone: (value: V) => void;

  constructor(most: number, onGone: (value: V) => void = () => undefined) {
    this.most = most;
    this.onGone = onGone;
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
    if (this.#values.size > this.most) this.delete(this.#values.keys().next().value!);
  }

  delete(key: string): void {
    const value = this.#values.get(key);
    if (value !== undefined && this.#values.delete(key)) this.onGone(value);
  }
}
