import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Frame, Locator } from 'playwright-core';
import { contrasts } from '../../src/core/dataset/planted/lexicon.ts';
import { plantedSentences } from '../../src/core/dataset/planted/plantedSentences.ts';
import { startCodeServer, type CodeServer } from '../vscode/codeServer.ts';
import { Editor } from '../vscode/editor.ts';
import { Probe } from '../vscode/probe.ts';
import { nodeBin, setUp } from '../vscode/setUp.ts';
import { fontConfiguration } from './fonts.ts';

export const experiment = 'reviews.safr.json';
export const dataFile = 'reviews.tsv';

const settings = {
  'breadcrumbs.enabled': false,
  'editor.codeLensFontSize': 11,
  'editor.fontFamily': 'monospace',
  'editor.minimap.enabled': false,
  'editor.scrollbar.horizontal': 'hidden',
  'editor.scrollbar.vertical': 'hidden',
  'editor.hover.delay': 1500, // the pointer passes other lines
  'editor.matchBrackets': 'never',
  'editor.occurrencesHighlight': 'off',
  'editor.renderLineHighlight': 'none',
  'files.exclude': { '.safr': true },
  'window.menuBarVisibility': 'hidden',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.layoutControl.enabled': false,
};

/** The packed extension in VS Code, with a folder of made-up reviews in which the words that decide are marked. */
export class Studio {
  readonly editor: Editor;
  readonly #probe: Probe;
  readonly #home: string;
  readonly #server: CodeServer;

  private constructor(home: string, server: CodeServer, editor: Editor, probe: Probe) {
    this.#home = home;
    this.#server = server;
    this.editor = editor;
    this.#probe = probe;
  }

  /** `scale`: pixels of the pictures for each CSS pixel of the window. */
  static async use(scale: number, act: (studio: Studio) => Promise<void>): Promise<void> {
    const studio = await Studio.#start(scale);
    try {
      await act(studio);
    } finally {
      await studio.#end();
    }
  }

  static async #start(scale: number): Promise<Studio> {
    setUp();
    const home = mkdtempSync(join(tmpdir(), 'safr-media-'));
    const workspace = join(home, 'reviews');
    mkdirSync(workspace);
    writeFileSync(join(workspace, dataFile), reviews());
    writeFileSync(join(workspace, experiment), single);
    process.env['FONTCONFIG_FILE'] = join(home, 'fonts.conf');
    writeFileSync(process.env['FONTCONFIG_FILE'], fontConfiguration);
    const extensions = [resolve('dist/safr-studio.vsix')];
    const server = await startCodeServer({ home, workspace, extensions, settings });
    const probe = new Probe(server.probe);
    const editor = await Editor.open(server.url, probe, { width: 1200, height: 750, scale });
    const studio = new Studio(home, server, editor, probe);
    await studio.run('notifications.toggleDoNotDisturbMode'); // no notification is in front of what is shown
    return studio;
  }

  /** Trains and evaluates the experiment with two presets and three seeds. */
  async sweep(): Promise<void> {
    const cwd = join(this.#home, 'reviews');
    writeFileSync(join(cwd, experiment), sweep);
    // One after the other, so that the order of the runs is the same each time.
    const args = [resolve('dist/cli.js'), 'sweep', experiment, '--jobs', '1'];
    await promisify(execFile)(join(nodeBin, 'node'), args, { cwd });
    await this.run('safr.refreshRuns');
  }

  /** Runs a command of VS Code by its id. */
  async run(command: string): Promise<void> {
    await this.#probe.run(({ vscode }, command) => vscode.commands.executeCommand(command), command);
  }

  /** An empty window of this size. */
  async reset(width: number, height: number): Promise<void> {
    await this.editor.reset();
    await this.run('workbench.action.closeSidebar');
    await this.editor.page.setViewportSize({ width, height });
  }

  /** The panel that has drawn what the selector names, once it is the only editor. */
  async onlyPanel(drawn: string): Promise<Frame> {
    const panel = await this.editor.panel(drawn);
    await this.run('workbench.action.focusLastEditorGroup');
    await this.run('workbench.action.closeEditorsInOtherGroups');
    await this.run('workbench.action.closeOtherEditors');
    await panel.waitForFunction(() => document.hasFocus());
    return panel;
  }

  /** The part of the window with the editors, without the bars around it. */
  get editors(): Locator {
    return this.editor.page.locator('.part.editor');
  }

  async #end(): Promise<void> {
    await this.editor.close();
    await this.#server.stop();
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function reviews(): string {
  const sentences = plantedSentences({ sentences: 5000, distractors: 0, seed: 1 }, 'train');
  // A model this small does not learn the sentences with a contrast within a minute.
  const simple = [...sentences].filter(({ text }) => !contrasts.some((word) => text.split(' ').includes(word)));
  const rows = simple.map(({ text, label, truth }) => `${text}\t${label}\t${JSON.stringify(truth.words)}\n`);
  return `text\tlabel\tdeciding words\n${rows.join('')}`;
}

/** A model that learns them within half a minute. */
const single = `{
  "dataset": {
    "source": "files",
    "train": "${dataFile}",
    "textColumn": "text",
    "labelColumn": "label",
    "rationaleColumn": "deciding words",
    "split": { "dev": 0.1, "test": 0.1, "seed": 1 }
  },
  "model": {
    "width": 64,
    "heads": 4,
    "feedForward": 96,
    "activeNeurons": 6, // per token, on average
    "maskHidden": 64,
    "maxLength": 24,
    "padding": "none"
  },
  "training": {
    "epochs": 20,
    "batchSize": 16,
    "learningRate": 0.001,
    "patience": 20
  },
  "safr": {
    "preset": "safr",
    "importance": 0.02
  },
  "seed": 3
}
`;

/** The same with a grid over presets and seeds. */
const sweep = single.replace(
  '"seed": 3\n}',
  `"seed": 3,
  "sweep": {
    "safr.preset": ["plain", "safr"],
    "seed": [1, 2, 3]
  }
}`,
);
