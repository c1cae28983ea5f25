import { expect, it } from 'vitest';
import {
  bytesField,
  doubleField,
  floatField,
  integerField,
  messageField,
  type Encoded,
} from '../../../src/common/protobuf.ts';
import { decodeMessage } from '../core/export/onnx/decodeMessage.ts';

const hex = (encoded: Encoded) => Buffer.concat(encoded).toString('hex');

it('encodes the examples of the documentation of Protocol Buffers', () => {
  expect(hex(integerField(1, 150))).toBe('089601');
  expect(hex(integerField(1, -2))).toBe('08feffffffffffffffff01');
  expect(hex(bytesField(2, 'testing'))).toBe('120774657374696e67');
  expect(hex(messageField(3, integerField(1, 150)))).toBe('1a03089601');
  expect(hex(floatField(2, 1))).toBe('150000803f');
  expect(hex(doubleField(1, 1))).toBe('09000000000000f03f');
});

it.each([0, 1, 127, 128, 300, 2 ** 31, 2 ** 40 + 1])('encodes %d so that it is read again', (value) => {
  expect(decodeMessage(Buffer.concat(integerField(20, value)))).toEqual([[20, BigInt(value)]]);
});

it('does not copy the bytes of a field', () => {
  const values = new Uint8Array(1000);
  expect(messageField(7, messageField(5, bytesField(9, values)))).toContain(values);
});
