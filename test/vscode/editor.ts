import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type ConsoleMessage, type Frame, type Locator, type Page } from 'playwright-core';
import { chromium as findChromium } from '../requirements.ts';
import type { Probe } from './probe.ts';
import { retry } from './waiting.ts';

const pictures = resolve(import.meta.dirname, '../output');

const themes = [
  ['dark', 'Dark Modern', 'vs-dark'],
  ['contrast', 'Default High Contrast', 'hc-black'],
  ['contrast-light', 'Default High Contrast Light', 'hc-light'],
  ['light', 'Light Modern', 'vs'],
] as const;
export type ThemeKind = (typeof themes)[number][0];
export const themeKinds: readonly ThemeKind[] = themes.map(([kind]) => kind);

export interface View {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** A VS Code window, used as a user would. */
export class Editor {
  readonly page: Page;
  /** Errors that the documents of panels have told the console, what their Content Security Policy refused above all. */
  readonly panelErrors: string[] = [];
  readonly #browser: Browser;
  readonly #probe: Probe;

  private constructor(browser: Browser, page: Page, probe: Probe) {
    this.#browser = browser;
    this.page = page;
    this.#probe = probe;
    page.on('console', (message) => this.#listen(message));
    page.on('pageerror', (error) => this.panelErrors.push(String(error.stack ?? error)));
  }

  /** `view`: the size of the window in CSS pixels, and how many pixels of the screen each has. */
  static async open(url: string, probe: Probe, view: View = { width: 1600, height: 1000, scale: 1 }): Promise<Editor> {
    const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];
    const browser = await chromium.launch({ executablePath: findChromium()!, args });
    const { scale, ...viewport } = view;
    const page = await browser.newPage({ viewport, deviceScaleFactor: scale });
    page.setDefaultTimeout(60_000);
    const editor = new Editor(browser, page, probe);
    await page.goto(url, { timeout: 60_000 });
    await editor.ready();
    return editor;
  }

  /** Waits until the workbench stands. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench .activitybar .action-item').first().waitFor();
  }

  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.command('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /** Back to a window without editors, quick picks, dialogs and notifications; what is not saved is dropped. */
  async reset(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
    await this.#probe.run(async ({ vscode }) => {
      const run = (command: string) => vscode.commands.executeCommand(command);
      await run('workbench.action.closeQuickOpen');
      const isOpen = () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0);
      for (let left = 50; isOpen() && left > 0; left--) await run('workbench.action.revertAndCloseActiveEditor');
      await run('notifications.clearAll');
    }, null);
    await this.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** Runs a command by its title in the palette. */
  command(title: string): Promise<void> {
    return this.#choose('F1', `>${title}`, title);
  }

  /** Opens the palette with a title typed into it. */
  palette(title: string): Promise<void> {
    return this.#ask('F1', `>${title}`);
  }

  /** Opens a file of the workspace by its name, in the first group of editors. */
  async openFile(name: string): Promise<void> {
    const tab = this.page.locator('.editor-group-container.active .tab.active', { hasText: name });
    await retry(async () => {
      await this.page.keyboard.press('Control+1');
      await this.#choose('Control+P', name, name);
      await tab.waitFor({ timeout: 15_000 });
    }, 4);
    await this.activeText.waitFor();
  }

  get input(): Locator {
    return this.page.locator('.quick-input-widget input.input:visible');
  }

  /** The entry of the open quick pick whose label begins so. */
  choice(label: string): Locator {
    return this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${label}" i]`).first();
  }

  /** Chooses an entry of the quick pick that is open, by its label. */
  async pick(label: string): Promise<void> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    const named = this.page.locator('.label-name', { hasText: label });
    await rows.filter({ has: named }).first().waitFor();
    await this.input.fill(label);
    await rows.and(this.page.locator('.focused')).filter({ has: named }).waitFor();
    await this.input.press('Enter');
  }

  /** Checks the first entries of the quick pick that is open and accepts them. */
  async pickFirst(count: number): Promise<void> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    for (let i = 0; i < count; i++) await rows.nth(i).click();
    await this.page.keyboard.press('Enter');
    await rows.first().waitFor({ state: 'hidden' });
  }

  /** Types into the input box that is open and accepts it. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Enter');
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name }).first();
  }

  /** The lines that the active editor shows. */
  get activeText(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor .view-lines');
  }

  /** What they say, with hints in the text. */
  async text(): Promise<string> {
    return (await this.activeText.innerText()).replaceAll('\u00a0', ' ');
  }

  /** The words that decorations put behind the text. */
  async decorations(): Promise<string[]> {
    const contents = await this.activeText
      .locator('span')
      .evaluateAll((spans) => spans.map((span) => getComputedStyle(span, '::after').content));
    return contents.filter((content) => content.startsWith('"')).map((content) => JSON.parse(content) as string);
  }

  /** How many pieces of the text have a background of their own. */
  async shadings(): Promise<number> {
    const backgrounds = await this.page
      .locator('.editor-group-container.active .view-overlays .cdr')
      .evaluateAll(
        (pieces) =>
          pieces.filter((piece) => getComputedStyle(piece).backgroundColor.startsWith('rgba(217, 119, 6')).length,
      );
    return backgrounds;
  }

  /** Selects the first place of a text in the first group's editor. */
  async select(text: string): Promise<void> {
    await this.page.keyboard.press('Control+1');
    await this.page.keyboard.press('Control+Home');
    await this.page.keyboard.press('Control+F');
    const find = this.page.locator('.editor-group-container.active .find-widget.visible .find-part textarea').first();
    await find.fill(text);
    await find.press('Enter');
    await this.page.keyboard.press('Escape');
  }

  /** Puts a text in the place of another one in the active editor. */
  async replace(text: string, by: string): Promise<void> {
    await this.select(text);
    await this.page.keyboard.insertText(by);
  }

  async goToLine(line: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.type(`:${line}`);
  }

  /** The hover at the cursor, once it shows what it must. */
  async hover(text: string | RegExp): Promise<Locator> {
    const hovers = this.page.locator('.monaco-hover:visible');
    const hover = hovers.filter({ hasText: text }).first();
    await retry(async () => {
      await this.page.keyboard.press('Escape');
      await hovers.first().waitFor({ state: 'hidden' });
      await this.page.keyboard.press('Control+K');
      await this.page.keyboard.press('Control+I');
      await hover.waitFor({ timeout: 15_000 });
    }, 4);
    await this.page.waitForTimeout(200); // it fades in
    return hover;
  }

  /** Opens the view of experiments and runs. */
  async openRuns(): Promise<void> {
    const container = this.page.locator('.activitybar .action-item', {
      has: this.page.locator('[aria-label^="SAFR Studio"]'),
    });
    if (!(await container.getAttribute('class'))?.includes('checked')) await container.click();
    await this.page
      .locator('.part.sidebar .pane-header', { hasText: 'Runs' })
      .or(this.page.locator('.part.sidebar .title', { hasText: 'Runs' }))
      .first()
      .waitFor();
  }

  /** An entry of the Runs view. */
  run(text: string | RegExp): Locator {
    return this.page.locator('.part.sidebar .monaco-list-row', { hasText: text }).first();
  }

  /** Chooses an entry of an element's context menu. */
  async menu(of: Locator, label: string): Promise<void> {
    const entry = this.page.locator('.context-view .action-item', { hasText: label });
    await retry(async () => {
      await of.click({ button: 'right' });
      await entry.hover({ timeout: 5000 });
      await this.page.waitForTimeout(300); // a menu that has just opened takes no click
      await entry.click({ timeout: 5000 });
      await entry.waitFor({ state: 'hidden', timeout: 5000 });
    });
  }

  /** A CodeLens. */
  lens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text });
  }

  async clearNotifications(): Promise<void> {
    await this.command('Notifications: Clear All Notifications');
  }

  /** A notification that tells so. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  }

  /** A button of a dialog that VS Code has open before all else. */
  dialogButton(text: string): Locator {
    return this.page.locator('.monaco-dialog-box .monaco-button', { hasText: text });
  }

  /** The inner document of the panel whose document has an element of this selector. */
  async panel(selector: string): Promise<Frame> {
    for (let i = 0; i < 600; i++) {
      for (const frame of this.page.frames()) {
        const found = await frame.$(selector).catch(() => null);
        if (found && frame !== this.page.mainFrame() && (await found.isVisible().catch(() => false))) return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`no panel with ${selector}`);
  }

  /** Sets a colour theme by its id; `marker` is the class that the window has with it. */
  async #setTheme(name: string, marker: string): Promise<void> {
    await this.#probe.run(
      async ({ vscode }, name) => vscode.workspace.getConfiguration('workbench').update('colorTheme', name, true),
      name,
    );
    await this.page.locator(`.monaco-workbench.${marker}`).waitFor();
    await this.page.waitForTimeout(500); // colours fade over
  }

  /** Keeps a picture in each kind of theme; `show` brings back what a change of the theme hides. */
  async everyTheme(name: string, show: () => Promise<void> = async () => {}): Promise<void> {
    await this.withEveryTheme(async (kind) => {
      await show();
      await this.picture(`${name}-${kind}`);
    });
  }

  async withEveryTheme(use: (kind: ThemeKind) => Promise<void>): Promise<void> {
    for (const [kind, theme, marker] of themes) {
      await this.#setTheme(theme, marker);
      await use(kind);
    }
  }

  /** Keeps a picture in test/output. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  /**
   * Opens a quick pick by a key and chooses in it. Again while the entry is not there yet, and where the click was lost: VS Code draws the
   * list again under the pointer when more entries are found, and closes it when a panel that has just loaded takes the focus.
   */
  #choose(key: string, question: string, label: string): Promise<void> {
    const entry = this.choice(label);
    return retry(async () => {
      await this.#ask(key, question);
      try {
        await entry.click({ timeout: 3000 });
        await entry.waitFor({ state: 'hidden', timeout: 10_000 });
      } catch (error) {
        await this.page.keyboard.press('Escape');
        throw error;
      }
    });
  }

  /** Opens a quick pick by a key and types into it; again where the key was lost. */
  #ask(key: string, question: string): Promise<void> {
    return retry(async () => {
      await this.page.keyboard.press(key);
      await this.input.fill(question, { timeout: 3000 });
    });
  }

  #listen(message: ConsoleMessage): void {
    if (message.type() !== 'error') return;
    const url = decodeURIComponent(message.location().url);
    const ofPanel = url.includes('/dist/webview/') || url.includes('/webview/browser/pre/');
    if (ofPanel || message.text().includes('Content Security Policy')) this.panelErrors.push(message.text());
  }
}
