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

/** out[b] = the sentence's first row. */
export function firstToken(thread: i32, threads: i32, sentences: i32, width: i32, x: usize, starts: usize, out: usize): void {
  const last = share(thread + 1, threads, sentences, 1);
  for (let b = share(thread, threads, sentences, 1); b < last; b++) {
    memory.copy(out + bytes(b * width), x + bytes(load<i32>(starts + bytes(b)) * width), bytes(width));
  }
}

export function firstTokenBackward(thread: i32, threads: i32, sentences: i32, width: i32, dOut: usize, starts: usize, dX: usize): void {
  const last = share(thread + 1, threads, sentences, 1);
  for (let b = share(thread, threads, sentences, 1); b < last; b++) {
    const start = load<i32>(starts + bytes(b));
    const others = load<i32>(starts + bytes(b + 1)) - start - 1;
    memory.copy(dX + bytes(start * width), dOut + bytes(b * width), bytes(width));
    memory.fill(dX + bytes((start + 1) * width), 0, bytes(others * width));
  }
}
