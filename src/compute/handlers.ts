import type { Handlers } from './handler.ts';

const jobs = () => import('./jobs.ts').then(({ jobHandlers }) => jobHandlers);
const explanations = () => import('./explanations.ts').then(({ explanationHandlers }) => explanationHandlers);
const sharing = () => import('./sharing.ts').then(({ sharingHandlers }) => sharingHandlers);
const models = () => import('./models.ts').then(({ modelHandlers }) => modelHandlers);
const tensorflow = () => import('./tensorflow.ts').then(({ tensorflowHandlers }) => tensorflowHandlers);

/** The engine is loaded at the first request, so that a process starts quickly. */
export const handlers: Handlers = {
  train: async (params, context) => (await jobs()).train(params, context),
  resume: async (params, context) => (await jobs()).resume(params, context),
  evaluate: async (params, context) => (await jobs()).evaluate(params, context),
  compareNeurons: async (params, context) => (await jobs()).compareNeurons(params, context),
  neuronFacts: async (params, context) => (await jobs()).neuronFacts(params, context),
  explain: async (params, context) => (await explanations()).explain(params, context),
  predict: async (params, context) => (await explanations()).predict(params, context),
  inspect: async (params, context) => (await explanations()).inspect(params, context),
  attention: async (params, context) => (await explanations()).attention(params, context),
  effects: async (params, context) => (await explanations()).effects(params, context),
  effectByClass: async (params, context) => (await explanations()).effectByClass(params, context),
  switchOff: async (params, context) => (await explanations()).switchOff(params, context),
  texts: async (params, context) => (await explanations()).texts(params, context),
  sliceRows: async (params, context) => (await explanations()).sliceRows(params, context),
  similarErrors: async (params, context) => (await explanations()).similarErrors(params, context),
  saveReport: async (params, context) => (await sharing()).saveReport(params, context),
  exportRun: async (params, context) => (await sharing()).exportRun(params, context),
  exportOnnx: async (params, context) => (await sharing()).exportOnnx(params, context),
  exportHuggingface: async (params, context) => (await sharing()).exportHuggingface(params, context),
  importRun: async (params, context) => (await sharing()).importRun(params, context),
  downloadModel: async (params, context) => (await models()).downloadModel(params, context),
  verifyTensorflow: async (params, context) => (await tensorflow()).verifyTensorflow(params, context),
};
