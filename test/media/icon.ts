// Draws the icon of the extension: `npm run icon` writes media/icon-128.png and media/icon-256.png.
import { chromium } from 'playwright-core';
import { chromium as findChromium } from '../requirements.ts';

/** Two neurons and the tokens that they stand for: the upper one is shared by three, the lower one has one of its own. */
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" width="100%" height="100%" fill="none" stroke-width="6" stroke-linecap="round">
  <rect width="128" height="128" rx="28" fill="#1b2440"/>
  <path d="M36 34 90 42M36 64 90 42M36 94 90 42" stroke="#8ea2d8"/>
  <path d="M36 94 90 90" stroke="#ffb454"/>
  <circle cx="32" cy="34" r="10" fill="#8ea2d8"/>
  <circle cx="32" cy="64" r="10" fill="#8ea2d8"/>
  <circle cx="32" cy="94" r="10" fill="#ffb454"/>
  <circle cx="96" cy="42" r="14" fill="#1b2440" stroke="#8ea2d8"/>
  <circle cx="96" cy="90" r="14" fill="#ffb454" stroke="#ffb454"/>
</svg>`;

const browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox', '--disable-gpu'] });
for (const size of [128, 256]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<body style="margin: 0">${drawing}</body>`);
  await page.screenshot({ path: `media/icon-${size}.png`, omitBackground: true });
}
await browser.close();
