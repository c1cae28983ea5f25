import type { FirstToken, FirstTokenBackward, MeanPool, MeanPoolBackward } from '../../operations/pool.ts';
import type { LoweringContext } from '../context.ts';
import { call, makeKernel, type Call } from '../kernel.ts';
import { elementGroups, elementPlace, elementThreads } from './rows.ts';
import { sentenceOfRow, sentenceTable } from './sentences.ts';

const lanes = 16;

/** out[b] = mean of the rows of the sentence. Each workgroup computes a few columns and divides the rows among its lanes. */
export function meanPool(o: MeanPool, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  return [
    call(meanPoolKernel, {
      buffers: { sentences: sentenceTable, x: o.x, out: o.out },
      constants: { width },
      groups: (shape) => shape.sentences * Math.ceil(width / lanes),
    }),
  ];
}

const meanPoolKernel = makeKernel({
  name: 'meanPool',
  buffers: { sentences: 'read Sentence', x: 'read f32', out: 'write f32' },
  constants: { width: 'u32' },
  threads: lanes * lanes,
  declarations: `var<workgroup> shares: array<f32, ${lanes * lanes}>;`,
  body: `
  let blocks = (constants.width + ${lanes - 1}u) / ${lanes}u;
  let b = group / blocks;
  if (b >= run.sentences) { return; }
  let column = (group % blocks) * ${lanes}u + thread % ${lanes}u;
  let sentence = sentences[b];
  var sum = 0.0;
  if (column < constants.width) {
    for (var i = thread / ${lanes}u; i < sentence.rows; i += ${lanes}u) { sum += x[(sentence.start + i) * constants.width + column]; }
  }
  shares[thread] = sum;
  workgroupBarrier();
  if (thread >= ${lanes}u || column >= constants.width) { return; }
  sum = 0.0;
  for (var i = thread; i < ${lanes * lanes}u; i += ${lanes}u) { sum += shares[i]; }
  out[b * constants.width + column] = sum / f32(sentence.rows);`,
});

export function meanPoolBackward(o: MeanPoolBackward, context: LoweringContext): Call[] {
  const width = context.width(o.dX);
  return [
    call(meanPoolBackwardKernel, {
      buffers: { sentences: sentenceTable, sentenceOf: sentenceOfRow, dOut: o.dOut, dX: o.dX },
      constants: { width },
      groups: (shape) => elementGroups(shape.rows * width),
    }),
  ];
}

const meanPoolBackwardKernel = makeKernel({
  name: 'meanPoolBackward',
  buffers: { sentences: 'read Sentence', sentenceOf: 'read u32', dOut: 'read f32', dX: 'write f32' },
  constants: { width: 'u32' },
  threads: elementThreads,
  body: `${elementPlace}
  if (element >= run.rows * constants.width) { return; }
  let b = sentenceOf[element / constants.width];
  dX[element] = dOut[b * constants.width + element % constants.width] / f32(sentences[b].rows);`,
});

/** out[b] = the sentence's first row. */
export function firstToken(o: FirstToken, context: LoweringContext): Call[] {
  const width = context.width(o.x);
  return [
    call(firstTokenKernel, {
      buffers: { sentences: sentenceTable, x: o.x, out: o.out },
      constants: { width },
      groups: (shape) => elementGroups(shape.sentences * width),
    }),
  ];
}

const firstTokenKernel = makeKernel({
  name: 'firstToken',
  buffers: { sentences: 'read Sentence', x: 'read f32', out: 'write f32' },
  constants: { width: 'u32' },
  threads: elementThreads,
  body: `${elementPlace}
  if (element >= run.sentences * constants.width) { return; }
  let sentence = sentences[element / constants.width];
  out[element] = x[sentence.start * constants.width + element % constants.width];`,
});

export function firstTokenBackward(o: FirstTokenBackward, context: LoweringContext): Call[] {
  const width = context.width(o.dX);
  return [
    call(firstTokenBackwardKernel, {
      buffers: { sentences: sentenceTable, sentenceOf: sentenceOfRow, dOut: o.dOut, dX: o.dX },
      constants: { width },
      groups: (shape) => elementGroups(shape.rows * width),
    }),
  ];
}

const firstTokenBackwardKernel = makeKernel({
  name: 'firstTokenBackward',
  buffers: { sentences: 'read Sentence', sentenceOf: 'read u32', dOut: 'read f32', dX: 'write f32' },
  constants: { width: 'u32' },
  threads: elementThreads,
  body: `${elementPlace}
  if (element >= run.rows * constants.width) { return; }
  let row = element / constants.width;
  let b = sentenceOf[row];
  dX[element] = select(0.0, dOut[b * constants.width + element % constants.width], row == sentences[b].start);`,
});
