import { createHash } from 'node:crypto';

/** What a split consists of, so that it can be recognized. */
export interface SplitIdentity {
  readonly texts: number;
  /** SHA-256 over its texts and class names in order, in hexadecimal. */
  readonly sha256: string;
}

/** Characters to collect before they are hashed: a call for each text would take most of the time. */
const chunkLength = 1 << 16;

/** Computes the identity of a split while it is read. */
export class SplitFingerprint {
  readonly #hash = createHash('sha256');
  #chunk = '';
  #texts = 0;

  /** `label` is null for a text without a class. */
  add(text: string, label: string | null): void {
    this.#texts++;
    this.#chunk += `${text.length} ${label?.length ?? '-'} ${text}${label ?? ''}`;
    if (this.#chunk.length >= chunkLength) this.#flush();
  }

  /** Call this once, after the last text. */
  identity(): SplitIdentity {
    this.#flush();
    return { texts: this.#texts, sha256: this.#hash.digest('hex') };
  }

  #flush(): void {
    this.#hash.update(this.#chunk, 'utf8');
    this.#chunk = '';
  }
}
