import type { Architecture } from './config.ts';

/** The names that an architecture of Hugging Face's transformers gives to the modules of the program (`parameterSpecs`). */
interface ModuleNames {
  /** Name of the encoder within a model with a head; a folder of the encoder alone leaves it out. */
  readonly prefix: string;
  /** Modules of the encoder. */
  readonly embeddings: Readonly<Record<string, string>>;
  readonly layers: string;
  /** Modules of a layer; the program packs queries, keys and values into one. */
  readonly layer: Readonly<Record<string, readonly string[]>>;
  /** Modules of the head; `inEncoder`: those that belong to the encoder. */
  readonly head: Readonly<Record<'pooler' | 'fc', { readonly name: string; readonly inEncoder: boolean }>>;
}

const bert = {
  prefix: 'bert.',
  embeddings: {
    embedding: 'embeddings.word_embeddings',
    positions: 'embeddings.position_embeddings',
    segments: 'embeddings.token_type_embeddings',
    embeddingNorm: 'embeddings.LayerNorm',
  },
  layers: 'encoder.layer',
  layer: {
    'attention.qkv': ['attention.self.query', 'attention.self.key', 'attention.self.value'],
    'attention.out': ['attention.output.dense'],
    norm1: ['attention.output.LayerNorm'],
    'ff.linear1': ['intermediate.dense'],
    'ff.linear2': ['output.dense'],
    norm2: ['output.LayerNorm'],
  },
  head: { pooler: { name: 'pooler.dense', inEncoder: true }, fc: { name: 'classifier', inEncoder: false } },
} as const;

const moduleNames: Readonly<Record<Architecture, ModuleNames>> = {
  bert,
  roberta: {
    ...bert,
    prefix: 'roberta.',
    head: {
      pooler: { name: 'classifier.dense', inEncoder: false },
      fc: { name: 'classifier.out_proj', inEncoder: false },
    },
  },
  distilbert: {
    prefix: 'distilbert.',
    embeddings: {
      embedding: 'embeddings.word_embeddings',
      positions: 'embeddings.position_embeddings',
      embeddingNorm: 'embeddings.LayerNorm',
    },
    layers: 'transformer.layer',
    layer: {
      'attention.qkv': ['attention.q_lin', 'attention.k_lin', 'attention.v_lin'],
      'attention.out': ['attention.out_lin'],
      norm1: ['sa_layer_norm'],
      'ff.linear1': ['ffn.lin1'],
      'ff.linear2': ['ffn.lin2'],
      norm2: ['output_layer_norm'],
    },
    head: { pooler: { name: 'pre_classifier', inEncoder: false }, fc: { name: 'classifier', inEncoder: false } },
  },
};

/**
 * Hugging Face's names of the equal parts of a parameter of the program, in order, as a model with a classification head stores them;
 * none where the architecture has no such tensor (VMASK's).
 */
export function tensorNames(architecture: Architecture, parameter: string): readonly string[] {
  const { prefix, embeddings, layers, layer, head } = moduleNames[architecture];
  const kind = parameter.slice(parameter.lastIndexOf('.') + 1); // weight or bias
  const module = parameter.slice(0, -kind.length - 1);
  const [, index, inLayer] = /^layers\.(\d+)\.(.+)$/.exec(module) ?? [];
  if (inLayer !== undefined) return (layer[inLayer] ?? []).map((part) => `${prefix}${layers}.${index}.${part}.${kind}`);
  if (module === 'pooler' || module === 'fc') {
    const { name, inEncoder } = head[module];
    return [`${inEncoder ? prefix : ''}${name}.${kind}`];
  }
  const name = embeddings[module];
  return name === undefined ? [] : [`${prefix}${name}.${kind}`];
}

/** The names under which folders store such a tensor, the usual one first. */
export function storedNames(architecture: Architecture, name: string): string[] {
  const { prefix } = moduleNames[architecture];
  const forms = name.startsWith(prefix) ? [name, name.slice(prefix.length)] : [name];
  return forms.flatMap((form) => [form, olderName(form)]);
}

/** Layer norms in conversions from the first TensorFlow checkpoints. */
const olderName = (name: string) =>
  name.replace(/\.LayerNorm\.weight$/, '.LayerNorm.gamma').replace(/\.LayerNorm\.bias$/, '.LayerNorm.beta');
