import { UserError } from '../../../common/userError.ts';

/** Types of the storages that PyTorch saves weights in, with the bytes of a value. */
const storageBytes = {
  FloatStorage: 4,
  HalfStorage: 2,
  BFloat16Storage: 2,
  DoubleStorage: 8,
  LongStorage: 8,
  IntStorage: 4,
  ShortStorage: 2,
  CharStorage: 1,
  ByteStorage: 1,
  BoolStorage: 1,
} as const;
export type StorageType = keyof typeof storageBytes;

/** Values that several tensors may view. */
export class Storage {
  readonly type: StorageType;
  /** Name of the file within the archive that holds the values. */
  readonly key: string;
  /** Number of values. */
  readonly count: number;

  constructor(type: StorageType, key: string, count: number) {
    this.type = type;
    this.key = key;
    this.count = count;
  }
}

/** A tensor: a view of a storage; offset and strides count values. */
export class TensorView {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: Storage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }

  /** Number of values of the storage from the first to the last one that the tensor views. */
  get extent(): number {
    if (this.shape.includes(0)) return 0;
    return this.shape.reduce((last, size, i) => last + (size - 1) * this.strides[i]!, 1);
  }
}

export const bytesPerValue = (type: StorageType) => storageBytes[type];

/**
 * Reads what `torch.save` pickles for a state dict: an ordered dictionary of names and tensors. This is not a pickle interpreter: it knows
 * the opcodes of such files alone, and of what they name it knows ordered dictionaries, tensors and storages; nothing is ever imported or
 * called. `path` names the file in errors. Errors: UserError where the file holds anything else.
 */
export function readStateDict(bytes: Uint8Array, path: string): Map<string, TensorView> {
  const content = new StateDictParser(bytes, path).parse();
  if (!(content instanceof Map)) throw refused(path, 'it does not hold a dictionary of tensors');
  const tensors = new Map<string, TensorView>();
  for (const [name, value] of content) {
    if (typeof name !== 'string' || !(value instanceof TensorView)) {
      throw refused(path, `its entry ${JSON.stringify(name)} is not a tensor: it is not the state dict of a model`);
    }
    tensors.set(name, value);
  }
  return tensors;
}

const refused = (path: string, reason: string) =>
  new UserError(
    `${path}: not read: ${reason}`,
    'Save the model again in Python with save_pretrained of transformers, which writes model.safetensors.',
  );

/** A name in a module of Python's; it is never looked up. */
class Named {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

type Value = null | boolean | number | string | Tuple | Map<Value, Value> | Named | Storage | TensorView;
type Tuple = readonly Value[];

const orderedDict = 'collections.OrderedDict';
const rebuildTensor = 'torch._utils._rebuild_tensor_v2';

/** The stack machine of the pickle format, version 2, as far as state dicts need it (Python's `pickletools` documents the opcodes). */
class StateDictParser {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #path: string;
  #at = 0;
  #stack: Value[] = [];
  /** The stacks below the open marks. */
  readonly #outer: Value[][] = [];
  readonly #memo = new Map<number, Value>();

  constructor(bytes: Uint8Array, path: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#path = path;
  }

  parse(): Value {
    try {
      for (;;) {
        const opcode = this.#byte();
        if (opcode === 0x2e) return this.#pop(); // STOP
        this.#execute(opcode);
      }
    } catch (error) {
      throw error instanceof RangeError ? this.#damaged() : error; // read past the end
    }
  }

  #execute(opcode: number): void {
    switch (opcode) {
      case 0x80: // PROTO
        if (this.#byte() !== 2) throw this.#refused('it is pickled by another protocol than 2');
        return;
      case 0x28: // MARK
        this.#outer.push(this.#stack);
        this.#stack = [];
        return;
      case 0x4e: // NONE
        return this.#push(null);
      case 0x88: // NEWTRUE
        return this.#push(true);
      case 0x89: // NEWFALSE
        return this.#push(false);
      case 0x4b: // BININT1
        return this.#push(this.#byte());
      case 0x4d: // BININT2
        return this.#push(this.#view.getUint16(this.#skip(2), true));
      case 0x4a: // BININT
        return this.#push(this.#view.getInt32(this.#skip(4), true));
      case 0x8a: // LONG1
        return this.#push(this.#long(this.#byte()));
      case 0x58: // BINUNICODE
        return this.#push(this.#text(this.#view.getUint32(this.#skip(4), true)));
      case 0x7d: // EMPTY_DICT
        return this.#push(new Map());
      case 0x29: // EMPTY_TUPLE
        return this.#push([]);
      case 0x85: // TUPLE1
        return this.#push(this.#popMany(1));
      case 0x86: // TUPLE2
        return this.#push(this.#popMany(2));
      case 0x87: // TUPLE3
        return this.#push(this.#popMany(3));
      case 0x74: // TUPLE
        return this.#push(this.#popToMark());
      case 0x71: // BINPUT
        return this.#remember(this.#byte());
      case 0x72: // LONG_BINPUT
        return this.#remember(this.#view.getUint32(this.#skip(4), true));
      case 0x68: // BINGET
        return this.#recall(this.#byte());
      case 0x6a: // LONG_BINGET
        return this.#recall(this.#view.getUint32(this.#skip(4), true));
      case 0x73: // SETITEM
        return this.#setItems(this.#popMany(2));
      case 0x75: // SETITEMS
        return this.#setItems(this.#popToMark());
      case 0x63: // GLOBAL
        return this.#push(this.#global());
      case 0x51: // BINPERSID
        return this.#push(this.#storage(this.#pop()));
      case 0x52: // REDUCE
        return this.#push(this.#call(this.#popMany(2)));
      case 0x62: // BUILD
        return this.#ignoreAttributes();
      default:
        throw this.#refused(`pickle opcode 0x${opcode.toString(16).padStart(2, '0')} occurs in no state dict`);
    }
  }

  #push(value: Value): void {
    this.#stack.push(value);
  }

  #pop(): Value {
    if (this.#stack.length === 0) throw this.#damaged();
    return this.#stack.pop()!;
  }

  #popMany(count: number): Value[] {
    if (this.#stack.length < count) throw this.#damaged();
    return this.#stack.splice(-count);
  }

  #popToMark(): Value[] {
    const values = this.#stack;
    const outer = this.#outer.pop();
    if (!outer) throw this.#damaged();
    this.#stack = outer;
    return values;
  }

  #remember(index: number): void {
    if (this.#stack.length === 0) throw this.#damaged();
    this.#memo.set(index, this.#stack.at(-1)!);
  }

  #recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#damaged();
    this.#push(value);
  }

  #setItems(items: readonly Value[]): void {
    const target = this.#stack.at(-1);
    if (!(target instanceof Map) || items.length % 2 !== 0) throw this.#damaged();
    for (let i = 0; i < items.length; i += 2) target.set(items[i]!, items[i + 1]!);
  }

  /** The versions of PyTorch's modules are an attribute of the dictionary. */
  #ignoreAttributes(): void {
    this.#pop();
    if (!(this.#stack.at(-1) instanceof Map)) throw this.#damaged();
  }

  #global(): Named {
    const name = `${this.#line()}.${this.#line()}`;
    if (name !== orderedDict && name !== rebuildTensor && storageType(name) === null) {
      throw this.#refused(
        `it refers to ${name}; weights need tensors and dictionaries only, and nothing is ever executed`,
      );
    }
    return new Named(name);
  }

  #call([callee, args]: Value[]): Value {
    if (!(callee instanceof Named) || !isTuple(args)) throw this.#damaged();
    if (callee.name === orderedDict && args.length === 0) return new Map();
    if (callee.name === rebuildTensor) return this.#tensor(args);
    throw this.#damaged();
  }

  /** ('storage', type, key, location, number of values) */
  #storage(id: Value): Storage {
    const [kind, type, key, , count] = isTuple(id) ? id : [];
    const named = type instanceof Named ? storageType(type.name) : null;
    if (kind !== 'storage' || named === null || typeof key !== 'string' || !isSize(count)) throw this.#damaged();
    return new Storage(named, key, count);
  }

  /** (storage, offset, shape, strides, …) */
  #tensor([storage, offset, shape, strides]: Tuple): TensorView {
    if (!(storage instanceof Storage) || !isSize(offset) || !areSizes(shape) || !areSizes(strides))
      throw this.#damaged();
    if (shape.length !== strides.length) throw this.#damaged();
    const tensor = new TensorView(storage, offset, shape, strides);
    if (offset + tensor.extent > storage.count) throw this.#refused('a tensor exceeds its storage');
    return tensor;
  }

  #byte(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  /** The current position, which moves on by so many bytes. */
  #skip(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }

  #text(length: number): string {
    const bytes = this.#bytes.subarray(this.#skip(length), this.#at);
    if (bytes.length < length) throw this.#damaged();
    return new TextDecoder().decode(bytes);
  }

  /** A line of text without its end. */
  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw this.#damaged();
    const text = this.#text(end - this.#at);
    this.#at++;
    return text;
  }

  /** A little-endian integer in two's complement. */
  #long(length: number): number {
    let value = 0n;
    for (let i = 0; i < length; i++) value |= BigInt(this.#byte()) << BigInt(8 * i);
    return Number(BigInt.asIntN(8 * length, value));
  }

  #damaged(): UserError {
    return this.#refused('its list of tensors is damaged');
  }

  #refused(reason: string): UserError {
    return refused(this.#path, reason);
  }
}

/** The type of storage that a name of PyTorch's stands for, or null. */
function storageType(name: string): StorageType | null {
  const type = name.replace(/^torch\./, '');
  return type !== name && Object.hasOwn(storageBytes, type) ? (type as StorageType) : null;
}

const isTuple = (value: Value | undefined): value is Tuple => Array.isArray(value);
const isSize = (value: Value | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const areSizes = (value: Value | undefined): value is readonly number[] => isTuple(value) && value.every(isSize);
