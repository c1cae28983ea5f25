import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { InputBoxOptions, WebviewPanel } from 'vscode';
import { beforeEach } from 'vitest';

// Stands in for the module `vscode` in unit tests (an alias in vitest.config.ts): as much of it as the stateful classes of the
// extension use. What the extension does to the editor is recorded in `editor`, which also says what the user answers.

export type Listener<T> = (event: T) => unknown;

export class Disposable {
  readonly dispose: () => unknown;

  constructor(dispose: () => unknown) {
    this.dispose = dispose;
  }

  static from(...all: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => all.forEach((each) => each.dispose()));
  }
}

export class EventEmitter<T> {
  readonly listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): Disposable => {
    this.listeners.add(listener);
    return new Disposable(() => this.listeners.delete(listener));
  };

  fire(event: T): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export class CancellationError extends Error {}

export class CancellationTokenSource {
  readonly #cancelled = new EventEmitter<void>();
  readonly token = { isCancellationRequested: false, onCancellationRequested: this.#cancelled.event };

  cancel(): void {
    this.token.isCancellationRequested = true;
    this.#cancelled.fire();
  }
}

export class Uri {
  readonly scheme: string;
  readonly path: string;

  private constructor(scheme: string, path: string) {
    this.scheme = scheme;
    this.path = path;
  }

  static file(path: string): Uri {
    return new Uri('file', pathToFileURL(path).pathname);
  }

  static from({ scheme, path }: { readonly scheme: string; readonly path: string }): Uri {
    return new Uri(scheme, path);
  }

  static joinPath(uri: Uri, ...parts: readonly string[]): Uri {
    return new Uri(uri.scheme, join(uri.path, ...parts));
  }

  get fsPath(): string {
    return fileURLToPath(`file://${this.path}`);
  }

  toString(): string {
    return `${this.scheme}://${this.path}`;
  }
}

export class RelativePattern {
  readonly baseUri: Uri;
  readonly pattern: string;

  constructor(base: Uri, pattern: string) {
    this.baseUri = base;
    this.pattern = pattern;
  }
}

export class Position {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

export class Range {
  readonly start: unknown;
  readonly end: unknown;

  constructor(start: unknown, end: unknown) {
    this.start = start;
    this.end = end;
  }
}

export const DiagnosticSeverity = { Error: 0 };
export class Diagnostic {
  readonly range: Range;
  readonly message: string;
  readonly severity: number;

  constructor(range: Range, message: string, severity: number) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const CodeActionKind = { QuickFix: 'quickfix' };
export class CodeAction {
  readonly title: string;
  readonly kind: string;

  constructor(title: string, kind: string) {
    this.title = title;
    this.kind = kind;
  }
}

export class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;

  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number | undefined;
  contextValue: string | undefined;
  description: string | undefined;

  constructor(label: string, collapsibleState?: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class MarkdownString {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export class CodeLens {
  readonly range: Range;
  readonly command: unknown;

  constructor(range: Range, command: unknown) {
    this.range = range;
    this.command = command;
  }
}

export const ConfigurationTarget = { Global: 1, Workspace: 2 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
/** An item of the status bar. `commands`: each value that its command was set to. */
class StatusBarItemStub {
  readonly commands: unknown[] = [];
  text = '';
  tooltip: unknown;
  isShown = false;

  set command(command: unknown) {
    this.commands.push(command);
  }

  show(): void {
    this.isShown = true;
  }

  hide(): void {
    this.isShown = false;
  }
}

export const ViewColumn = { Active: -1, Beside: -2, One: 1 };
export const ProgressLocation = { Notification: 15, Window: 10 };

interface Message {
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
  readonly offers: readonly string[];
}

export interface Document {
  readonly uri: Uri;
  readonly isDirty?: boolean;
  getText(): string;
  save?(): Promise<boolean>;
}

class FileSystemWatcher {
  readonly created = new EventEmitter<Uri>();
  readonly changed = new EventEmitter<Uri>();
  readonly deleted = new EventEmitter<Uri>();
  readonly onDidCreate = this.created.event;
  readonly onDidChange = this.changed.event;
  readonly onDidDelete = this.deleted.event;
  readonly pattern: string | RelativePattern;

  constructor(pattern: string | RelativePattern) {
    this.pattern = pattern;
  }

  dispose(): void {
    for (const emitter of [this.created, this.changed, this.deleted]) emitter.dispose();
  }
}

/** A webview panel as the extension sees it. `receive` sends a message as its page would. */
class PanelStub {
  readonly #received = new EventEmitter<unknown>();
  readonly #viewState = new EventEmitter<void>();
  readonly #disposed = new EventEmitter<void>();
  readonly sent: { readonly kind: string; readonly [field: string]: unknown }[] = [];
  readonly onDidChangeViewState = this.#viewState.event;
  readonly onDidDispose = this.#disposed.event;
  readonly viewType: string;
  title: string;
  visible = true;
  reveals = 0;
  readonly webview = {
    html: '',
    options: {},
    cspSource: 'https://csp.test',
    asWebviewUri: (uri: Uri) => uri,
    onDidReceiveMessage: this.#received.event,
    postMessage: async (message: PanelStub['sent'][number]) => this.sent.push(message) > 0,
  };

  constructor(viewType: string, title: string) {
    this.viewType = viewType;
    this.title = title;
  }

  receive(message: unknown): void {
    this.#received.fire(message);
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.#viewState.fire();
  }

  reveal(): void {
    this.reveals++;
  }

  dispose(): void {
    this.#disposed.fire();
  }

  /** As the types of `vscode` have it. */
  get asPanel(): WebviewPanel {
    return this as unknown as WebviewPanel;
  }

  /** The messages of a kind that the page was sent. */
  of(kind: string) {
    return this.sent.filter((message) => message.kind === kind);
  }
}
export type { PanelStub };

const freshEditor = () => ({
  messages: [] as Message[],
  /** The offer that the user chooses below the next message that has it. */
  choice: undefined as string | undefined,
  /** Label of the item that the user picks from every list; undefined: none. */
  picked: undefined as string | undefined,
  /** Commands executed, with their arguments. */
  commands: [] as (readonly [name: string, ...args: unknown[]])[],
  registered: new Map<string, (...args: never[]) => unknown>(),
  /** Of read-only documents, by their scheme. */
  contentProviders: new Map<string, object>(),
  /** Settings by their whole name. */
  settings: new Map<string, unknown>(),
  /** Text of the workspace's files, by path. */
  files: new Map<string, string>(),
  panels: [] as PanelStub[],
  statusBarItems: [] as StatusBarItemStub[],
  /** The provider of quick fixes. */
  codeActions: undefined as unknown,
  codeLenses: undefined as unknown,
  watchers: [] as FileSystemWatcher[],
  /** What is marked, by the path of its document. */
  diagnostics: new Map<string, readonly Diagnostic[]>(),
  /** Cancels the progress notification that is shown. */
  progress: undefined as CancellationTokenSource | undefined,
  saveTarget: undefined as Uri | undefined,
  /** What the user chooses in the next dialog to open something. */
  openTarget: undefined as Uri | undefined,
  /** What the user types into the next input box; it is accepted if it is valid. */
  input: undefined as string | undefined,
  /** What the progress notifications have shown. */
  reports: [] as { readonly message?: string; readonly increment?: number }[],
  /** Whether files cannot be written. */
  isReadOnly: false,
});

/** What the extension did to the editor, and what the user answers; fresh in each test. */
export const editor = freshEditor();

export const events = {
  openDocument: new EventEmitter<Document>(),
  changeDocument: new EventEmitter<{ document: Document }>(),
  closeDocument: new EventEmitter<Document>(),
  changeFolders: new EventEmitter<void>(),
  changeActiveEditor: new EventEmitter<void>(),
  changeConfiguration: new EventEmitter<{ affectsConfiguration(name: string): boolean }>(),
  grantTrust: new EventEmitter<void>(),
};

beforeEach(() => {
  Object.assign(editor, freshEditor());
  for (const emitter of Object.values(events)) emitter.dispose();
  Object.assign(workspace, { isTrusted: true, textDocuments: [], workspaceFolders: undefined });
});

const show =
  (severity: Message['severity']) =>
  async (text: string, ...offers: readonly string[]): Promise<string | undefined> => {
    editor.messages.push({ severity, text, offers });
    if (editor.choice === undefined || !offers.includes(editor.choice)) return undefined;
    const { choice } = editor;
    editor.choice = undefined;
    return choice;
  };

export const window = {
  activeTextEditor: undefined,
  onDidChangeActiveTextEditor: events.changeActiveEditor.event,
  visibleTextEditors: [],
  showInformationMessage: show('information'),
  showWarningMessage: show('warning'),
  showErrorMessage: show('error'),
  showQuickPick: async <T extends { readonly label: string }>(items: readonly T[] | Promise<readonly T[]>) =>
    (await items).find(({ label }) => label === editor.picked),
  showOpenDialog: async () => editor.openTarget && [editor.openTarget],
  showSaveDialog: async () => editor.saveTarget,
  showInputBox: async ({ validateInput }: InputBoxOptions) =>
    editor.input !== undefined && validateInput?.(editor.input) === undefined ? editor.input : undefined,
  showTextDocument: async (uri: Uri) => void editor.commands.push(['showTextDocument', uri.fsPath]),
  setStatusBarMessage: () => new Disposable(() => undefined),
  createStatusBarItem(): StatusBarItemStub {
    const item = new StatusBarItemStub();
    editor.statusBarItems.push(item);
    return item;
  },
  createWebviewPanel(viewType: string, title: string): PanelStub {
    const panel = new PanelStub(viewType, title);
    editor.panels.push(panel);
    return panel;
  },
  registerWebviewPanelSerializer: () => new Disposable(() => undefined),
  async withProgress<T>(
    _: object,
    task: (
      progress: { report(value: { message?: string; increment?: number }): void },
      token: CancellationTokenSource['token'],
    ) => Promise<T>,
  ): Promise<T> {
    editor.progress = new CancellationTokenSource();
    try {
      return await task({ report: (value) => void editor.reports.push(value) }, editor.progress.token);
    } finally {
      editor.progress = undefined;
    }
  },
};

export const workspace = {
  registerTextDocumentContentProvider(scheme: string, provider: object): Disposable {
    editor.contentProviders.set(scheme, provider);
    return new Disposable(() => editor.contentProviders.delete(scheme));
  },
  isTrusted: true,
  textDocuments: [] as Document[],
  workspaceFolders: undefined as readonly { readonly uri: Uri }[] | undefined,
  onDidOpenTextDocument: events.openDocument.event,
  onDidChangeTextDocument: events.changeDocument.event,
  onDidCloseTextDocument: events.closeDocument.event,
  onDidChangeConfiguration: events.changeConfiguration.event,
  onDidChangeWorkspaceFolders: events.changeFolders.event,
  onDidGrantWorkspaceTrust: events.grantTrust.event,
  getConfiguration: (section: string) => ({
    get: (name: string, byDefault?: unknown) => editor.settings.get(`${section}.${name}`) ?? byDefault,
    async update(name: string, value: unknown): Promise<void> {
      editor.settings.set(`${section}.${name}`, value);
      events.changeConfiguration.fire({ affectsConfiguration: (changed) => changed === `${section}.${name}` });
    },
  }),
  getWorkspaceFolder: (uri: Uri) =>
    workspace.workspaceFolders?.find((folder) => !relative(folder.uri.fsPath, uri.fsPath).startsWith('..')),
  /** With the name of the folder if there are several, as in VS Code. */
  asRelativePath(path: string): string {
    const folder = workspace.getWorkspaceFolder(Uri.file(path))?.uri.fsPath;
    if (folder === undefined) return path;
    return join(workspace.workspaceFolders!.length > 1 ? basename(folder) : '', relative(folder, path));
  },
  findFiles: async () => [...editor.files.keys()].map((path) => Uri.file(path)),
  createFileSystemWatcher(pattern: string | RelativePattern): FileSystemWatcher {
    const watcher = new FileSystemWatcher(pattern);
    editor.watchers.push(watcher);
    return watcher;
  },
  fs: {
    async readFile(uri: Uri): Promise<Uint8Array> {
      const text = editor.files.get(uri.fsPath);
      if (text === undefined) throw new Error(`${basename(uri.fsPath)} not found in ${dirname(uri.fsPath)}`);
      return new TextEncoder().encode(text);
    },
    async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
      if (editor.isReadOnly) throw new Error('read-only');
      editor.files.set(uri.fsPath, new TextDecoder().decode(content));
    },
  },
};

export const languages = {
  registerCodeActionsProvider(_: object, provider: unknown): Disposable {
    editor.codeActions = provider;
    return new Disposable(() => (editor.codeActions = undefined));
  },
  registerCodeLensProvider(_: object, provider: unknown): Disposable {
    editor.codeLenses = provider;
    return new Disposable(() => (editor.codeLenses = undefined));
  },
  getDiagnostics: (uri: Uri) => editor.diagnostics.get(uri.fsPath) ?? [],
  onDidChangeDiagnostics: () => new Disposable(() => undefined),
  createDiagnosticCollection: () => ({
    set: (uri: Uri, marked: readonly Diagnostic[]) => void editor.diagnostics.set(uri.fsPath, marked),
    delete: (uri: Uri) => void editor.diagnostics.delete(uri.fsPath),
    get: (uri: Uri) => editor.diagnostics.get(uri.fsPath),
    forEach: (callback: (uri: Uri) => void) =>
      [...editor.diagnostics.keys()].forEach((path) => callback(Uri.file(path))),
    dispose: () => editor.diagnostics.clear(),
  }),
};

export const commands = {
  async executeCommand(name: string, ...args: readonly unknown[]): Promise<void> {
    editor.commands.push([name, ...args]);
  },
  registerCommand(name: string, handler: (...args: never[]) => unknown): Disposable {
    editor.registered.set(name, handler);
    return new Disposable(() => editor.registered.delete(name));
  },
};

export const env = { clipboard: { writeText: async (text: string) => void editor.files.set('clipboard', text) } };
