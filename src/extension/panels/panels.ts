import * as vscode from 'vscode';

export interface PanelKind<State> {
  readonly viewType: string;
  readonly place: () => vscode.ViewColumn | { readonly viewColumn: vscode.ViewColumn; readonly preserveFocus: boolean };
  /** Panels with the same key are one. */
  readonly keyOf: (state: State) => unknown;
  /** The state of a panel that a reload of the window brings back; undefined if it cannot be shown again. */
  readonly restore: (kept: unknown) => State | undefined | Promise<State | undefined>;
  readonly create: (panel: vscode.WebviewPanel, state: State) => OpenPanel<State>;
}

interface OpenPanel<State> {
  /** Brings the panel to the front, with what it is asked to show. */
  show(state: State): void;
}

/** The open panels of one kind, at most one per key. */
export class Panels<State> implements vscode.WebviewPanelSerializer {
  readonly #kind: PanelKind<State>;
  readonly #open = new Map<unknown, OpenPanel<State>>();

  constructor(kind: PanelKind<State>) {
    this.#kind = kind;
  }

  /** Registers the kind with VS Code, which then restores its panels when the window is reloaded. */
  register(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(this.#kind.viewType, this);
  }

  open(state: State): void {
    const open = this.#open.get(this.#kind.keyOf(state));
    if (open) return open.show(state);
    const options = { enableFindWidget: true };
    this.#add(vscode.window.createWebviewPanel(this.#kind.viewType, 'SAFR', this.#kind.place(), options), state);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const state = await this.#kind.restore(kept);
    if (state === undefined) panel.dispose();
    else this.#add(panel, state);
  }

  #add(panel: vscode.WebviewPanel, state: State): void {
    const key = this.#kind.keyOf(state);
    const added = this.#kind.create(panel, state);
    this.#open.set(key, added);
    panel.onDidDispose(() => this.#open.get(key) === added && this.#open.delete(key));
  }
}
