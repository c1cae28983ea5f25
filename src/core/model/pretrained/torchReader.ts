import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { fileProblem } from '../../../common/fileProblem.ts';
import { UserError } from '../../../common/userError.ts';
import { widenBrainFloat, widenHalf } from '../halfFloats.ts';
import { bytesPerValue, readStateDict, type StorageType, type TensorView } from './pickle.ts';
import { RandomAccessFile, type TensorReader } from './tensorReader.ts';

/** The list of the tensors of the largest models takes less than a megabyte. */
const maxPickleBytes = 2 ** 26;

/**
 * Opens a state dict that `torch.save` wrote (PyTorch 1.6 or later): a zip archive with the pickled list of tensors, read by
 * `readStateDict`, and a file of values for each storage. Nothing in it is executed. Errors: UserError.
 */
export async function openTorchFile(path: string): Promise<TensorReader> {
  const ranges = await storedRanges(path);
  const file = await RandomAccessFile.open(path);
  try {
    return await readerOf(file, ranges);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readerOf(file: RandomAccessFile, ranges: ReadonlyMap<string, Range>): Promise<TensorReader> {
  const { path } = file;
  const pickle = ranges.get('data.pkl');
  if (!pickle || pickle.length > maxPickleBytes) throw damaged(path, 'it has no list of tensors (data.pkl)');
  const byteOrder = ranges.get('byteorder');
  if (byteOrder && Buffer.from(await file.read(byteOrder.begin, byteOrder.length)).toString() !== 'little') {
    throw damaged(path, 'its numbers are not little-endian');
  }
  const tensors = readStateDict(await file.read(pickle.begin, pickle.length), path);
  return {
    path,
    shapes: new Map(Array.from(tensors, ([name, { shape }]) => [name, shape])),
    close: () => file.close(),
    read: async (name) => {
      const tensor = tensors.get(name)!;
      return gather(tensor, await viewedPart(file, ranges, name, tensor));
    },
  };
}

/** The values of the storage from the first to the last one that a tensor views. */
async function viewedPart(
  file: RandomAccessFile,
  ranges: ReadonlyMap<string, Range>,
  name: string,
  { storage, offset, extent }: TensorView,
): Promise<Float32Array> {
  const { type, key, count } = storage;
  const range = ranges.get(`data/${key}`);
  const bytes = bytesPerValue(type);
  if (range?.length !== count * bytes) throw damaged(file.path, `the values of tensor "${name}" are missing`);
  const { buffer } = await file.read(range.begin + offset * bytes, extent * bytes);
  const values = decodeStorage(type, buffer);
  if (values) return values;
  throw new UserError(
    `${file.path}: tensor "${name}" is a ${type}`,
    'Weights are of type float32, float16, bfloat16 or float64.',
  );
}

function decodeStorage(type: StorageType, bytes: ArrayBuffer): Float32Array | null {
  switch (type) {
    case 'FloatStorage':
      return new Float32Array(bytes);
    case 'HalfStorage':
      return widenHalf(new Uint16Array(bytes));
    case 'BFloat16Storage':
      return widenBrainFloat(new Uint16Array(bytes));
    case 'DoubleStorage':
      return Float32Array.from(new Float64Array(bytes));
    default:
      return null;
  }
}

/** The values of a tensor in row-major order. */
function gather({ shape, strides }: TensorView, viewed: Float32Array): Float32Array {
  let size = 1;
  const isRowMajor = shape.reduceRight((soFar, dimension, i) => {
    const fits = dimension === 1 || strides[i] === size;
    size *= dimension;
    return soFar && fits;
  }, true);
  if (isRowMajor) return viewed;
  const values = new Float32Array(size);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < size; to++) {
    values[to] = viewed[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= shape[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return values;
}

/** Bytes of the archive. */
interface Range {
  readonly begin: number;
  readonly length: number;
}

/** Where the files of the archive lie, by their names within its single folder. */
async function storedRanges(path: string): Promise<Map<string, Range>> {
  const zip = await openPromise(path, { autoClose: false }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw fileProblem(path, error, 'read');
    throw damaged(path, 'it is no zip archive: it is damaged or written by PyTorch before 1.6');
  });
  try {
    const ranges = new Map<string, Range>();
    for await (const entry of zip.eachEntry()) {
      ranges.set(entry.fileName.replace(/^[^/]*\//, ''), await rangeOf(zip, entry));
    }
    return ranges;
  } catch (error) {
    throw damaged(path, (error as Error).message);
  } finally {
    zip.close();
  }
}

async function rangeOf(zip: ZipFile, entry: Entry): Promise<Range> {
  if (entry.compressionMethod !== 0) throw new Error(`${entry.fileName} is compressed`);
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  return { begin: fileDataStart, length: entry.uncompressedSize };
}

const damaged = (path: string, reason: string) =>
  new UserError(
    `${path}: weights cannot be read: ${reason}`,
    'Save the model again in Python with save_pretrained of transformers, which writes model.safetensors.',
  );
