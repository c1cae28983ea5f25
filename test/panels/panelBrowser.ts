import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { Uri, type Webview } from 'vscode';
import { panelHtml, type PanelName } from '../../src/extension/panels/panelHtml.ts';
import type { ThemeKind } from '../vscode/editor.ts';
import { chromium as findChromium } from '../requirements.ts';

/** A panel with what the extension would send it. */
export interface Scene {
  readonly panel: PanelName;
  /** What is special about it, in a few words. */
  readonly name: string;
  /** The extension's answers to a message of the panel. */
  readonly answer: (message: {
    readonly kind: string;
    readonly id?: number;
    readonly version?: number;
  }) => readonly unknown[];
  /** A selector of what is clicked first. */
  readonly click?: string;
  /** A selector of what is there once the panel has drawn everything. */
  readonly drawn: string;
}

/** The class of the body and the variables of VS Code in one of its themes. */
interface Theme {
  readonly body: string;
  readonly variables: Readonly<Record<string, string>>;
}

const origin = 'http://panel.test';

/** Shows built panels in a plain browser, as VS Code would: with its document, its theme and answers to its messages. */
export class PanelBrowser {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async open(): Promise<PanelBrowser> {
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    return new PanelBrowser(await chromium.launch({ executablePath: findChromium()!, args }));
  }

  /** In the dark theme. `prepare` runs in the page before anything of the panel. Errors: those of the panel. */
  async show({ panel, answer, click, drawn }: Scene, prepare?: () => void): Promise<ShownPanel> {
    const page = await this.#browser.newPage({ viewport: { width: 1200, height: 900 } });
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    const send = (messages: readonly unknown[]) => page.evaluate(postMessages, JSON.stringify(messages, withFloats));
    await page.exposeFunction('sendToExtension', (message: Parameters<Scene['answer']>[0]) => send(answer(message)));
    await page.addInitScript(actAsVsCode);
    if (prepare) await page.addInitScript(prepare);
    await page.route(`${origin}/**`, (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path === '/') return route.fulfill({ contentType: 'text/html', body: documentOf(panel) });
      return route.fulfill({ path: resolve(`.${path}`) });
    });
    await page.goto(origin);
    const shown = new ShownPanel(page);
    await shown.setTheme('dark');
    try {
      if (click !== undefined) await page.locator(click).click();
      await page.locator(drawn).first().waitFor();
    } catch (error) {
      throw errors[0] ?? error;
    }
    return shown;
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

/** A panel in the browser. */
export class ShownPanel {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async setTheme(kind: ThemeKind): Promise<void> {
    await this.page.evaluate(({ body, variables }) => {
      document.body.className = body;
      document.documentElement.removeAttribute('style');
      for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
    }, themeOf(kind));
    await this.#settle();
  }

  /** `width`: of the group of editors, in pixels. Everything is in view. */
  async setWidth(width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: 900 });
    const height = await this.page.evaluate(() => document.documentElement.scrollHeight);
    await this.page.setViewportSize({ width, height });
    await this.#settle();
  }

  close(): Promise<void> {
    return this.page.close();
  }

  /** Layout, observers and what they redraw each take a frame. */
  async #settle(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame);
    });
  }
}

function themeOf(kind: ThemeKind): Theme {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, `themes/${kind}.json`), 'utf8')) as Theme;
}

function documentOf(panel: PanelName): string {
  const webview = { cspSource: origin, asWebviewUri: ({ path }: Uri) => `${origin}${path}` };
  return panelHtml(webview as unknown as Webview, Uri.file('/'), panel, panel);
}

/**
 * Runs in the page, with the messages as JSON: Playwright takes objects apart in the page, which would count as work of the panel where that is
 * measured.
 */
function postMessages(json: string): void {
  const revive = (_: string, value: unknown) => {
    const isFloats = typeof value === 'object' && value !== null && 'float32' in value;
    return isFloats ? Float32Array.from(value.float32 as number[]) : value;
  };
  for (const message of JSON.parse(json, revive) as unknown[]) window.postMessage(message);
}

/** Marks what JSON does not have. */
function withFloats(_: string, value: unknown): unknown {
  return value instanceof Float32Array ? { float32: [...value] } : value;
}

/** Runs in the page, before anything of the panel. */
function actAsVsCode(): void {
  const send = (window as unknown as { sendToExtension: (message: unknown) => void }).sendToExtension;
  const api = {
    postMessage: send,
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
    setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
  };
  Object.assign(window, { acquireVsCodeApi: () => api });
}
