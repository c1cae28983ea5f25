// Makes the pictures of the README in a real VS Code: `npm run media`, or `npm run media -- NAME…` for some of them.
import { mkdirSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { animation } from './animation.ts';
import { Studio } from './studio.ts';
import { views } from './views.ts';

const folder = 'media/readme';
const names = [...Object.keys(views), 'animation'];
const wanted = process.argv.length > 2 ? process.argv.slice(2) : names;
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`no picture is named ${unknown.join(', ')}; there are ${names.join(', ')}`);

mkdirSync(folder, { recursive: true });
if (wanted.includes('animation')) {
  await Studio.use(1, async (studio) => keep('animation.gif', await animation(studio)));
}
const pictures = Object.entries(views).filter(([name]) => wanted.includes(name));
if (pictures.length > 0) await Studio.use(2, makePictures);

async function makePictures(studio: Studio): Promise<void> {
  await studio.sweep();
  for (const [name, arrange] of pictures) {
    const part = await arrange(studio);
    await studio.editor.page.waitForTimeout(2000); // for what is drawn when the window is idle
    const picture = await part.screenshot();
    keep(`${name}.webp`, await sharp(picture).webp({ lossless: true, effort: 6 }).toBuffer());
  }
}

function keep(name: string, content: Buffer): void {
  writeFileSync(`${folder}/${name}`, content);
  console.log(`${folder}/${name}  ${(content.length / 1024).toFixed(0)} KiB`);
}
