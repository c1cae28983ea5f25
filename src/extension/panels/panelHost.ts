import * as vscode from 'vscode';
import * as z from 'zod';
import { UserError } from '../../common/userError.ts';
import { DisposableStore } from '../disposableStore.ts';
import { errorText, logError, reportError } from '../reportError.ts';
import type { Studio } from '../studio.ts';
import { panelHtml, webviewFolder, type PanelName } from './panelHtml.ts';

export interface PanelOptions<In> {
  readonly name: PanelName;
  readonly title: string;
  /** Of the panel's protocol. */
  readonly version: number;
  readonly fromPanel: z.ZodType<In>;
  /** Awaited before anything is sent: after a reload of the window, what the panel shows may not have been read yet. */
  readonly prepare?: () => Promise<unknown>;
  /** The page was loaded, for the first time or again after it was hidden: it knows nothing yet. */
  readonly onReady: () => void | Promise<void>;
  readonly onMessage: (message: Exclude<In, Ready>) => void | Promise<unknown>;
}

export interface Problem {
  readonly message: string;
  readonly remedy: string;
}

const ready = z.object({ kind: z.literal('ready'), version: z.int() });
type Ready = z.output<typeof ready>;

/**
 * The extension's side of a webview panel. It loads the page, checks the version of its protocol, sends nothing before the page is ready,
 * validates what the page sends, and shows every error of a handler to the user. `In`: messages from the page; `Out`: messages to it.
 */
export class PanelHost<In extends { readonly kind: string }, Out> {
  /** Disposed when the panel is closed. */
  readonly disposables = new DisposableStore();
  readonly #log: vscode.LogOutputChannel;
  readonly #panel: vscode.WebviewPanel;
  readonly #options: PanelOptions<In>;
  #isReady = false;
  /** Counts the times the page was loaded or hidden: what was awaited for an earlier page is dropped. */
  #page = 0;

  constructor(
    { context: { extensionUri }, log }: Pick<Studio, 'context' | 'log'>,
    panel: vscode.WebviewPanel,
    options: PanelOptions<In>,
  ) {
    const { name, title } = options;
    this.#log = log;
    this.#panel = panel;
    this.#options = options;
    panel.title = title;
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
    this.disposables.add(
      panel.webview.onDidReceiveMessage((data: unknown) => this.run(() => this.#receive(data))),
      panel.onDidChangeViewState(() => !panel.visible && this.#hide()),
    );
    panel.onDidDispose(() => {
      this.#hide();
      this.disposables.dispose();
    });
    panel.webview.html = panelHtml(panel.webview, extensionUri, name, title);
  }

  /** Whether the page takes messages. Those sent before are dropped: `onReady` sends everything. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** The title of the tab. */
  set title(title: string) {
    if (this.#panel.title !== title) this.#panel.title = title;
  }

  send(message: Out): void {
    if (this.#isReady) void this.#panel.webview.postMessage(message);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Runs the handler of an event; its errors are shown to the user. */
  run(handler: () => unknown): void {
    const report = (error: unknown) => {
      if (!this.disposables.isDisposed) void reportError(this.#log, `SAFR: ${this.#options.title}`, error);
    };
    try {
      Promise.resolve(handler()).catch(report);
    } catch (error) {
      report(error);
    }
  }

  /** An error for the page to show where the answer would stand; an unexpected one is logged. */
  problemOf(error: unknown): Problem {
    if (error instanceof UserError) return { message: error.message, remedy: error.remedy };
    logError(this.#log, error);
    return { message: errorText(error), remedy: 'See the log: “SAFR: Show Log”.' };
  }

  /** The document of a hidden panel is discarded; it is ready again once it is shown. */
  #hide(): void {
    this.#page++;
    this.#isReady = false;
  }

  #receive(data: unknown): unknown {
    const { data: greeting } = ready.safeParse(data);
    if (greeting) return this.#begin(greeting.version);
    const { data: message, error } = this.#options.fromPanel.safeParse(data);
    if (error) throw new Error(`the panel sent a message of an unknown form: ${error.message}`);
    return this.#options.onMessage(message as Exclude<In, Ready>);
  }

  async #begin(version: number): Promise<void> {
    const page = ++this.#page;
    if (version !== this.#options.version) {
      await this.#panel.webview.postMessage({ kind: 'outdated' });
      return;
    }
    await this.#options.prepare?.();
    if (page !== this.#page) return;
    this.#isReady = true;
    await this.#options.onReady();
  }
}
