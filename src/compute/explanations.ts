import { readRun } from '../core/runs/readRun.ts';
import { predictedText } from '../core/evaluation/explanation/predictedText.ts';
import { sliceRows } from '../core/workflow/sliceRows.ts';
import { Explainers } from './explainers.ts';
import type { ExplanationKind } from '../protocol/compute.ts';
import type { Handlers } from './handler.ts';
import { Mutex } from '../common/mutex.ts';
import { errorsOf, keepOf, notEvaluated } from './similarErrors.ts';
import { pick, Texts } from './texts.ts';

const maxErrors = 20;

const explainers = new Explainers();
const texts = new Texts();
/** A model explains one text at a time. Data sets are read outside the mutex, so that no hover waits for a whole split. */
const mutex = new Mutex();

export const explanationHandlers: Pick<Handlers, ExplanationKind> = {
  explain: ({ directory, features, text }, { signal }) =>
    mutex.run(signal, async () => (await explainers.of(directory, features)).summarize(text)),

  predict: ({ directory, texts: given, words }, { signal }) =>
    mutex.run(signal, async () => {
      const explained = await (await explainers.of(directory)).explainAll(given);
      return explained.map((each) => each && predictedText(each.explanation, words));
    }),

  inspect: ({ directory, features, text }, { signal }) =>
    mutex.run(signal, async () => (await explainers.of(directory, features)).inspect(text)),

  attention: ({ directory, text, part }, { signal }) =>
    mutex.run(signal, async () => (await explainers.of(directory)).attention(text, part)),

  effects: ({ directory, features, text, neurons }, { signal }) =>
    mutex.run(signal, async () => (await explainers.of(directory, features)).effects(text, neurons, signal)),

  switchOff: ({ directory, features, text, neurons }, { signal }) =>
    mutex.run(signal, async () => (await explainers.of(directory, features)).switchOff(text, neurons)),

  async effectByClass({ directory, features, layer, index, sentences, ...place }, { signal }) {
    const read = pick(await texts.of(await readRun(directory), 'test', place, signal), sentences);
    return mutex.run(signal, async () =>
      (await explainers.of(directory, features)).effectByClass(
        read.map(({ text }) => text),
        { layer, index },
        signal,
      ),
    );
  },

  async texts({ directory, split, indices, ...place }, { signal }) {
    return pick(await texts.of(await readRun(directory), split, place, signal), indices);
  },

  sliceRows: (params, { signal }) => sliceRows({ ...params, signal }),

  async similarErrors({ directory, text, ...place }, { signal }) {
    const run = await readRun(directory);
    if (!run.summary) throw notEvaluated(run);
    const errors = await errorsOf(run, await texts.of(run, 'test', place, signal), signal);
    const explain = async () => (await explainers.of(directory)).summarize(text);
    return errors.findSimilar(text, keepOf(run, await mutex.run(signal, explain)), maxErrors);
  },
};
