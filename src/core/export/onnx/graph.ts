import { bytesField, floatField, integerField, messageField, type Encoded } from '../../../common/protobuf.ts';

/** An attribute of a node: an integer, a list of integers, or a float. */
export type Attribute = number | readonly number[] | { readonly float: number };

/** A size of an input or output; a name stands for a size that differs from call to call. */
export type Dimension = number | string;

/** Numbers of element types in onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
export const dataTypes = { float: 1, int64: 7 };
const attributeTypes = { float: 1, int: 2, ints: 7 };
const irVersion = 8;
/** The version of the operators: 17 is the first with LayerNormalization. */
const opset = 17;

/** Collects the nodes of an ONNX graph. Values are known by their names; each method returns the name of the value that it adds. */
export class OnnxGraph {
  private readonly nodes: Encoded[] = [];
  private readonly initializers: Encoded[] = [];
  private readonly inputs: Encoded[] = [];
  private readonly outputs: Encoded[] = [];

  input(name: string, type: keyof typeof dataTypes, shape: readonly Dimension[]): string {
    this.inputs.push(messageField(11, ...valueInfo(name, type, shape)));
    return name;
  }

  output(name: string, type: keyof typeof dataTypes, shape: readonly Dimension[]): void {
    this.outputs.push(messageField(12, ...valueInfo(name, type, shape)));
  }

  /** A constant float tensor, row-major. */
  floats(name: string, shape: readonly number[], values: Float32Array): string {
    return this.initializer(name, 'float', shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** A constant vector of integers; a scalar where `values` is a number. */
  integers(name: string, values: number | readonly number[]): string {
    const list = typeof values === 'number' ? [values] : values;
    const bytes = new Uint8Array(BigInt64Array.from(list, BigInt).buffer);
    return this.initializer(name, 'int64', typeof values === 'number' ? [] : [list.length], bytes);
  }

  /** A node with one output, `name`. */
  node(
    name: string,
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    this.nodeWithOutputs(operator, inputs, [name], attributes);
    return name;
  }

  /** A node with several outputs; it bears the name of the first. */
  nodeWithOutputs(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): void {
    this.nodes.push(
      messageField(
        1,
        ...inputs.map((input) => bytesField(1, input)),
        ...outputs.map((output) => bytesField(2, output)),
        bytesField(3, outputs[0]!),
        bytesField(4, operator),
        ...Object.entries(attributes).map(([name, value]) => messageField(5, ...attribute(name, value))),
      ),
    );
  }

  /** The file (a ModelProto) in parts. `metadata` are texts by name. */
  encode(metadata: Readonly<Record<string, string>>): Encoded {
    const graph = [...this.nodes, bytesField(2, 'classifier'), ...this.initializers, ...this.inputs, ...this.outputs];
    return [
      integerField(1, irVersion),
      bytesField(2, 'SAFR Studio'),
      messageField(7, ...graph),
      messageField(8, integerField(2, opset)),
      ...Object.entries(metadata).map(([key, value]) => messageField(14, bytesField(1, key), bytesField(2, value))),
    ].flat();
  }

  private initializer(
    name: string,
    type: keyof typeof dataTypes,
    shape: readonly number[],
    values: Uint8Array,
  ): string {
    const dims = shape.map((size) => integerField(1, size));
    this.initializers.push(
      messageField(5, ...dims, integerField(2, dataTypes[type]), bytesField(8, name), bytesField(9, values)),
    );
    return name;
  }
}

/** The fields of a ValueInfoProto. */
function valueInfo(name: string, type: keyof typeof dataTypes, shape: readonly Dimension[]): Encoded[] {
  const dims = shape.map((size) =>
    messageField(1, typeof size === 'number' ? integerField(1, size) : bytesField(2, size)),
  );
  return [
    bytesField(1, name),
    messageField(2, messageField(1, integerField(1, dataTypes[type]), messageField(2, ...dims))),
  ];
}

/** The fields of an AttributeProto. */
function attribute(name: string, value: Attribute): Encoded[] {
  const type = (kind: keyof typeof attributeTypes) => integerField(20, attributeTypes[kind]);
  if (typeof value === 'number') return [bytesField(1, name), integerField(3, value), type('int')];
  if ('float' in value) return [bytesField(1, name), floatField(2, value.float), type('float')];
  return [bytesField(1, name), ...value.map((item) => integerField(8, item)), type('ints')];
}
