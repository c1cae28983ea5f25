import type { SimilarityLoss } from '../../operations/similarity.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, variants, type Call } from '../kernel.ts';
import { elementGroups, elementPlace, elementThreads } from './rows.ts';

const neuronsScratch = '$neurons';
const columns = 16;
const lanes = 16;

/** Sums and scores with a few lanes per column, then the loss by one workgroup, then the gradient with one thread per element. */
export function similarityLoss(o: SimilarityLoss, context: LoweringContext): Call[] {
  const constants = { width: context.width(o.x) };
  const hasContent = o.content !== undefined;
  const rows = { x: o.x, ...(o.content !== undefined && { content: o.content }) };
  const calls = [
    call(scoresKernel(hasContent), {
      buffers: { ...rows, starts: o.occurrenceStarts, occurrences: o.occurrences, sums: o.sums, scores: o.scores },
      constants,
      groups: () => Math.ceil(constants.width / columns),
    }),
    call(lossKernel, {
      buffers: { scores: o.scores, loss: o.loss, neurons: neuronsScratch },
      constants,
      groups: () => 1,
      scratch: { [neuronsScratch]: () => 1 },
    }),
  ];
  if (!o.gradient) return calls;
  const { weight, dX } = o.gradient;
  const gradient = call(gradientKernel(hasContent), {
    buffers: { ...rows, typeOf: o.typeOf, sums: o.sums, scores: o.scores, neurons: neuronsScratch, dX },
    constants: { ...constants, weight },
    groups: (shape) => elementGroups(shape.rows * constants.width),
  });
  return [...calls, gradient];
}

const rowBuffers = (hasContent: boolean) =>
  ({ x: 'read f32', ...(hasContent && ({ content: 'read f32' } as const)) }) as const;

/** WGSL: a of an element, which is 0 in rows that do not count. */
const positive = (hasContent: boolean) => `
fn positive(row: u32, column: u32) -> f32 {
  ${hasContent ? 'if (content[row] == 0.0) { return 0.0; }' : ''}
  return max(x[row * constants.width + column], 0.0);
}`;

const scoresKernel = variants((hasContent: boolean) =>
  makeKernel({
    name: 'similarityLoss, scores',
    buffers: {
      ...rowBuffers(hasContent),
      ...({ starts: 'read i32', occurrences: 'read i32', sums: 'write f32', scores: 'write f32' } as const),
    },
    constants: { width: 'u32' },
    threads: columns * lanes,
    declarations: `${positive(hasContent)}
var<workgroup> shares: array<f32, ${columns * lanes}>;
fn columnSum(part: f32, thread: u32) -> f32 {
  shares[thread] = part;
  workgroupBarrier();
  var sum = 0.0;
  for (var i = thread % ${columns}u; i < ${columns * lanes}u; i += ${columns}u) { sum += shares[i]; }
  workgroupBarrier();
  return sum;
}`,
    body: `
  let column = group * ${columns}u + thread % ${columns}u;
  let lane = thread / ${columns}u;
  let types = select(0u, run.types, column < constants.width);
  var total = 0.0;
  var same = 0.0;
  for (var word = lane; word < types; word += ${lanes}u) {
    let end = u32(starts[word + 1u]);
    var sum = 0.0;
    for (var at = u32(starts[word]); at < end; at++) { sum += positive(u32(occurrences[at]), column); }
    for (var at = u32(starts[word]); at < end; at++) {
      let a = positive(u32(occurrences[at]), column);
      same += a * (sum - a);
    }
    sums[word * constants.width + column] = sum;
    total += sum;
  }
  total = columnSum(total, thread);
  same = columnSum(same, thread);
  var pairs = 0.0;
  for (var word = lane; word < types; word += ${lanes}u) {
    let end = u32(starts[word + 1u]);
    for (var at = u32(starts[word]); at < end; at++) {
      let a = positive(u32(occurrences[at]), column);
      pairs += a * (total - a);
    }
  }
  pairs = columnSum(pairs, thread);
  if (lane != 0u || column >= constants.width) { return; }
  let counts = pairs > max(1.0e-6 * total * total, 1.0e-20);
  let inverse = select(0.0, 1.0 / pairs, counts);
  scores[column] = same * inverse;
  scores[constants.width + column] = inverse;
  scores[2u * constants.width + column] = total;`,
  }),
);

const lossThreads = 256;

const lossKernel = makeKernel({
  name: 'similarityLoss',
  buffers: { scores: 'read f32', loss: 'write f32', neurons: 'write f32' },
  constants: { width: 'u32' },
  threads: lossThreads,
  declarations: `var<workgroup> shares: array<vec2f, ${lossThreads}>;`,
  body: `
  if (group > 0u) { return; }
  var sum = vec2f();
  for (var column = thread; column < constants.width; column += ${lossThreads}u) {
    sum += vec2f(scores[column], select(0.0, 1.0, scores[constants.width + column] > 0.0));
  }
  shares[thread] = sum;
  workgroupBarrier();
  sum = vec2f();
  for (var i = 0u; i < ${lossThreads}u; i++) { sum += shares[i]; }
  let value = select(1.0, 1.0 - sum.x / sum.y, sum.y > 0.0);
  for (var b = thread; b < run.sentences; b += ${lossThreads}u) { loss[b] = value; }
  if (thread == 0u) { neurons[0] = sum.y; }`,
});

const gradientKernel = variants((hasContent: boolean) =>
  makeKernel({
    name: 'similarityLoss, dX',
    buffers: {
      ...rowBuffers(hasContent),
      ...({ typeOf: 'read i32', sums: 'read f32', scores: 'read f32', neurons: 'read f32', dX: 'write f32' } as const),
    },
    constants: { width: 'u32', weight: 'f32' },
    threads: elementThreads,
    declarations: positive(hasContent),
    body: `${elementPlace}
  if (element >= run.rows * constants.width) { return; }
  let row = element / constants.width;
  let column = element % constants.width;
  let a = positive(row, column);
  if (a <= 0.0 || neurons[0] == 0.0) { return; }
  let factor = -2.0 * constants.weight * f32(run.sentences) / (f32(run.batchSentences) * neurons[0]);
  let ofOwnType = sums[u32(typeOf[row]) * constants.width + column] - a;
  let others = scores[2u * constants.width + column] - a;
  dX[element] += factor * scores[constants.width + column] * (ofOwnType - scores[column] * others);`,
  }),
);
