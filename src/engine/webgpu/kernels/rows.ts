/** Workgroups of kernels in which a few lanes share a row. */
export const rowThreads = 64;
const lanes = 16;
export const rowsAGroup = rowThreads / lanes;

export const rowGroups = (rows: number) => Math.ceil(rows / rowsAGroup);

/** WGSL: `row` and `lane` of the thread. All threads must call `rowSum`; those without a row pass 0. */
export const rowDeclarations = `
const LANES = ${lanes}u;
var<workgroup> shares: array<f32, ${rowThreads}>;
fn rowSum(share: f32, thread: u32) -> f32 {
  shares[thread] = share;
  workgroupBarrier();
  let first = thread & ~(LANES - 1u);
  var sum = 0.0;
  for (var i = 0u; i < LANES; i++) { sum += shares[first + i]; }
  workgroupBarrier();
  return sum;
}
fn rowMax(share: f32, thread: u32) -> f32 {
  shares[thread] = share;
  workgroupBarrier();
  let first = thread & ~(LANES - 1u);
  var largest = shares[first];
  for (var i = 1u; i < LANES; i++) { largest = max(largest, shares[first + i]); }
  workgroupBarrier();
  return largest;
}`;

export const rowPlace = `let row = group * ${rowsAGroup}u + thread / LANES; let lane = thread % LANES;`;

/** WGSL: a loop over this lane's columns of a row, in steps of four. */
export const forColumns = (width: string, body: string) => `
  for (var quad = 4u * lane; quad < ${width}; quad += 4u * LANES) {
    for (var column = quad; column < min(quad + 4u, ${width}); column++) { ${body} }
  }`;

/** Threads per workgroup of kernels with one thread per element. */
export const elementThreads = 256;
export const elementGroups = (elements: number) => Math.ceil(elements / elementThreads);
export const elementPlace = `let element = group * ${elementThreads}u + thread;`;
