import { slotCount } from '../../../protocol/dashboard.ts';

/** The directory of the run in each slot; a run keeps its slot, and with it its colour, while it is shown. */
export type Slots = readonly (string | null)[];

export const emptySlots: Slots = Array.from({ length: slotCount }, () => null);

/** Shows one more run; null if every slot is taken. */
export function withRun(slots: Slots, directory: string): Slots | null {
  if (slots.includes(directory)) return slots;
  const free = slots.indexOf(null);
  return free < 0 ? null : slots.with(free, directory);
}

export function withoutRun(slots: Slots, directory: string): Slots {
  return slots.map((shown) => (shown === directory ? null : shown));
}

export function shownIn(slots: Slots): string[] {
  return slots.filter((directory) => directory !== null);
}
