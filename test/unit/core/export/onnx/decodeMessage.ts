/** A field of an encoded message: a varint as a bigint, a float as its four bytes, all else as its bytes. */
export type Field = readonly [number: number, value: bigint | Uint8Array];

/** The fields of a message of Protocol Buffers in order; throws where it is cut off or has fields of other kinds. */
export function decodeMessage(bytes: Uint8Array): Field[] {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length) throw new Error('cut off');
      const byte = bytes[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number) => {
    if (at + length > bytes.length) throw new Error('cut off');
    return bytes.subarray(at, (at += length));
  };
  const fields: Field[] = [];
  while (at < bytes.length) {
    const tag = Number(varint());
    const wireType = tag & 7;
    if (![0, 2, 5].includes(wireType)) throw new Error(`wire type ${wireType}`);
    const value = wireType === 0 ? varint() : take(wireType === 2 ? Number(varint()) : 4);
    fields.push([tag >> 3, value]);
  }
  return fields;
}

const text = (value: bigint | Uint8Array | undefined) => Buffer.from(value as Uint8Array).toString();

/** All values of a field that occurs any number of times. */
const all = (fields: readonly Field[], number: number) =>
  fields.filter(([own]) => own === number).map(([, value]) => value);
const one = (fields: readonly Field[], number: number) => all(fields, number)[0];
const messages = (fields: readonly Field[], number: number) =>
  all(fields, number).map((value) => decodeMessage(value as Uint8Array));

/** What the tests look at in a ModelProto (onnx.proto). */
export function decodeModel(bytes: Uint8Array) {
  const model = decodeMessage(bytes);
  const [graph] = messages(model, 7);
  return {
    opset: Number(one(messages(model, 8)[0]!, 2)),
    metadata: Object.fromEntries(messages(model, 14).map((entry) => [text(one(entry, 1)), text(one(entry, 2))])),
    inputs: all(graph!, 11).map((value) => decodeValue(value as Uint8Array)),
    outputs: all(graph!, 12).map((value) => decodeValue(value as Uint8Array)),
    nodes: messages(graph!, 1).map((node) => ({
      inputs: all(node, 1).map(text),
      outputs: all(node, 2).map(text),
      operator: text(one(node, 4)),
      attributes: messages(node, 5).map((attribute) => text(one(attribute, 1))),
    })),
    initializers: messages(graph!, 5).map((tensor) => ({
      name: text(one(tensor, 8)),
      shape: all(tensor, 1).map(Number),
      bytesPerValue: one(tensor, 2) === 1n ? 4 : 8,
      bytes: one(tensor, 9) as Uint8Array,
    })),
  };
}

/** Name, element type and sizes of a ValueInfoProto. */
function decodeValue(bytes: Uint8Array) {
  const value = decodeMessage(bytes);
  const [tensor] = messages(messages(value, 2)[0]!, 1);
  const sizes = messages(messages(tensor!, 2)[0]!, 1).map((size) => (one(size, 1) as bigint) ?? text(one(size, 2)));
  return {
    name: text(one(value, 1)),
    type: Number(one(tensor!, 1)),
    sizes: sizes.map((s) => (typeof s === 'bigint' ? Number(s) : s)),
  };
}
