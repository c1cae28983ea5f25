import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStateDict } from '../../../../../src/core/model/pretrained/pickle.ts';
import { UserError } from '../../../../../src/common/userError.ts';

const text = (value: string) => {
  const bytes = Buffer.from(value);
  return [0x58, bytes.length, 0, 0, 0, ...bytes]; // BINUNICODE
};
const global = (module: string, name: string) => [...Buffer.from(`c${module}\n${name}\n`)];
const integer = (value: number) => [0x4b, value]; // BININT1
const pair = (a: number, b: number) => [...integer(a), ...integer(b), 0x86];
const [mark, tuple, emptyTuple, reduce, persistent, setItem, stop] = [0x28, 0x74, 0x29, 0x52, 0x51, 0x73, 0x2e];
const protocol = [0x80, 2];

const storage = [
  mark,
  ...text('storage'),
  ...global('torch', 'FloatStorage'),
  ...text('7'),
  ...text('cpu'),
  ...integer(6),
];
/** {"w": a tensor [2, 2] of a storage of 6 values} */
const tensorOf = (offset: number, strides = pair(1, 2)) => [
  ...[0x7d, ...text('w'), ...global('torch._utils', '_rebuild_tensor_v2'), mark],
  ...[...storage, tuple, persistent, ...integer(offset), ...pair(2, 2), ...strides],
  ...[0x89, ...global('collections', 'OrderedDict'), emptyTuple, reduce, tuple, reduce, setItem],
];
const read = (...bytes: number[]) => readStateDict(Uint8Array.from([...protocol, ...bytes]), 'weights.bin');

test('reads the tensors of a state dict as views of storages', () => {
  const tensors = read(...tensorOf(2), stop);
  const view = { storage: { type: 'FloatStorage', key: '7', count: 6 }, offset: 2, shape: [2, 2], strides: [1, 2] };
  expect([...tensors]).toEqual([['w', expect.objectContaining(view)]]);
});

test.each<[what: string, bytes: number[], message: string]>([
  [
    'a call of a function',
    [...global('posix', 'system'), ...text('true'), 0x85, reduce, stop],
    'refers to posix.system',
  ],
  ['a name that is only mentioned', [...global('builtins', 'eval'), stop], 'refers to builtins.eval'],
  ['a name on the stack', [...text('os'), ...text('system'), 0x93, stop], 'opcode 0x93'],
  ['an instance of a class', [mark, 0x69, stop], 'opcode 0x69'],
  ['a newer protocol', [0x80, 4, stop], 'another protocol than 2'],
  ['a list', [0x5d, stop], 'opcode 0x5d'],
  ['a tensor that ends after its storage', [...tensorOf(3), stop], 'exceeds its storage'],
  ['a tensor of large strides', [...tensorOf(0, pair(1, 255)), stop], 'exceeds its storage'],
  ['something else than a dictionary', [0x4e, stop], 'does not hold a dictionary'],
  ['an entry that is no tensor', [0x7d, ...text('epoch'), ...integer(3), setItem, stop], '"epoch" is not a tensor'],
  ['a call of what is no function', [...text('f'), emptyTuple, reduce, stop], 'damaged'],
  ['a value that was never remembered', [0x68, 3, stop], 'damaged'],
  ['an end without a mark', [tuple, stop], 'damaged'],
  ['an empty stack', [stop], 'damaged'],
  ['a text that is cut off', [0x58, 255, 255, 255, 255, 1], 'damaged'],
  ['no end', tensorOf(0), 'damaged'],
])('refuses %s', (_, bytes, message) => {
  expect(() => read(...bytes)).toThrow(UserError);
  expect(() => read(...bytes)).toThrow(message);
});

test('never throws anything but a UserError, whatever is changed or cut', () => {
  const sound = Uint8Array.from([...protocol, ...tensorOf(2), stop]);
  const spot = fc.nat(sound.length - 1);
  fc.assert(
    fc.property(spot, fc.nat(255), spot, (at, byte, cut) => {
      const changed = sound.slice();
      changed[at] = byte;
      for (const bytes of [changed, sound.subarray(0, cut)]) {
        try {
          readStateDict(bytes, 'x');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }
    }),
    { numRuns: 2000 },
  );
});
