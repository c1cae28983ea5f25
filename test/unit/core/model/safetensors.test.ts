import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
  writeSafetensors,
} from '../../../../src/core/model/safetensors.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { temporaryFolder } from '../runs/temporaryFolder.ts';

const folder = temporaryFolder();

/** A file of a header, as an object or as it stands, and so many bytes of values. */
function fileOf(header: object | string, bytes = 0): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(bytes)]);
}

const tensor = (begin: number, end: number, shape = [(end - begin) / 4], dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

test('gives back every type, shape and metadata it wrote', async () => {
  const tensors = [
    { name: 'halves', shape: [1, 3], values: Float32Array.of(0.5, -1, NaN) },
    { name: 'sums', shape: [2], values: Float64Array.of(1 / 3, Infinity) },
    { name: 'ids', shape: [1], values: BigInt64Array.of(-(2n ** 60n)) },
    { name: 'labels', shape: [2, 1], values: Int32Array.of(7, -8) },
    { name: 'scalar', shape: [], values: Float32Array.of(4) },
    { name: 'nothing', shape: [0, 4], values: new Float32Array() },
  ];
  await writeSafetensors(folder.path('file'), tensors, { format: 'pt', note: 'ä "quoted"' });
  const file = await readSafetensors(folder.path('file'));
  expect(file.metadata).toEqual({ format: 'pt', note: 'ä "quoted"' });
  expect([...file.tensors.keys()].sort()).toEqual(tensors.map(({ name }) => name).sort());
  for (const expected of tensors) expect(file.tensors.get(expected.name)).toEqual(expected);
});

test('lays bytes out as the format asks: length, padded JSON, aligned values in little-endian order', () => {
  const tensors = [
    { name: 'a', shape: [1], values: Float32Array.of(1) },
    { name: 'b', shape: [1], values: Float64Array.of(2) },
  ];
  const bytes = Buffer.concat(encodeSafetensors(tensors, { format: 'pt' }));
  const length = Number(bytes.readBigUInt64LE());
  expect(length % 8).toBe(0);
  const header = bytes.toString('utf8', 8, 8 + length);
  expect(header).toMatch(/^\{.*\} *$/);
  expect(JSON.parse(header)).toEqual({
    __metadata__: { format: 'pt' },
    b: { dtype: 'F64', shape: [1], data_offsets: [0, 8] },
    a: { dtype: 'F32', shape: [1], data_offsets: [8, 12] },
  });
  expect(bytes.readDoubleLE(8 + length)).toBe(2);
  expect(bytes.readFloatLE(16 + length)).toBe(1);
  expect(bytes.length).toBe(8 + length + 12);
});

test('writes only the part of a buffer that a tensor views', () => {
  const values = Float32Array.of(1, 2, 3).subarray(1, 2);
  const bytes = Buffer.concat(encodeSafetensors([{ name: 'a', shape: [1], values }]));
  expect(decodeSafetensors(bytes, 'x').tensors.get('a')!.values).toEqual(Float32Array.of(2));
});

test('reads float16 and bfloat16 values as float32', () => {
  const bytes = fileOf({ half: tensor(0, 4, [2], 'F16'), brain: tensor(4, 8, [2], 'BF16') }, 8);
  bytes.set(new Uint8Array(Uint16Array.of(0x3c00, 0xb555, 0x3fc0, 0xc000).buffer), bytes.length - 8);
  const { tensors } = decodeSafetensors(bytes, 'x');
  expect(tensors.get('half')!.values).toEqual(Float32Array.of(1, -0.33325195));
  expect(tensors.get('brain')!.values).toEqual(Float32Array.of(1.5, -2));
});

test('reads values that lie unaligned in the file, in any order', () => {
  const bytes = fileOf(
    '{"b":{"dtype":"F64","shape":[1],"data_offsets":[4,12]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} ',
    12,
  );
  const values = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 12);
  values.setFloat32(0, 1.5, true);
  values.setFloat64(4, -2.25, true);
  for (const shift of [0, 1, 2, 3]) {
    const shifted = Buffer.alloc(bytes.length + shift).subarray(shift);
    shifted.set(bytes);
    const { tensors } = decodeSafetensors(shifted, 'x');
    expect([...tensors.values()].map(({ values }) => values[0])).toEqual([-2.25, 1.5]);
  }
});

const corrupt: [what: string, bytes: Uint8Array, message: string | RegExp][] = [
  ['an empty file', new Uint8Array(), 'it has 0 bytes, fewer than the 8'],
  [
    'a header that is cut off',
    fileOf({ a: tensor(0, 4) }, 4).subarray(0, 20),
    /should have \d+ bytes, but only 12 follow/,
  ],
  ['a file of another format', Buffer.from('PK\u0003\u0004 zipped weights'), 'of another format'],
  ['a header that is no JSON', fileOf('{"a":'), 'its header is not a JSON object'],
  ['a header that is no object', fileOf('[]'), 'its header is not a JSON object'],
  ['metadata that are no strings', fileOf({ __metadata__: { epoch: 3 } }), 'metadata'],
  ['an entry without offsets', fileOf({ a: { dtype: 'F32', shape: [] } }), 'tensor "a" has a wrong entry'],
  [
    'an unknown type',
    fileOf({ a: tensor(0, 4, [4], 'U8') }, 4),
    '"a" is of type U8; allowed: F32, F64, I64, I32, F16, BF16',
  ],
  ['a negative size', fileOf({ a: tensor(0, 4, [-1]) }, 4), 'tensor "a" has a wrong entry in the header: shape: 0'],
  ['bytes that do not fit the shape', fileOf({ a: tensor(0, 4, [2]) }, 4), '"a" has 4 bytes; F32 [2] takes 8'],
  ['offsets in the wrong order', fileOf({ a: tensor(4, 0, [1]) }, 4), '"a" has -4 bytes'],
  [
    'overlapping tensors',
    fileOf({ a: tensor(0, 8), b: tensor(4, 12) }, 12),
    '"b" begins at byte 4, inside another one',
  ],
  ['a gap', fileOf({ a: tensor(0, 4), b: tensor(8, 12) }, 12), 'bytes 4 to 8 belong to no tensor'],
  ['values that are cut off', fileOf({ a: tensor(0, 8) }, 4), '"a" ends at byte 8 of 4: the file is cut off'],
  ['bytes after the last tensor', fileOf({ a: tensor(0, 4) }, 9), '5 bytes follow the last tensor'],
];

test.each(corrupt)('refuses %s', async (_, bytes, message) => {
  writeFileSync(folder.path('weights'), bytes);
  const reading = readSafetensors(folder.path('weights'));
  await expect(reading).rejects.toThrow(UserError);
  await expect(reading).rejects.toThrow(message);
  await expect(reading).rejects.toThrow(`${folder.path('weights')}: not a sound safetensors file`);
});

test('never throws anything but a UserError, whatever is changed or cut', () => {
  const sound = Buffer.concat(
    encodeSafetensors([{ name: 'a', shape: [2, 2], values: new Float32Array(4) }], { k: 'v' }),
  );
  const spot = fc.nat(sound.length - 1);
  fc.assert(
    fc.property(spot, fc.nat(255), spot, (at, byte, cut) => {
      const changed = Buffer.from(sound);
      changed[at] = byte;
      for (const bytes of [changed, sound.subarray(0, cut)]) {
        try {
          decodeSafetensors(bytes, 'x');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }
      expect(() => decodeSafetensors(sound.subarray(0, cut), 'x')).toThrow(UserError);
    }),
  );
});

test('names a file that is missing or a folder', async () => {
  mkdirSync(folder.path('folder'));
  await expect(readSafetensors(folder.path('none'))).rejects.toThrow(/none: cannot be read: no such file/);
  await expect(readSafetensors(folder.path('folder'))).rejects.toThrow(/folder: cannot be read: it is a folder/);
});

const golden = '../shared/goldens/tiny.safetensors';

test.skipIf(!existsSync(golden))(
  'reads a file that the Python library wrote (skipped without the goldens)',
  async () => {
    const { tensors, metadata } = await readSafetensors(golden);
    expect(metadata).toMatchObject({ d_model: '16', batch: '3' });
    expect(tensors.get('input_ids')).toMatchObject({ shape: [3, 12], values: expect.any(BigInt64Array) });
    expect(tensors.get('train.losses')!.values).toBeInstanceOf(Float64Array);
    const again = Buffer.concat(encodeSafetensors([...tensors.values()], metadata));
    expect(again.length).toBeLessThan(readFileSync(golden).length + 64);
    expect(decodeSafetensors(again, 'x').tensors.get('init.fc.bias')).toEqual(tensors.get('init.fc.bias'));
  },
);
