import type { Operation } from '../../engine/operations.ts';
import type { BufferRole, BufferSpec, Dim, Program } from '../../engine/program.ts';
import { parameterSpecs } from './parameters.ts';
import type { ModelShape } from './modelShape.ts';

/** Collects buffers and routines. Asking twice for a buffer gives the same one, so that routines share what they can. */
export class ProgramBuilder {
  private readonly buffers = new Map<string, BufferSpec>();
  private readonly routines: Record<string, Operation[]> = {};
  private operations: Operation[] = [];

  routine(name: string): void {
    this.operations = this.routines[name] = [];
  }

  emit(...operations: Operation[]): void {
    this.operations.push(...operations);
  }

  value(name: string, ...shape: Dim[]): string {
    return this.buffer(name, 'f32', 'value', shape);
  }

  state(name: string, ...shape: Dim[]): string {
    return this.buffer(name, 'f32', 'state', shape);
  }

  parameter(name: string, shape: readonly number[]): string {
    return this.buffer(name, 'f32', 'parameter', shape);
  }

  input(name: string, type: BufferSpec['type'], ...shape: Dim[]): string {
    return this.buffer(name, type, 'input', shape);
  }

  program(): Program {
    return { buffers: [...this.buffers.values()], routines: this.routines };
  }

  private buffer(name: string, type: BufferSpec['type'], role: BufferRole, shape: readonly Dim[]): string {
    if (!this.buffers.has(name)) this.buffers.set(name, { name, type, role, shape });
    return name;
  }
}

/** A builder that already knows the model's parameters and the inputs of its batches (see `makeBatch`). */
export function modelBuilder(shape: ModelShape): ProgramBuilder {
  const builder = new ProgramBuilder();
  for (const spec of parameterSpecs(shape)) builder.parameter(spec.name, spec.shape);
  if (shape.pretrained) encoderInputs(builder);
  else builder.state('positions', shape.maxLength, shape.width);
  builder.input('types', 'i32', 'types');
  builder.input('typeOf', 'i32', 'rows');
  builder.input('placeOf', 'i32', 'rows');
  builder.input('typeOfPlace', 'i32', 'places');
  builder.input('positionOfPlace', 'i32', 'places');
  builder.input('occurrenceStarts', 'i32', 'types+1');
  builder.input('occurrences', 'i32', 'rows');
  builder.input('position', 'i32', 'rows');
  builder.input('starts', 'i32', 'sentences+1');
  builder.input('keys', 'i32', 'sentences');
  builder.input('pairStarts', 'i32', 'sentences+1');
  builder.input('labels', 'i32', 'sentences');
  return builder;
}

/** Inputs that only batches of pretrained encoders have. */
function encoderInputs(builder: ProgramBuilder): void {
  builder.input('segment', 'i32', 'rows');
  builder.input('segmentOfPlace', 'i32', 'places');
  builder.input('content', 'f32', 'rows');
  builder.input('pinned', 'i32', 'types');
}
