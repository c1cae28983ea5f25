import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fileProblem } from '../../common/fileProblem.ts';

/** The first `lengthBytes` of a text file, or all of it if it is shorter. Errors: UserError where it cannot be read. */
export function readStart(path: string, lengthBytes: number): string {
  return readPart(path, (sizeBytes) => [0, Math.min(sizeBytes, lengthBytes)]);
}

/** The last `lengthBytes`, or all of it. */
export function readEnd(path: string, lengthBytes: number): string {
  return readPart(path, (sizeBytes) => [Math.max(0, sizeBytes - lengthBytes), Math.min(sizeBytes, lengthBytes)]);
}

/** Synchronous: lists of runs read thousands of small parts, where a promise for each takes most of the time. */
function readPart(path: string, range: (sizeBytes: number) => readonly [start: number, lengthBytes: number]): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const [start, lengthBytes] = range(fstatSync(file).size);
    const buffer = Buffer.allocUnsafe(lengthBytes);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, lengthBytes, start));
  } catch (error) {
    throw fileProblem(path, error, 'read');
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
