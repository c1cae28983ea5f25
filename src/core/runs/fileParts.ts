import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { checkRegular } from '../../common/checkRegular.ts';
import { fileProblem } from '../../common/fileProblem.ts';

// Synchronous, into one buffer: lists read thousands of small parts, where a promise and a buffer for each take most of time and memory.
let buffer = Buffer.allocUnsafe(4096);

/** The first `lengthBytes` of a text file, or all of it if it is shorter. Errors: UserError where it cannot be read. */
export function readStart(path: string, lengthBytes: number): string {
  return readPart(path, lengthBytes, () => 0);
}

/** The last `lengthBytes`, or all of it. */
export function readEnd(path: string, lengthBytes: number): string {
  return readPart(path, lengthBytes, (file) => Math.max(0, fstatSync(file).size - lengthBytes));
}

function readPart(path: string, lengthBytes: number, startIn: (file: number) => number): string {
  checkRegular(path);
  if (buffer.length < lengthBytes) buffer = Buffer.allocUnsafe(lengthBytes);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, lengthBytes, startIn(file)));
  } catch (error) {
    throw fileProblem(path, error, 'read');
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
