import type {
  Gumbel,
  InformationLoss,
  KeepProbability,
  PinLogits,
  SampleKeep,
  SampleKeepBackward,
} from '../../operations/mask.ts';
import type { Size } from '../../operations/size.ts';
import { call, makeKernel, variants, type Call } from '../kernel.ts';
import { math } from './math.ts';
import { random } from './random.ts';
import { elementGroups, elementPlace, elementThreads } from './rows.ts';

/** Two Gumbel(0,1) numbers per row. */
export function gumbel(o: Gumbel): Call[] {
  return [
    call(gumbelKernel, {
      buffers: { out: o.out },
      constants: { site: o.site },
      groups: (shape) => elementGroups(shape.rows),
    }),
  ];
}

const gumbelKernel = makeKernel({
  name: 'gumbel',
  buffers: { out: 'write f32' },
  constants: { site: 'u32' },
  threads: elementThreads,
  declarations: `${random}\n${math}
fn gumbelOf(word: u32) -> f32 { return -ln(-ln((f32(word >> 9u) + 0.5) / 8388608.0)); }`,
  body: `${elementPlace}
  if (element >= run.rows) { return; }
  let words = threefry(run.seed, constants.site, run.step, run.firstRow + element);
  out[2u * element] = gumbelOf(words.x);
  out[2u * element + 1u] = gumbelOf(words.y);`,
});

/** Logits of pinned types such that their keep probability is 1 exactly. */
export function pinLogits(o: PinLogits): Call[] {
  return [
    call(pinLogitsKernel, {
      buffers: { pinned: o.pinned, logits: o.logits },
      groups: (shape) => elementGroups(shape.types),
    }),
  ];
}

const pinLogitsKernel = makeKernel({
  name: 'pinLogits',
  buffers: { pinned: 'read i32', logits: 'write f32' },
  threads: elementThreads,
  body: `${elementPlace}
  if (element >= run.types || pinned[element] == 0) { return; }
  logits[2u * element] = -1000.0;
  logits[2u * element + 1u] = 1000.0;`,
});

export function sampleKeep(o: SampleKeep): Call[] {
  return [
    call(sampleKeepKernel, {
      buffers: { logits: o.logits, typeOf: o.typeOf, noise: o.noise, keep: o.keep, soft: o.soft },
      constants: { temperature: o.temperature },
      groups: (shape) => elementGroups(shape.rows),
    }),
  ];
}

const sampleKeepKernel = makeKernel({
  name: 'sampleKeep',
  buffers: {
    ...({ logits: 'read f32', typeOf: 'read i32', noise: 'read f32' } as const),
    ...({ keep: 'write f32', soft: 'write f32' } as const),
  },
  constants: { temperature: 'f32' },
  threads: elementThreads,
  declarations: math,
  body: `${elementPlace}
  if (element >= run.rows) { return; }
  let at = 2u * u32(typeOf[element]);
  let drop = logits[at] + noise[2u * element];
  let stay = logits[at + 1u] + noise[2u * element + 1u];
  keep[element] = select(0.0, 1.0, stay > drop);
  soft[element] = sigmoid((stay - drop) / constants.temperature);`,
});

const typeThreads = 64;

/** One workgroup per type; the occurrences of the type are divided among its threads. */
export function sampleKeepBackward(o: SampleKeepBackward): Call[] {
  return [
    call(sampleKeepBackwardKernel, {
      buffers: {
        ...{ dKeep: o.dKeep, soft: o.soft, starts: o.occurrenceStarts, occurrences: o.occurrences },
        dLogits: o.dLogits,
      },
      constants: { temperature: o.temperature },
      groups: (shape) => shape.types,
    }),
  ];
}

const sampleKeepBackwardKernel = makeKernel({
  name: 'sampleKeepBackward',
  buffers: {
    ...({ dKeep: 'read f32', soft: 'read f32', starts: 'read i32', occurrences: 'read i32' } as const),
    dLogits: 'write f32',
  },
  constants: { temperature: 'f32' },
  threads: typeThreads,
  declarations: `var<workgroup> shares: array<f32, ${typeThreads}>;`,
  body: `
  if (group >= run.types) { return; }
  let end = u32(starts[group + 1u]);
  var sum = 0.0;
  for (var at = u32(starts[group]) + thread; at < end; at += ${typeThreads}u) {
    let row = u32(occurrences[at]);
    sum += dKeep[row] * soft[row] * (1.0 - soft[row]);
  }
  shares[thread] = sum;
  workgroupBarrier();
  if (thread != 0u) { return; }
  sum = 0.0;
  for (var i = 0u; i < ${typeThreads}u; i++) { sum += shares[i]; }
  sum /= constants.temperature;
  dLogits[2u * group] = -sum;
  dLogits[2u * group + 1u] = sum;`,
});

export function keepProbability(o: KeepProbability): Call[] {
  return [
    call(keepProbabilityKernel(o.rows), {
      buffers: { logits: o.logits, typeOf: o.typeOf, keep: o.keep },
      groups: (shape) => elementGroups(shape[o.rows]),
    }),
  ];
}

const keepProbabilityKernel = variants((rows: Size) =>
  makeKernel({
    name: 'keepProbability',
    buffers: { logits: 'read f32', typeOf: 'read i32', keep: 'write f32' },
    threads: elementThreads,
    declarations: math,
    body: `${elementPlace}
  if (element >= run.${rows}) { return; }
  let at = 2u * u32(typeOf[element]);
  keep[element] = sigmoid(logits[at + 1u] - logits[at]);`,
  }),
);

/** p·ln p + (1−p)·ln(1−p); its derivative with respect to x, the logit of p, is p·(1−p)·x. */
export function informationLoss(o: InformationLoss): Call[] {
  const loss = call(informationLossKernel, {
    buffers: { logits: o.logits, typeOf: o.typeOf, loss: o.loss },
    groups: (shape) => elementGroups(shape.rows),
  });
  if (o.dLogits === undefined) return [loss];
  const gradient = call(informationGradientKernel, {
    buffers: { logits: o.logits, starts: o.occurrenceStarts, dLogits: o.dLogits },
    groups: (shape) => elementGroups(shape.types),
  });
  return [loss, gradient];
}

const informationLossKernel = makeKernel({
  name: 'informationLoss',
  buffers: { logits: 'read f32', typeOf: 'read i32', loss: 'write f32' },
  threads: elementThreads,
  declarations: `${math}
fn lnSigmoid(x: f32) -> f32 { return min(x, 0.0) - ln1p(expOf(-abs(x))); }`,
  body: `${elementPlace}
  if (element >= run.rows) { return; }
  let at = 2u * u32(typeOf[element]);
  let x = logits[at + 1u] - logits[at];
  loss[element] = sigmoid(x) * lnSigmoid(x) + sigmoid(-x) * lnSigmoid(-x);`,
});

const informationGradientKernel = makeKernel({
  name: 'informationLoss, dLogits',
  buffers: { logits: 'read f32', starts: 'read i32', dLogits: 'write f32' },
  threads: elementThreads,
  declarations: math,
  body: `${elementPlace}
  if (element >= run.types) { return; }
  let x = logits[2u * element + 1u] - logits[2u * element];
  let occurrences = f32(starts[element + 1u] - starts[element]);
  let d = run.informationWeight * occurrences * sigmoid(x) * sigmoid(-x) * x / f32(run.contentRows);
  dLogits[2u * element] -= d;
  dLogits[2u * element + 1u] += d;`,
});
