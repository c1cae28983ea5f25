import type { Disposable } from 'vscode';

/** Holds what a class has to dispose at its own end. What is added after that is disposed immediately. */
export class DisposableStore implements Disposable {
  readonly #disposables = new Set<Disposable>();
  #isDisposed = false;

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  add(...disposables: readonly Disposable[]): void {
    for (const disposable of disposables) {
      if (this.#isDisposed) disposable.dispose();
      else this.#disposables.add(disposable);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const disposable of this.#disposables) disposable.dispose();
    this.#disposables.clear();
  }
}
