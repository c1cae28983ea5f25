// For tests only. Runs functions that a test posts to the socket SAFR_PROBE within the extension host, beside the extension under test.
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { registerHooks } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';

/** Files of JavaScript loaded since this extension was. */
const loaded = [];
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) loaded.push(fileURLToPath(url));
    return next(url, context);
  },
});

export function activate() {
  const socket = process.env.SAFR_PROBE;
  rmSync(socket, { force: true });
  const server = createServer(async (request, response) => {
    try {
      const { program, argument } = JSON.parse(await text(request));
      const result = await (0, eval)(`(${program})`)({ vscode, loaded, monitorEventLoopDelay }, argument);
      response.end(JSON.stringify({ result: result ?? null }));
    } catch (error) {
      response.end(JSON.stringify({ error: String(error?.stack ?? error) }));
    }
  });
  server.listen(socket);
  return { dispose: () => server.close() };
}
