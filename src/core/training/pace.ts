/** How fast a session of training goes, evaluations between epochs included in the time left. */
export class Pace {
  readonly #begun = performance.now();
  #steps = 0;
  #stepTime = 0;

  /** Counts a step of so many milliseconds. */
  count(milliseconds: number): void {
    this.#steps++;
    this.#stepTime += milliseconds;
  }

  /** Seconds since the session began. */
  get seconds(): number {
    return (performance.now() - this.#begun) / 1000;
  }

  /** Of the session's steps alone; 0 before the first. */
  get stepsPerSecond(): number {
    return this.#stepTime === 0 ? 0 : (1000 * this.#steps) / this.#stepTime;
  }

  /** Time that so many steps will take at the session's pace; 0 before the first. */
  secondsFor(steps: number): number {
    return this.#steps === 0 ? 0 : (this.seconds * steps) / this.#steps;
  }
}
