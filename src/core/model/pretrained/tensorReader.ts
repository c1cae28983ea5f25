import { open, type FileHandle } from 'node:fs/promises';
import { checkRegular } from '../../../common/checkRegular.ts';
import { fileProblem } from '../../../common/fileProblem.ts';
import { UserError } from '../../../common/userError.ts';

/** The tensors of weight files, read one at a time so that a model is never in memory as a whole. */
export interface TensorReader {
  /** The path of the file or files, for errors. */
  readonly path: string;
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** The values of a tensor of `shapes`, row-major. Errors: UserError where they cannot be read or are no floating-point numbers. */
  read(name: string): Promise<Float32Array>;
  close(): Promise<void>;
}

/** A file of which ranges are read. */
export class RandomAccessFile {
  readonly path: string;
  readonly bytes: number;
  readonly #handle: FileHandle;

  private constructor(path: string, bytes: number, handle: FileHandle) {
    this.path = path;
    this.bytes = bytes;
    this.#handle = handle;
  }

  /** Errors: UserError where the file cannot be read. */
  static async open(path: string): Promise<RandomAccessFile> {
    checkRegular(path);
    try {
      const handle = await open(path);
      return new RandomAccessFile(path, (await handle.stat()).size, handle);
    } catch (error) {
      throw fileProblem(path, error, 'read');
    }
  }

  /** A range of the file in a buffer of its own. Errors: UserError where the file ends before or cannot be read. */
  async read(begin: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (begin + length > this.bytes) {
      throw new UserError(`${this.path}: the file is cut off`, 'Copy the file again from where it came from.');
    }
    const bytes = new Uint8Array(length);
    try {
      for (let done = 0; done < length;) {
        const { bytesRead } = await this.#handle.read(bytes, done, Math.min(length - done, 2 ** 30), begin + done);
        if (bytesRead === 0) throw new Error('the file has been cut while it was read');
        done += bytesRead;
      }
    } catch (error) {
      throw fileProblem(this.path, error, 'read');
    }
    return bytes;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
