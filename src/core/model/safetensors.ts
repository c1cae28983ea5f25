import { readFile } from 'node:fs/promises';
import { checkRegular } from '../../common/checkRegular.ts';
import { UserError } from '../../common/userError.ts';
import { atomicWrite } from '../../common/atomicWrite.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { widenBrainFloat, widenHalf } from './halfFloats.ts';
import { parseHeader, tensorBytes, type Dtype, type TensorEntry } from './safetensorsHeader.ts';

/** Values of a tensor, row-major; the type of the array is the tensor's. */
export type TensorValues = Float32Array | Float64Array | BigInt64Array | Int32Array;

export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: TensorValues;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes a file of the safetensors format, whole or not at all. Errors: UserError as `atomicWrite`. */
export function writeSafetensors(
  path: string,
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  return atomicWrite(path, encodeSafetensors(tensors, metadata));
}

/** Values of tensors in the order of a file, made while it is written. */
export type LaterValues = AsyncIterable<Float32Array>;

/**
 * Like `writeSafetensors`, with further tensors of float32 whose values are made one by one, so that they are never in memory together.
 * `tensors` are not of a narrower type.
 */
export function streamSafetensors(
  path: string,
  tensors: readonly Tensor[],
  later: readonly Pick<Tensor, 'name' | 'shape'>[],
  values: LaterValues,
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  const entries = later.map(({ name, shape }) => ({ name, shape, dtype: 'F32' as const }));
  return atomicWrite(
    path,
    parts([headerOf([...tensors.map(typed), ...entries], metadata), ...tensors.map(ownBytes)], values),
  );
}

async function* parts(first: readonly Uint8Array[], values: LaterValues): AsyncGenerator<Uint8Array> {
  yield* first;
  for await (const own of values) yield bytesOf(own);
}

/** The parts of a file: its header and the values, wide types first, so that all lie aligned. */
export function encodeSafetensors(
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const ordered = [...tensors].sort((a, b) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT);
  return [headerOf(ordered.map(typed), metadata), ...ordered.map(ownBytes)];
}

const typed = ({ name, shape, values }: Tensor) => ({ name, shape, dtype: dtypeOf(values) });
const ownBytes = ({ values }: Tensor) => bytesOf(values);

/**
 * The beginning of a file (https://github.com/huggingface/safetensors, "Format"): the header's length in 8 bytes, little-endian; the
 * header, JSON padded with spaces to a multiple of 8 bytes.
 */
function headerOf(
  tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: Dtype }[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  let end = 0;
  const entries = tensors.map(({ name, shape, dtype }) => {
    const data_offsets = [end, (end += tensorBytes(dtype, shape))];
    return [name, { dtype, shape, data_offsets }] as const;
  });
  const json = Buffer.from(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  const header = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  header.writeBigUInt64LE(BigInt(header.length - 8));
  json.copy(header, 8);
  return header;
}

/** What Node reads into one buffer with every version. */
const maxBytes = 2 ** 31 - 1;

/** Reads a whole file. Errors: UserError naming the file and what is wrong with it. */
export async function readSafetensors(path: string): Promise<Safetensors> {
  checkRegular(path, maxBytes);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileProblem(path, error, 'read');
  });
  return decodeSafetensors(bytes, path);
}

/** The tensors of a file's bytes; copies, so that they are aligned wherever they lay. `path` names it in errors. */
export function decodeSafetensors(bytes: Uint8Array, path: string): Safetensors {
  const header = parseHeader(bytes);
  if (typeof header === 'string') throw damagedFile(path, header);
  const data = bytes.subarray(header.dataStart);
  const tensors = header.entries.map((entry): Tensor => ({
    name: entry.name,
    shape: entry.shape,
    values: valuesOf(entry, data),
  }));
  return { tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])), metadata: header.metadata };
}

export function damagedFile(path: string, reason: string): UserError {
  return new UserError(
    `${path}: not a sound safetensors file: ${reason}`,
    'Copy the file again from where it came from, or train again.',
  );
}

function valuesOf({ dtype, offsets }: TensorEntry, data: Uint8Array): TensorValues {
  return decodeValues(dtype, new Uint8Array(data.subarray(...offsets)).buffer);
}

/** The values of a tensor; those of 16 bits are widened to float32. */
export function decodeValues(dtype: Dtype, bytes: ArrayBuffer): TensorValues {
  switch (dtype) {
    case 'F32':
      return new Float32Array(bytes);
    case 'F16':
      return widenHalf(new Uint16Array(bytes));
    case 'BF16':
      return widenBrainFloat(new Uint16Array(bytes));
    case 'F64':
      return new Float64Array(bytes);
    case 'I64':
      return new BigInt64Array(bytes);
    case 'I32':
      return new Int32Array(bytes);
  }
}

function dtypeOf(values: TensorValues): Dtype {
  if (values instanceof Float32Array) return 'F32';
  if (values instanceof Float64Array) return 'F64';
  return values instanceof BigInt64Array ? 'I64' : 'I32';
}

function bytesOf(values: TensorValues): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
