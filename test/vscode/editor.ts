import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Frame, type Locator, type Page } from 'playwright-core';
import { findChromium } from './setUp.ts';

const pictures = resolve(import.meta.dirname, '../output');

/** A VS Code window, used as a user would. */
export class Editor {
  readonly page: Page;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async open(url: string): Promise<Editor> {
    const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];
    const browser = await chromium.launch({ executablePath: findChromium(), args });
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    page.setDefaultTimeout(60_000);
    await page.goto(url);
    const editor = new Editor(browser, page);
    await editor.ready();
    return editor;
  }

  /** Waits until the workbench stands. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.page.locator('.monaco-workbench .activitybar .action-item').first().waitFor();
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await input.fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
    await this.tab(name).waitFor();
  }

  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name });
  }

  /** Chooses an entry of the quick pick that is open. */
  async pick(text: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
  }

  /** Types into the input box that is open and accepts it. */
  async type(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input.input');
    await input.fill(text);
    await input.press('Enter');
  }

  /** The inner document of the panel whose document has an element of this selector. */
  async panel(selector: string): Promise<Frame> {
    for (let i = 0; i < 300; i++) {
      for (const frame of this.page.frames()) {
        const found = await frame.$(selector).catch(() => null);
        if (found && frame !== this.page.mainFrame()) return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`no panel with ${selector}`);
  }

  /** Chooses a colour theme by its name, as settings have it. */
  async theme(name: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    await this.type(name);
    await this.page.waitForTimeout(500);
  }

  /** Keeps a picture in test/output. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`) });
  }
}
