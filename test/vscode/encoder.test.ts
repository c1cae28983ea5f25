import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { experimentText } from '../../src/extension/commands/experimentText.ts';
import { tinyVocabulary } from '../process/tinyEncoder.ts';
import { Session } from './session.ts';
import { retry } from './waiting.ts';

const tellers = { good: ['good', 'warm', 'funny', 'bright'], bad: ['bad', 'cold', 'dull', 'grey'] };

/** A row whose words are in the vocabulary, or put together from its pieces; one label in nine is wrong. */
function row(n: number): string {
  const label = n % 2 === 0 ? 'good' : 'bad';
  const [first, second] = [tellers[label][(n >> 1) % 4]!, tellers[label][(n >> 3) % 4]!];
  const text = n % 3 === 0 ? `the ${first} story is ${second}` : `a ${first} film is ${second}`;
  return `${text},${n % 9 === 8 ? tellers.bad[0] : label}\n`;
}

const experiment = 'reviews-safr.safr.json';
const session = Session.use({
  'reviews.csv': `text,label\n${Array.from({ length: 240 }, (_, n) => row(n)).join('')}`,
});

/** What New Experiment writes for that file and the folder `bert`. */
const template = experimentText(
  { path: 'reviews.csv', encoding: undefined, columns: undefined, textColumn: 'text', labelColumn: 'label' },
  'safr',
  'bert',
);
/** The template's values, and those with which a tiny encoder of random weights learns within seconds. */
const tinyValues = [
  ['"maskHidden": 1024', '"maskHidden": 8'],
  ['"epochs": 3', '"epochs": 16'],
  ['"batchSize": 32', '"batchSize": 8'],
  ['"learningRate": 0.00005', '"learningRate": 0.003'],
  ['"newLearningRate": 0.0005', '"newLearningRate": 0.01'],
  ['"patience": 3', '"patience": 16'],
  ['// "importance": 1, "interaction": 1,', '"importance": 0.02, "interaction": 0.02, //'],
] as const;
const tiny = tinyValues.reduce((text, [value, by]) => text.replace(value, by), template);

/** The folder of the user: a BERT of random weights. */
function haveEncoder(): void {
  const folder = join(session.workspace, 'bert');
  if (existsSync(folder)) return;
  cpSync('test/fixtures/pretrained/bert', folder, { recursive: true });
  writeFileSync(join(folder, 'vocab.txt'), tinyVocabulary);
}

/** An evaluated run: that of an earlier test, or else one that the command line trains. */
function haveRun(): string {
  haveEncoder();
  session.write(experiment, tiny);
  const runs = join(session.workspace, '.safr', 'runs');
  const isThere = () =>
    existsSync(runs) && readdirSync(runs).some((id) => existsSync(join(runs, id, 'evaluation.json')));
  if (!isThere()) session.safr('train', experiment, '--evaluate');
  return readdirSync(runs)[0]!;
}

describe('a BERT folder and a CSV file of the user', () => {
  it('become an experiment that fine-tunes the one on the other', async () => {
    const { editor } = session;
    haveEncoder();
    await editor.command('SAFR: New Experiment…');
    await editor.pick('Own file…');
    await editor.pick('reviews.csv');
    await editor.pick('Read it like this');
    await editor.pick('text');
    await editor.pick('label');
    await editor.page.locator('.quick-input-list').getByText('BERT, 2 layers').waitFor();
    await editor.everyTheme('40-model');
    await editor.pick('bert');
    await editor.pick('safr');
    await editor.type('reviews-safr');
    await editor.tab(experiment).waitFor();
    await expect.poll(() => editor.text()).toContain('"pretrained": "bert"');
    expect(readFileSync(join(session.workspace, experiment), 'utf8')).toBe(template);
    await editor.picture('40-experiment');
  });

  it('are trained by the line above the file, and evaluated', async () => {
    const { editor } = session;
    haveEncoder();
    session.write(experiment, tiny);
    await editor.openFile(experiment);
    await editor.lens('Train').first().click();
    await editor.notification(/: test 0\.[89]/).waitFor({ timeout: 90_000 });
    await editor.lens(/last run: test 0\.\d+ · SRS@0\.3/).waitFor();
  });

  it('are explained: a line by a hover, its neurons by layer, its attention by layer and head', async () => {
    const { editor } = session;
    haveRun();
    await editor.openFile('reviews.csv');
    await editor.goToLine(3);
    await editor.everyTheme('41-encoder-hover', async () => void (await editor.hover(/(as|but) labelled/)));
    await (await editor.hover(/labelled/)).getByText('Open in Neuron Panel').click();
    const panel = await editor.panel('.heat canvas');
    await panel.getByRole('heading', { name: /^Neuron \d+/ }).waitFor();
    const choose = async (name: string, option: string) => {
      await panel.getByRole('combobox', { name, exact: true }).click();
      await panel.getByRole('option', { name: option, exact: true }).and(panel.locator(':visible')).last().click();
    };
    await choose('Layer', '2');
    await panel.getByText('layer 2 of 2', { exact: true }).waitFor();
    const names = () => panel.locator('.assignments tbody button[aria-label]').allInnerTexts();
    expect((await names()).filter((name) => name !== '').every((name) => name.startsWith('2:'))).toBe(true);
    await choose('Of which layers', 'all layers');
    await expect.poll(async () => (await names()).some((name) => name.startsWith('1:'))).toBe(true);
    await expect.poll(() => panel.locator('.assignments td.effect').allInnerTexts()).not.toContain('…');
    await choose('Attention of layer', '1');
    const strongest = () => panel.locator('.arcs [role=listitem]').first().getAttribute('aria-label');
    await expect.poll(strongest).toMatch(/: attention /);
    const ofLayer = await strongest();
    await choose('Attention of head', '2');
    await expect.poll(strongest).not.toBe(ofLayer);
    await panel.getByText('Attention matrix', { exact: true }).click();
    await panel.getByRole('application', { name: /^Attention of \d+ tokens, .*: layer 1, head 2$/ }).waitFor();
    await panel
      .getByTitle(/^Open reviews\.csv/)
      .first()
      .waitFor();
    await editor.everyTheme('42-encoder-neurons');
  });

  it('are exported as a folder for transformers and as ONNX', async () => {
    const { editor } = session;
    const id = haveRun();
    for (const [format, suffix, done] of [
      ['Hugging Face folder', '-huggingface', 'AutoModelForSequenceClassification.from_pretrained opens it'],
      ['ONNX model', '.onnx', 'The model is in'],
    ] as const) {
      await editor.openFile(experiment);
      await editor.command('SAFR: Export Run…');
      await editor.pick(format);
      await expect.poll(() => editor.input.inputValue()).toBe(join(session.workspace, `${id}${suffix}`)); // as proposed
      await editor.input.press('Enter');
      await editor.notification(done).waitFor();
      await editor.clearNotifications();
    }
    const files = readdirSync(join(session.workspace, `${id}-huggingface`));
    expect(files).toEqual(expect.arrayContaining(['config.json', 'model.safetensors', 'vocab.txt']));
    expect(readFileSync(join(session.workspace, `${id}.onnx`)).length).toBeGreaterThan(1000);
  });

  it('are offered a download where the experiment names a model that is nowhere', async () => {
    const { editor } = session;
    haveEncoder();
    session.write(experiment, tiny.replace('"pretrained": "bert"', '"pretrained": "org/missing"'));
    await editor.openFile(experiment);
    await editor.page.locator('.squiggly-error').first().waitFor();
    await editor.select('org/missing');
    await retry(async () => {
      await editor.page.keyboard.press('Control+.');
      await editor.page.getByText('Download org/missing from the Hugging Face hub').first().waitFor({ timeout: 5000 });
    });
    await editor.picture('43-missing-model');
    await editor.page.keyboard.press('Escape');
    await editor.command('SAFR: Train');
    await editor
      .notification(/org\/missing: no such model/)
      .getByText('Download', { exact: true })
      .waitFor();
  });
});
