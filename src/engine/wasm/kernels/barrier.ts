const SPINS: i32 = 20000;
const PHASE: usize = 64; // on its own cache line

/** Where all threads meet: two i32 words, arrivals at the pointer and the phase a cache line further. */
let meeting: usize = 0;
let members: i32 = 1;

export function setBarrier(pointer: usize, threads: i32): void {
  meeting = pointer;
  members = threads;
}

/** Returns once every thread has called it: spins for some microseconds, then sleeps until the last one wakes the others. */
export function barrier(): void {
  if (members == 1) return;
  const phase = atomic.load<i32>(meeting, PHASE);
  if (atomic.add<i32>(meeting, 1) == members - 1) {
    atomic.store<i32>(meeting, 0);
    atomic.add<i32>(meeting, 1, PHASE);
    atomic.notify(meeting + PHASE, members);
    return;
  }
  for (let s = 0; s < SPINS; s++) if (atomic.load<i32>(meeting, PHASE) != phase) return;
  while (atomic.load<i32>(meeting, PHASE) == phase) atomic.wait<i32>(meeting + PHASE, phase, -1);
}
