import * as z from 'zod';

/** Bytes of a value, by the format's name of its type. F16 and BF16 are read only. */
const valueBytes = { F32: 4, F64: 8, I64: 8, I32: 4, F16: 2, BF16: 2 } as const;
export type Dtype = keyof typeof valueBytes;

/** Bytes of a tensor's values. */
export const tensorBytes = (dtype: Dtype, shape: readonly number[]) =>
  shape.reduce((product, n) => product * n, valueBytes[dtype]);

/** Where a tensor lies: byte offsets from `dataStart`, end exclusive. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly offsets: readonly [begin: number, end: number];
}

export interface Header {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly dataStart: number;
}

const size = z.int().min(0);
const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(size),
  data_offsets: z.tuple([size, size]),
});
const metadataSchema = z.record(z.string(), z.string());

/** The longest header that is read, as in the reference implementation. */
const maxHeaderBytes = 100_000_000;

/** The length of the header from the first 8 bytes of a file; null where it is longer than any that is read. */
export function headerBytes(start: Uint8Array): number | null {
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  return length > maxHeaderBytes ? null : Number(length);
}

/** The metadata of a header. Errors: SyntaxError where it is not JSON, ZodError. */
export function parseMetadata(header: Uint8Array): Header['metadata'] {
  const { __metadata__ } = z
    .object({ __metadata__: metadataSchema })
    .parse(JSON.parse(new TextDecoder().decode(header)));
  return __metadata__;
}

/**
 * Content of a file's header, or a message that says what is wrong with the file. `bytes` is the whole file, or its beginning with the
 * header if `fileBytes`, the length of the file, is given.
 */
export function parseHeader(bytes: Uint8Array, fileBytes = bytes.length): Header | string {
  const json = headerJson(bytes);
  if (typeof json === 'string') return json;
  const { __metadata__ = {}, ...rest } = json.object;
  const metadata = metadataSchema.safeParse(__metadata__);
  if (!metadata.success) return 'its metadata is not a list of strings';
  const entries: TensorEntry[] = [];
  for (const [name, value] of Object.entries(rest)) {
    const entry = parseEntry(name, value);
    if (typeof entry === 'string') return `tensor "${name}" ${entry}`;
    entries.push(entry);
  }
  const problem = layoutProblem(entries, fileBytes - json.end);
  return problem ?? { entries, metadata: metadata.data, dataStart: json.end };
}

function headerJson(bytes: Uint8Array): { object: object & { __metadata__?: unknown }; end: number } | string {
  if (bytes.length < 8) return `it has ${bytes.length} bytes, fewer than the 8 of the header's length`;
  const length = headerBytes(bytes);
  if (length === null) return `its header is longer than ${maxHeaderBytes} bytes: it is of another format`;
  if (length > bytes.length - 8) {
    return `its header should have ${length} bytes, but only ${bytes.length - 8} follow: it is cut off or of another format`;
  }
  const end = 8 + length;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, end));
    const object: unknown = JSON.parse(text);
    if (typeof object === 'object' && object !== null && !Array.isArray(object)) return { object, end };
  } catch {
    // reported below
  }
  return 'its header is not a JSON object';
}

/** An entry of the header, or what is wrong with it. */
function parseEntry(name: string, value: unknown): TensorEntry | string {
  const { data, error } = entrySchema.safeParse(value);
  if (error) {
    const issue = error.issues[0]!;
    return `has a wrong entry in the header: ${[...issue.path, issue.message].join(': ')}`;
  }
  const { dtype, shape, data_offsets: offsets } = data;
  if (!isDtype(dtype)) return `is of type ${dtype}; allowed: ${Object.keys(valueBytes).join(', ')}`;
  const expected = tensorBytes(dtype, shape);
  const found = offsets[1] - offsets[0];
  if (found !== expected) return `has ${found} bytes; ${dtype} [${shape.join(', ')}] takes ${expected}`;
  return { name, dtype, shape, offsets };
}

const isDtype = (name: string): name is Dtype => Object.hasOwn(valueBytes, name);

/** Tensors must follow one another without gap or overlap, up to the last byte of the file. */
function layoutProblem(entries: readonly TensorEntry[], available: number): string | undefined {
  let end = 0;
  for (const { name, offsets } of [...entries].sort(byPlace)) {
    if (offsets[0] < end) return `tensor "${name}" begins at byte ${offsets[0]}, inside another one`;
    if (offsets[0] > end) return `bytes ${end} to ${offsets[0]} belong to no tensor`;
    end = offsets[1];
    if (end > available) return `tensor "${name}" ends at byte ${end} of ${available}: the file is cut off`;
  }
  return end < available ? `${available - end} bytes follow the last tensor` : undefined;
}

const byPlace = (a: TensorEntry, b: TensorEntry) => a.offsets[0] - b.offsets[0] || a.offsets[1] - b.offsets[1];
