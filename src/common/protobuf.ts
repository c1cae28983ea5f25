/**
 * The wire format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/), as much of it as ONNX and event files need. A field is encoded
 * in parts, so that the values of large tensors are not copied on their way into the file.
 */
export type Encoded = readonly Uint8Array[];

const wireTypes = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 };

/** A field of type int32, int64 or enum. */
export function integerField(field: number, value: number): Encoded {
  return [tag(field, wireTypes.varint), varint(value)];
}

/** A field of type float. */
export function floatField(field: number, value: number): Encoded {
  return [tag(field, wireTypes.fixed32), new Uint8Array(Float32Array.of(value).buffer)];
}

/** A field of type double. */
export function doubleField(field: number, value: number): Encoded {
  return [tag(field, wireTypes.fixed64), new Uint8Array(Float64Array.of(value).buffer)];
}

/** A field of type string or bytes. */
export function bytesField(field: number, value: string | Uint8Array): Encoded {
  return messageField(field, [typeof value === 'string' ? Buffer.from(value) : value]);
}

/** A field whose type is a message, given as the message's fields. */
export function messageField(field: number, ...fields: readonly Encoded[]): Encoded {
  const parts = fields.flat();
  const lengthBytes = parts.reduce((sum, part) => sum + part.length, 0);
  return [tag(field, wireTypes.lengthDelimited), varint(lengthBytes), ...parts];
}

function tag(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

/** Seven bits per byte, the lowest first; a negative number as its 64-bit two's complement. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Uint8Array.from([...bytes, Number(rest)]);
}
