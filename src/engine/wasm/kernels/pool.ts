import { addScaled, bytes, scaled, share } from './simd';

/** out[b] = mean of the sentence's rows. */
export function meanPool(thread: i32, threads: i32, sentences: i32, width: i32, x: usize, starts: usize, out: usize): void {
  const last = share(thread + 1, threads, sentences, 1);
  for (let b = share(thread, threads, sentences, 1); b < last; b++) {
    const to = out + bytes(b * width);
    const start = load<i32>(starts + bytes(b));
    const end = load<i32>(starts + bytes(b + 1));
    memory.fill(to, 0, bytes(width));
    for (let i = start; i < end; i++) addScaled(to, x + bytes(i * width), 1, width);
    scaled(to, to, <f32>1 / <f32>(end - start), width);
  }
}

export function meanPoolBackward(thread: i32, threads: i32, sentences: i32, width: i32, dOut: usize, starts: usize, dX: usize): void {
  const last = share(thread + 1, threads, sentences, 1);
  for (let b = share(thread, threads, sentences, 1); b < last; b++) {
    const start = load<i32>(starts + bytes(b));
    const end = load<i32>(starts + bytes(b + 1));
    for (let i = start; i < end; i++) scaled(dX + bytes(i * width), dOut + bytes(b * width), <f32>1 / <f32>(end - start), width);
  }
}
