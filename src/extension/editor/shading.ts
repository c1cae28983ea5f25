import * as vscode from 'vscode';
import { settings } from '../settings.ts';

/** In the state of the workspace: whether words are shaded; undefined: as the setting says. */
const key = 'safr.shading';

/**
 * Whether the words of data files are shaded: as the user toggled it in this workspace, else as the setting says. Toggling writes no settings, which a
 * team may share; a change of the setting counts again.
 */
export class Shading implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onDidChange = this.#changed.event;
  private readonly state: vscode.Memento;

  /** `state`: of the workspace. */
  constructor(state: vscode.Memento) {
    this.state = state;
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidChangeConfiguration(
        (change) => change.affectsConfiguration('safr.shading.enabled') && void this.#set(undefined),
      ),
    ];
  }

  isOn(scope: vscode.Uri | undefined): boolean {
    return this.state.get<boolean>(key) ?? settings(scope).shading;
  }

  /** Returns whether it is on then. */
  async toggle(scope: vscode.Uri | undefined): Promise<boolean> {
    const isOn = !this.isOn(scope);
    await this.#set(isOn);
    return isOn;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #set(value: boolean | undefined): Promise<void> {
    await this.state.update(key, value);
    this.#changed.fire();
  }
}
