import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { checkRegular } from '../../../common/checkRegular.ts';
import { fileProblem } from '../../../common/fileProblem.ts';
import { UserError } from '../../../common/userError.ts';
import type { PretrainedShape } from '../modelShape.ts';

export const architectures = ['bert', 'distilbert', 'roberta'] as const;
export type Architecture = (typeof architectures)[number];

/** What the `config.json` of a Hugging Face folder says about its model. */
export interface PretrainedConfig {
  readonly architecture: Architecture;
  readonly vocabulary: number;
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly feedForward: number;
  readonly encoder: PretrainedShape;
  /** Rows of the stored position table that no token uses: RoBERTa counts positions from the id of its padding token + 1. */
  readonly unusedPositions: number;
  /** Names of the classes in order (`id2label`); null where the file gives none. */
  readonly labels: readonly string[] | null;
  /** Whether a classification head of the folder assigns exactly one class to a text. */
  readonly isSingleLabel: boolean;
}

const activations = { relu: 'relu', gelu: 'gelu', gelu_new: 'geluTanh', gelu_pytorch_tanh: 'geluTanh' } as const;
const count = z.int().min(1);
const activation = z.enum(Object.keys(activations) as (keyof typeof activations)[]);

const headFields = {
  id2label: z.record(z.string().regex(/^\d+$/), z.string()).nullish(),
  problem_type: z.string().nullish(),
};

const bertFields = {
  ...headFields,
  vocab_size: count,
  hidden_size: count,
  num_attention_heads: count,
  num_hidden_layers: count,
  intermediate_size: count,
  hidden_act: activation.default('gelu'),
  max_position_embeddings: count,
  type_vocab_size: count,
  layer_norm_eps: z.number().gt(0).default(1e-12),
  position_embedding_type: z.literal('absolute').nullish(),
  is_decoder: z.literal(false).nullish(),
  pad_token_id: z.int().min(0).nullish(),
};

const configSchema = z.discriminatedUnion('model_type', [
  z.object({ model_type: z.literal('bert'), ...bertFields }),
  z.object({ model_type: z.literal('roberta'), ...bertFields }),
  z.object({
    model_type: z.literal('distilbert'),
    ...headFields,
    vocab_size: count,
    dim: count,
    n_heads: count,
    n_layers: count,
    hidden_dim: count,
    activation: activation.default('gelu'),
    max_position_embeddings: count,
  }),
]);
type ConfigFile = z.output<typeof configSchema>;

/** Reads `config.json`. Errors: UserError that names what is supported. */
export async function readConfig(path: string): Promise<PretrainedConfig> {
  checkRegular(path);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileProblem(path, error, 'read');
  });
  return parseConfig(text, path);
}

/** `path` names the file in errors. */
export function parseConfig(text: string, path: string): PretrainedConfig {
  const { data, error } = configSchema.safeParse(parseJson(text, path));
  if (error) throw unsupported(path, error.issues[0]!);
  const config = { ...sizesOf(data), ...headOf(data, path) };
  if (config.width % config.heads !== 0) {
    throw new UserError(
      `${path}: the width ${config.width} is no multiple of the ${config.heads} attention heads`,
      'Copy the folder again from where it came from.',
    );
  }
  return config;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(
      `${path}: not JSON: ${(error as Error).message}`,
      'Copy the file again from where it came from.',
    );
  }
}

function unsupported(path: string, issue: z.core.$ZodIssue): UserError {
  const field = issue.path.join('.');
  if (field === 'model_type') {
    return new UserError(
      `${path}: "model_type" is of no supported architecture`,
      `Supported: ${architectures.join(', ')}.`,
    );
  }
  return new UserError(
    `${path}: "${field}" is missing or not supported: ${issue.message}`,
    `Supported are ${architectures.join(', ')} encoders with absolute positions and the activations ${Object.keys(activations).join(', ')}.`,
  );
}

function sizesOf(file: ConfigFile) {
  if (file.model_type === 'distilbert') {
    return {
      architecture: file.model_type,
      vocabulary: file.vocab_size,
      width: file.dim,
      heads: file.n_heads,
      layers: file.n_layers,
      feedForward: file.hidden_dim,
      unusedPositions: 0,
      encoder: {
        positions: file.max_position_embeddings,
        segments: 0,
        activation: activations[file.activation],
        epsilon: 1e-12, // fixed in the architecture
        head: 'relu',
      },
    } as const;
  }
  const unusedPositions = file.model_type === 'roberta' ? (file.pad_token_id ?? 1) + 1 : 0;
  return {
    architecture: file.model_type,
    vocabulary: file.vocab_size,
    width: file.hidden_size,
    heads: file.num_attention_heads,
    layers: file.num_hidden_layers,
    feedForward: file.intermediate_size,
    unusedPositions,
    encoder: {
      positions: file.max_position_embeddings - unusedPositions,
      segments: file.type_vocab_size,
      activation: activations[file.hidden_act],
      epsilon: file.layer_norm_eps,
      head: 'tanh',
      ...(file.model_type === 'roberta' && { poolerDropout: true }),
    },
  } as const;
}

function headOf({ id2label, problem_type }: ConfigFile, path: string) {
  const labels = id2label ? Object.keys(id2label).map((_, i) => id2label[String(i)]) : null;
  if (labels && (labels.includes(undefined) || new Set(labels).size < labels.length)) {
    throw new UserError(
      `${path}: "id2label" does not name the classes 0 to ${labels.length - 1}, each differently`,
      'Correct the names of the classes.',
    );
  }
  return {
    labels: labels as string[] | null,
    isSingleLabel: problem_type == null || problem_type === 'single_label_classification',
  };
}
