import fc from 'fast-check';

/** A change of a file's bytes. Places are shares of its length, from 0 to 1, so that an edit fits any file. */
export type Edit = (bytes: Buffer<ArrayBuffer>) => Buffer<ArrayBuffer>;

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const tokens = [
  ...['"', '""', "'", '\\', ',', ';', '\t', '|', '\n', '\r', '\r\n', '{', '}', '[', ']', ':', '/', '../', '*', '%'],
  ...['null', 'true', 'NaN', 'Infinity', '-1', '0', '1e999', '-0', '1.5', '9007199254740993', '1e308', '4294967296'],
  ...['\0', '\u0007', '\u001b[2J', '\u007f', '\u0085', '\u00ad', '\u2028', '\u202e', '\ufeff', '\ufffd', '\u{1f600}'],
  ...['é', 'e\u0301', 'İ', 'ß', '中文', '\u0e33', '__proto__', 'constructor', '__label__', 'text', 'label', '{"a":'],
];
const brokenBytes = [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf0, 0x9f], [0xff, 0xfe], [0x80], [0x1f, 0x8b]];

const insertion = fc.oneof(
  fc.constantFrom(...tokens).map((token) => Buffer.from(token)),
  fc.constantFrom(...brokenBytes).map((bytes) => Buffer.from(bytes)),
  fc.uint8Array({ maxLength: 16 }).map((bytes) => Buffer.from(bytes)),
);
/** Mostly a few, seldom so many that what recurses or is quadratic shows. */
const repeats = fc.oneof(
  { weight: 40, arbitrary: fc.integer({ min: 2, max: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(5_000, 50_000) },
);

const at = (bytes: Buffer, place: number) => Math.floor(place * (bytes.length + 1));
const range = fc.record({ from: share, length: fc.oneof(fc.integer({ min: 1, max: 32 }), fc.nat(4096)) });
const part = (bytes: Buffer, { from, length }: { from: number; length: number }) =>
  [at(bytes, from), Math.min(bytes.length, at(bytes, from) + length)] as const;
const insert = (bytes: Buffer, offset: number, inserted: Buffer) =>
  Buffer.concat([bytes.subarray(0, offset), inserted, bytes.subarray(offset)]);

const flip = fc.tuple(share, fc.integer({ min: 1, max: 255 })).map(([place, bits]): Edit => (bytes) => {
  const changed = Buffer.from(bytes);
  const offset = Math.floor(place * bytes.length);
  if (bytes.length > 0) changed[offset] = changed[offset]! ^ bits;
  return changed;
});
const truncate = share.map(
  (place): Edit =>
    (bytes) =>
      bytes.subarray(0, at(bytes, place)),
);
const remove = range.map((removed): Edit => (bytes) => {
  const [from, to] = part(bytes, removed);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
});
const add = fc.tuple(share, insertion).map(
  ([place, inserted]): Edit =>
    (bytes) =>
      insert(bytes, at(bytes, place), inserted),
);
const repeat = fc.tuple(share, insertion, repeats).map(
  ([place, inserted, count]): Edit =>
    (bytes) =>
      insert(bytes, at(bytes, place), Buffer.concat(Array.from({ length: count }, () => inserted))),
);
const duplicate = fc.tuple(range, fc.integer({ min: 1, max: 60 })).map(([copied, count]): Edit => (bytes) => {
  const [from, to] = part(bytes, copied);
  const copy = bytes.subarray(from, to);
  return insert(bytes, to, Buffer.concat(Array.from({ length: count }, () => copy)));
});
const move = fc.tuple(range, share).map(([moved, place]): Edit => (bytes) => {
  const [from, to] = part(bytes, moved);
  return insert(bytes, at(bytes, place), bytes.subarray(from, to));
});
/** Replaces one of the numbers that a text writes. */
const number = fc
  .tuple(share, fc.constantFrom('-1', '0', '1e9', '1e999', '9007199254740993', '0.5', '2147483648', '-1e308', '""'))
  .map(([place, value]): Edit => (bytes) => {
    const text = bytes.toString('latin1');
    const found = [...text.matchAll(/-?\d+(?:\.\d+)?/g)];
    const chosen = found[Math.floor(place * found.length)];
    if (!chosen) return bytes;
    const changed = text.slice(0, chosen.index) + value + text.slice(chosen.index + chosen[0].length);
    return Buffer.from(changed, 'latin1');
  });

const byteEdit = fc.oneof(flip, truncate, remove, add, repeat, duplicate, move, number);
/** One to four changes of bytes. */
export const edits: fc.Arbitrary<Edit> = fc
  .array(byteEdit, { minLength: 1, maxLength: 4 })
  .map((all) => (bytes) => all.reduce((changed, edit) => edit(changed), bytes));

/** Values to put where another is expected. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', ' ', 0, -1, -0, 0.5, 1e308, 2 ** 53, 2 ** 31, 1e9, [], {}, [[]], [null]),
  fc.constantFrom<unknown>('\u001b[2J', '\u202e', 'a\nb', '\ud800', '__proto__', '../../x', 'x'.repeat(3000)),
  fc.integer(),
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.jsonValue({ maxDepth: 3 }),
);

type Container = Record<string, unknown> | unknown[];
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** All objects and lists of a value, itself first. */
function containersOf(value: unknown): Container[] {
  if (!isContainer(value)) return [];
  return [value, ...Object.values(value).flatMap(containersOf)];
}

const structural = fc.record({
  container: share,
  key: share,
  kind: fc.constantFrom('replace', 'remove', 'add', 'copy', 'nest'),
  value: oddValue,
  name: fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', 'length', 'a.b', ''),
    fc.string({ maxLength: 6 }),
  ),
});

function changeValue(root: unknown, { container, key, kind, value: drawn, name }: ChangeOf): void {
  const value = structuredClone(drawn); // a constant may be drawn twice, and be put into itself
  const all = containersOf(root);
  const chosen = all[Math.floor(container * all.length)] as Record<string, unknown> | undefined;
  if (!chosen) return;
  const keys = Object.keys(chosen);
  const at = keys[Math.floor(key * keys.length)];
  if (kind === 'add' || at === undefined) define(chosen, Array.isArray(chosen) ? String(keys.length) : name, value);
  else if (kind === 'remove') {
    if (Array.isArray(chosen)) chosen.splice(Number(at), 1);
    else delete chosen[at];
  } else if (kind === 'copy') define(chosen, at, structuredClone(chosen[keys[0]!]));
  else define(chosen, at, kind === 'nest' ? { [name]: [chosen[at]] } : value);
}
type ChangeOf = typeof structural extends fc.Arbitrary<infer T> ? T : never;

/** Also for the name `__proto__`. */
function define(object: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

/** One to three changes of a JSON value: values of other types, removed and added keys. */
export const valueEdits: fc.Arbitrary<(value: unknown) => unknown> = fc
  .array(structural, { minLength: 1, maxLength: 3 })
  .map((changes) => (value) => {
    const root = { root: structuredClone(value) };
    for (const change of changes) changeValue(root, change);
    return root.root;
  });

/** The same of a JSON text; where each line is one, of the lines. A text that is no JSON is left as it is. */
export const jsonEdits: fc.Arbitrary<Edit> = fc.tuple(valueEdits, share).map(([edit, place]): Edit => (bytes) => {
  const text = bytes.toString();
  const whole = parsed(text);
  if (whole) return Buffer.from(JSON.stringify(edit(whole.value)) ?? 'null');
  const lines = text.split('\n');
  const index = Math.floor(place * lines.length);
  const line = parsed(lines[index]!);
  if (line) lines[index] = JSON.stringify(edit(line.value)) ?? 'null';
  return Buffer.from(lines.join('\n'));
});

function parsed(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Changes of the header of a safetensors file that keep its length field right. */
export const headerEdits: fc.Arbitrary<Edit> = valueEdits.map((edit) => (bytes) => {
  const length = bytes.length < 8 ? 0 : Number(bytes.readBigUInt64LE());
  const header = parsed(bytes.subarray(8, 8 + length).toString());
  if (!header) return bytes;
  const changed = Buffer.from(JSON.stringify(edit(header.value)) ?? 'null');
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(changed.length));
  return Buffer.concat([start, changed, bytes.subarray(8 + length)]);
});
