// The compute process: forked by src/client with an IPC channel and advanced serialization, it serves the requests of
// src/protocol/compute.ts and exits with its parent.
import { handlers } from './handlers.ts';
import { Server } from './server.ts';

/** The parent reports the last error on standard error as the reason. */
function fail(error: unknown): never {
  console.error(error instanceof Error ? error.stack : error);
  process.exit(1);
}

if (!process.send) fail(new Error('this program is started by SAFR Studio, not by hand'));

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
// The parent has ended, for example with its window: nobody waits for a result, and what is trained is in the run's checkpoint.
process.on('disconnect', () => process.exit());
if (!process.connected) process.exit(); // it ended before this process could listen

const server = new Server(handlers, (message) => process.send!(message, () => undefined));
process.on('message', (message) => server.receive(message));
