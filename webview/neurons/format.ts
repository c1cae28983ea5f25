/** A share as a percentage with one decimal. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** An activation: three digits. */
export function figure(value: number): string {
  return value === 0 ? '0' : value < 0.001 ? value.toExponential(1) : value.toFixed(value < 10 ? 2 : 1);
}

/** A count with thousands apart. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** "1 neuron", "2 neurons". */
export function some(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
