import type { CrossEntropy, MeanLoss } from '../../operations/losses.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, variants, type Call } from '../kernel.ts';
import { math } from './math.ts';
import { elementGroups, elementPlace, elementThreads } from './rows.ts';

/** One thread per sentence, because there are few classes. */
export function crossEntropy(o: CrossEntropy, context: LoweringContext): Call[] {
  return [
    call(crossEntropyKernel(o.weights !== undefined, o.dLogits !== undefined), {
      buffers: {
        ...{ logits: o.logits, labels: o.labels, probabilities: o.probabilities, loss: o.loss },
        ...(o.weights !== undefined && { weights: o.weights }),
        ...(o.dLogits !== undefined && { dLogits: o.dLogits }),
      },
      constants: { classes: context.width(o.logits) },
      groups: (shape) => elementGroups(shape.sentences),
    }),
  ];
}

const crossEntropyKernel = variants((weighted: boolean, gradient: boolean) =>
  makeKernel({
    name: 'crossEntropy',
    buffers: {
      ...({ logits: 'read f32', labels: 'read i32', probabilities: 'write f32', loss: 'write f32' } as const),
      ...(weighted && { weights: 'read f32' }),
      ...(gradient && { dLogits: 'write f32' }),
    },
    constants: { classes: 'u32' },
    threads: elementThreads,
    declarations: math,
    body: `${elementPlace}
  if (element >= run.sentences) { return; }
  let first = element * constants.classes;
  let end = first + constants.classes;
  let label = first + u32(labels[element]);
  let weight = ${weighted ? 'weights[element]' : '1.0'};
  var largest = logits[first];
  for (var at = first + 1u; at < end; at++) { largest = max(largest, logits[at]); }
  var sum = 0.0;
  for (var at = first; at < end; at++) { sum += expOf(logits[at] - largest); }
  loss[element] = weight * (ln(sum) + (largest - logits[label]));
  for (var at = first; at < end; at++) {
    let p = expOf(logits[at] - largest) / sum;
    probabilities[at] = p;
    ${gradient ? 'dLogits[at] = weight * select(p, p - 1.0, at == label) / f32(run.batchSentences);' : ''}
  }`,
  }),
);

const meanThreads = 256;

/** losses[at] = sum of all elements of all parts / (count · of). One call with one workgroup per part; later ones add to the first. */
export function meanLoss(o: MeanLoss, context: LoweringContext): Call[] {
  return o.parts.map((part, i) => {
    const { wgsl, width } = context.rowsOf(part);
    return call(meanKernel(wgsl, o.count === 'sentences' ? 'batchSentences' : o.count, i > 0), {
      buffers: { part, losses: o.losses },
      constants: { width, layers: o.of, at: o.at },
      groups: () => 1,
    });
  });
}

const meanKernel = variants((rows: string, count: string, add: boolean) =>
  makeKernel({
    name: 'meanLoss',
    buffers: { part: 'read f32', losses: 'write f32' },
    constants: { width: 'u32', layers: 'f32', at: 'u32' },
    threads: meanThreads,
    declarations: `var<workgroup> shares: array<f32, ${meanThreads}>;`,
    body: `
  if (group > 0u) { return; }
  var sum = 0.0;
  for (var i = thread; i < ${rows} * constants.width; i += ${meanThreads}u) { sum += part[i]; }
  shares[thread] = sum;
  for (var half = ${meanThreads / 2}u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { shares[thread] += shares[thread + half]; }
  }
  if (thread > 0u) { return; }
  let mean = shares[0] / (f32(run.${count}) * constants.layers);
  losses[constants.at] = ${add ? 'losses[constants.at] + mean' : 'mean'};`,
  }),
);
