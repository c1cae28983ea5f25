// The compute process: forked by src/client with an IPC channel and advanced serialization, it serves the requests of
// src/protocol/compute.ts and ends with its parent.
import { handlers } from './handlers.ts';
import { Server } from './server.ts';

/** Its last words on standard error are the reason that the parent tells. */
function die(error: unknown): never {
  console.error(error instanceof Error ? error.stack : error);
  process.exit(1);
}

if (!process.send) die(new Error('this program is started by SAFR Studio, not by hand'));

process.on('uncaughtException', die);
process.on('unhandledRejection', die);
// Whoever asked is gone, a closed window say: nobody waits for a result, and what is trained stands in the run's checkpoint.
process.on('disconnect', () => process.exit());

const server = new Server(handlers, (message) => process.send!(message, () => undefined));
process.on('message', (message) => server.receive(message));
