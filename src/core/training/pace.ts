/** Measures the speed of a training session. */
export class Pace {
  readonly #startMs = performance.now();
  #steps = 0;
  #stepMs = 0;

  /** Counts a step and its duration. */
  addStep(milliseconds: number): void {
    this.#steps++;
    this.#stepMs += milliseconds;
  }

  /** Seconds since the session began. */
  get seconds(): number {
    return (performance.now() - this.#startMs) / 1000;
  }

  /** Over the steps alone, without the evaluations between epochs; 0 before the first step. */
  get stepsPerSecond(): number {
    return this.#stepMs === 0 ? 0 : (1000 * this.#steps) / this.#stepMs;
  }

  /** The expected duration of `steps` more steps and of the evaluations between them; 0 before the first step. */
  secondsFor(steps: number): number {
    return this.#steps === 0 ? 0 : (this.seconds * steps) / this.#steps;
  }
}
