import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Shot {
  readonly picture: Buffer;
  /** How long it is shown. */
  durationMs: number;
}

/** Screens do not show the pointer of a browser without a window: an arrow whose tip is at its top left. */
const arrow = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="22" height="26" viewBox="0 0 22 26"><path d="M2 2v18l4.6-4 3.2 7.4 3.6-1.6-3.2-7.2 6.3-.4z" fill="#fff" stroke="#000" stroke-width="1.4" stroke-linejoin="round"/></svg>`,
);
const moveSteps = 8;
const moveStepMs = 40;

/** Pictures of a page one after the other, with the pointer. */
export class Film {
  readonly #page: Page;
  readonly #shots: Shot[] = [];
  #pointer: Point = { x: 600, y: 400 };

  constructor(page: Page) {
    this.#page = page;
  }

  /** Shows the page as it is now. */
  async show(durationMs: number): Promise<void> {
    const screen = await this.#page.screenshot();
    const { x, y } = this.#pointer;
    const at = { input: arrow, left: Math.round(x) - 2, top: Math.round(y) - 2 };
    const picture = await sharp(screen).composite([at]).png({ compressionLevel: 1 }).toBuffer();
    const last = this.#shots.at(-1);
    if (last?.picture.equals(picture)) last.durationMs += durationMs;
    else this.#shots.push({ picture, durationMs });
  }

  /** Moves the pointer to a place of an element; `place` counts from 0 to 1. */
  async moveTo(element: Locator, place: Point = { x: 0.5, y: 0.5 }): Promise<void> {
    const box = (await element.boundingBox())!;
    const from = this.#pointer;
    const to = { x: box.x + box.width * place.x, y: box.y + box.height * place.y };
    for (let step = 1; step <= moveSteps; step++) {
      const share = (1 - Math.cos((Math.PI * step) / moveSteps)) / 2; // slow at both ends
      this.#pointer = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
      await this.#page.mouse.move(this.#pointer.x, this.#pointer.y);
      await this.show(moveStepMs);
    }
  }

  async click(element: Locator): Promise<void> {
    await this.moveTo(element);
    await this.show(300);
    await this.#page.mouse.down();
    await this.#page.mouse.up();
  }

  /** Turns the wheel at the pointer; `distance` in CSS pixels. */
  async scroll(distance: number): Promise<void> {
    for (let step = 0; step < moveSteps; step++) {
      await this.#page.mouse.wheel(0, distance / moveSteps);
      await this.show(moveStepMs);
    }
  }

  /** Shows what happens until an element is there, faster than it does: each picture for 100 ms. */
  async watch(until: Locator, intervalMs: number): Promise<void> {
    while (!(await until.isVisible())) {
      await this.show(100);
      await this.#page.waitForTimeout(intervalMs);
    }
  }

  gif(): Promise<Buffer> {
    const delay = this.#shots.map(({ durationMs }) => durationMs);
    const pictures = this.#shots.map(({ picture }) => picture);
    return sharp(pictures, { join: { animated: true } })
      .gif({ delay, loop: 0, effort: 10, interFrameMaxError: 2, dither: 0 })
      .toBuffer();
  }
}
