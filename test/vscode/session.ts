import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { startCodeServer, type CodeServer } from './codeServer.ts';
import { Editor } from './editor.ts';
import { Probe } from './probe.ts';
import { descendants, type Process } from './processes.ts';
import { nodeBin, setUp } from './setUp.ts';
import { reasonToSkip } from '../requirements.ts';

const vsix = resolve('dist/safr-studio.vsix');

/**
 * VS Code with the packed extension in a fresh workspace, for the tests of one file. Each test starts in a window without open editors;
 * one that fails leaves a picture.
 */
export class Session {
  readonly workspace: string;
  editor!: Editor;
  probe!: Probe;
  #server: CodeServer | undefined;
  readonly #home = mkdtempSync(join(tmpdir(), 'safr-vscode-'));
  readonly #settings: Readonly<Record<string, unknown>>;

  private constructor(settings: Readonly<Record<string, unknown>>) {
    this.#settings = settings;
    this.workspace = join(this.#home, 'workspace');
  }

  /** `files`: contents by names; objects are written as JSON. */
  static use(files: Readonly<Record<string, unknown>>, settings: Readonly<Record<string, unknown>> = {}): Session {
    const session = new Session(settings);
    const reason = reasonToSkip('vscode');
    if (reason !== null) {
      beforeEach(({ skip }) => skip(reason));
      return session;
    }
    beforeAll(() => {
      for (const [name, content] of Object.entries(files)) session.write(name, content);
      return session.#start();
    }, 600_000);
    beforeEach(() => session.editor.reset());
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') await session.#tidy(task.name);
      expect(session.editor.panelErrors.splice(0)).toEqual([]);
    });
    afterAll(() => session.#end());
    return session;
  }

  write(name: string, content: unknown): void {
    const path = join(this.workspace, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }

  /** Runs the command line in the workspace, on Node 24. */
  safr(...args: string[]): string {
    const cli = resolve('dist/cli.js');
    return execFileSync(join(nodeBin, 'node'), [cli, ...args], {
      cwd: this.workspace,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  }

  /** Removes all runs, in the Runs view too: VS Code does not report the files of a removed folder. */
  async removeRuns(): Promise<void> {
    rmSync(join(this.workspace, '.safr'), { recursive: true, force: true, maxRetries: 5 });
    await this.probe.run(async ({ vscode }) => void (await vscode.commands.executeCommand('safr.refreshRuns')), null);
  }

  /** The compute processes of the window. */
  get computing(): Process[] {
    return this.#processes(/dist\/host\/compute\.js/);
  }

  #processes(command: RegExp): Process[] {
    return descendants(this.#server!.pid).filter((process) => command.test(process.command));
  }

  /** Keeps a picture of a failure and ends what still computes, so that the next test starts from a state of its own. */
  async #tidy(name: string): Promise<void> {
    await this.editor.picture(`failed: ${name}`.replaceAll(/[^\w]+/g, '-'));
    const running = this.#processes(/dist\/host\/(compute|cli)\.js/);
    for (const { pid } of running) process.kill(pid, 'SIGKILL');
    if (running.length === 0) return;
    const said = this.editor.notification('killed (SIGKILL)').first();
    await said.waitFor({ timeout: 5000 }).catch(() => undefined); // it may be hidden
  }

  async #start(): Promise<void> {
    setUp();
    const options = { home: this.#home, workspace: this.workspace, extensions: [vsix], settings: this.#settings };
    this.#server = await startCodeServer(options);
    this.probe = new Probe(this.#server.probe);
    this.editor = await Editor.open(this.#server.url, this.probe);
  }

  async #end(): Promise<void> {
    await this.editor?.close();
    await this.#server?.stop();
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
