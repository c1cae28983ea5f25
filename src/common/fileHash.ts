import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { checkRegular } from './checkRegular.ts';
import { fileProblem } from './fileProblem.ts';

/** SHA-256 of a file, in hexadecimal digits. Errors: UserError where it cannot be read. */
export async function fileHash(path: string): Promise<string> {
  checkRegular(path);
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  } catch (error) {
    throw fileProblem(path, error, 'read');
  }
  return hash.digest('hex');
}
