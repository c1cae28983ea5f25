import * as z from 'zod';
import { checkModel } from '../rules.ts';
import { count, explained, ruled } from './fields.ts';

/** Sizes that the folder of a pretrained encoder determines: the file cannot name them, a run has them. */
export const encoderSizes = ['width', 'heads', 'layers', 'feedForward'] as const;

export const model = z
  .strictObject({
    pretrained: z
      .string()
      .min(1)
      .optional()
      .describe(
        'A BERT, DistilBERT or RoBERTa encoder to fine-tune: a folder relative to this file, or a name such as org/name in the Hugging Face cache. It determines the tokenizer and the shape.',
      ),
    trainable: z
      .union([
        z.enum(['all', 'head', 'none']).meta(
          explained({
            all: 'Everything.',
            head: 'Pooler and classifier.',
            none: 'Nothing: the folder is a classifier, which is evaluated and explained as it is, without a mask.',
          }),
        ),
        count(),
      ])
      .default('all')
      .describe(
        'What is trained of a pretrained encoder: all of it, the head alone (pooler and classifier), or the head and that many of the last blocks, and the mask in any case. "none" takes a fine-tuned classifier as it is.',
      ),
    width: count().default(256).describe('Embedding width D.'),
    heads: count().default(8).describe('Number of attention heads; it must divide the width.'),
    layers: count().default(1).describe('Number of encoder blocks.'),
    feedForward: count().default(1024).describe('Number of neurons of each block’s feed-forward network.'),
    activeNeurons: count()
      .nullable()
      .default(null)
      .describe(
        'Number of neurons of each block that fire per token on average (BatchTopK, arXiv 2412.06410): a training step keeps only that many of the largest activations. null: all positive activations of a ReLU, or those of a pretrained encoder.',
      ),
    maskHidden: count().default(1024).describe('Hidden width of the VMASK layer.'),
    dropout: z.number().min(0).lt(1).default(0.1).describe('Dropout rate during training.'),
    maxLength: count()
      .optional()
      .describe(
        'Maximum number of tokens; longer texts are truncated. By default 256 for imdb, otherwise 128. With pretrained it counts special tokens and is at most what the encoder reads, by default at most 128.',
      ),
    padding: z
      .enum(['max', 'none'])
      .default('max')
      .describe(
        'How the rows of a batch get the same length. The same λ has a different weight in the two modes, because means over L² positions shrink with L.',
      )
      .meta(
        explained({
          max: 'Padded to maxLength. Padded positions enter pooling and regularizers, as in the released code.',
          none: 'Only real tokens are computed, which is many times faster.',
        }),
      ),
    activation: z.literal('relu').default('relu').describe('Activation function of the feed-forward network.'),
    pooling: z
      .literal('mean')
      .default('mean')
      .describe('How the vectors of the tokens are combined into one vector per text.'),
    positions: z.literal('sinusoidal').default('sinusoidal').describe('Positional encoding.'),
  })
  .check(checkModel)
  .meta(
    ruled(
      '`heads` divides `width`.',
      '`activeNeurons` needs `padding` "none" and is at most `feedForward`, of a pretrained encoder that of its folder.',
      'A pretrained encoder determines `width`, `heads`, `layers`, `feedForward`, `activation`, `pooling`, `positions` and the whole `tokenizer`, so these are left out with `pretrained`; `padding` is "none".',
      '`pretrained` cannot read planted sentences.',
      '`trainable` belongs to `pretrained`.',
    ),
  );
