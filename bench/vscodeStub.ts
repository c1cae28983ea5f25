// What the Runs view and the documents of panels use of the module `vscode`, so that they are measured without an editor.

export class EventEmitter<T> {
  readonly #listeners = new Set<(event: T) => unknown>();
  readonly event = (listener: (event: T) => unknown) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number | undefined;

  constructor(label: string, collapsibleState?: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon extends ThemeColor {
  readonly color: ThemeColor | undefined;

  constructor(id: string, color?: ThemeColor) {
    super(id);
    this.color = color;
  }
}

export class RelativePattern {}

export const Uri = {
  file: (fsPath: string) => ({ fsPath, path: fsPath }),
  from: (parts: object) => parts,
  joinPath: ({ path }: { path: string }, ...parts: string[]) => Uri.file([path.replace(/\/$/, ''), ...parts].join('/')),
};
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

const event = () => ({ dispose: () => undefined });
export const workspace = {
  workspaceFolders: [] as { uri: { fsPath: string } }[],
  onDidChangeWorkspaceFolders: event,
  createFileSystemWatcher: () => ({ onDidCreate: event, onDidChange: event, onDidDelete: event, dispose: event }),
  getConfiguration: () => ({ get: (_: string, byDefault?: unknown) => byDefault }),
  asRelativePath: (path: string) => path,
};
