import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { createServer } from 'node:net';

const prefix = '\\\\.\\pipe\\safr-studio-';

let own: Promise<string | null> | undefined;

/** The name of a pipe of Windows that exists as long as this process; null where none can be made. */
export function ownPipe(): Promise<string | null> {
  return (own ??= new Promise((resolve) => {
    const name = prefix + randomUUID();
    const server = createServer((connection) => connection.destroy());
    server.on('error', () => resolve(null));
    server.listen(name, () => resolve(name));
    server.unref();
  }));
}

/** Whether the process that made a pipe has ended; false for other names. */
export function pipeIsGone(name: string): boolean {
  if (!name.startsWith(prefix)) return false;
  try {
    statSync(name);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'; // EISDIR or EBUSY: it exists
  }
}
