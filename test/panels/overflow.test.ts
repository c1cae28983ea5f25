import { everyScene, type Found } from './everyScene.ts';
import { overflowing } from './overflow.ts';

const widths = [320, 400, 541, 571, 700, 1200];

everyScene('nothing is outside its part of a panel', async (panel) => {
  const found: Found = {};
  for (const width of widths) {
    await panel.setWidth(width);
    const problems = await panel.page.evaluate(overflowing);
    if (problems.length > 0) found[`${width} px`] = problems;
  }
  return found;
});
